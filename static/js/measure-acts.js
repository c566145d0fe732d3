// Every button and key of the measuring page by its name: what it does, or nothing where there is nothing to do.

export function actsOf(page) {
  const { shapes, view, pen, step } = page;
  const isAdjusting = step === "adjust";
  const when = (is, act) => (is ? act : null);
  return {
    show: () => page.open(),
    "zoom-in": () => view.zoom(1.6, pen.place ?? undefined),
    "zoom-out": () => view.zoom(1 / 1.6),
    whole: () => view.whole(),
    far: () => page.panel.toggle("far"),
    undo: () => page.undo(),
    redo: () => page.redo(),
    place: when(pen.isPlacing, () => pen.placeCross()),
    "take-back": pen.marks.length ? () => page.undo() : when(isAdjusting, () => page.changed(() => shapes.remove())),
    next: when(isAdjusting, () => pen.step(1)),
    previous: when(isAdjusting, () => pen.step(-1)),
    "add-point": when(isAdjusting, () => page.changed(() => shapes.add())),
    "remove-point": when(isAdjusting && shapes.canRemove, () => page.changed(() => shapes.remove())),
    "remove-lump": when(isAdjusting, () => page.changed(() => shapes.removeLump())),
    "let-go": when(shapes.chosen || pen.marks.length, () => pen.letGo()),
    adjust: () => page.adjust("lumps"),
    "adjust-redness": () => page.adjust("redness"),
    looked: () => page.result(),
    lump: () => page.go("lump"),
    tap: () => page.go("tap"),
    box: () => page.go("box"),
    lines: () => page.go("lines"),
    kinds: () => page.go("kinds"),
    trace: () => page.trace("lumps"),
    redness: () => page.trace("redness"),
    "no-redness": () => page.noRedness(),
    traced: () => page.traced(),
    ended: () => page.ended(),
    earlier: () => page.propose({ from_earlier: "yes" }),
    "by-hand": () => page.byHand(),
    change: () => page.changeAnswers(),
    again: () => page.startOver(),
    accept: () => page.accept(),
  };
}
