// What a person says about the photo before it is measured: which card, where it lies, whether the hand lies; or by hand a
// known length. Each answer is one tap on a picture.

const ROUND = new Set(["limb"]);

export class Answers {
  // The card is remembered from last time; where it lies is asked for each photo, with last time's answer marked.
  constructor(root) {
    this.root = root;
    const { card = "", surface = "flat", place = "", hand = "" } = root.dataset;
    this.last = { place, hand };
    this.surface = surface;
    this.said = { card };
  }

  get isFinger() {
    return this.surface.startsWith("finger");
  }

  get byHand() {
    return this.said.card === "none";
  }

  say(name, value) {
    this.said[name] = value;
    if (name === "place" || name === "in_plane") this.forget("hand");
    if (name === "kind") this.forget("coin", "known_mm", "known");
  }

  forget(...names) {
    for (const name of names) delete this.said[name];
  }

  // As at the beginning, the card too.
  clear() {
    this.said = {};
  }

  // The question that is open, or null. On flat skin the card can only lie on the same skin.
  get open() {
    const { card, place, hand, side, kind, known, known_mm: mm, coin, in_plane: plane } = this.said;
    if (!card) return "card";
    if (this.isFinger && !side) return "side";
    if (this.byHand) {
      if (!kind) return "known";
      if (kind === "coin" ? !coin : !mm) return kind === "coin" ? "coin" : "length";
      if (!known) return "ends";
      if (!plane) return "plane";
      return this.isFinger && plane === "no" && !hand ? "hand" : null;
    }
    if ((this.isFinger || ROUND.has(this.surface)) && !place) return "place";
    return this.isFinger && place === "table" && !hand ? "hand" : null;
  }

  get surfaceSaid() {
    return this.said.side === "side" ? "finger_side" : this.surface;
  }

  // Which surfaces these are is the server's to say.
  get wantsStraightView() {
    return this.root.dataset.straightSurfaces.split(" ").includes(this.surfaceSaid);
  }

  // As the server wants them.
  get fields() {
    const { card, place, hand, kind, known, known_mm, coin, in_plane } = this.said;
    const base = { card, surface: this.surfaceSaid, lesion: this.root.dataset.lesion };
    if (this.byHand) return { ...base, known, in_plane, hand: hand ?? "", ...(kind === "coin" ? { coin } : { known_mm }) };
    return { ...base, place: place ?? "same_skin", hand: hand ?? "" };
  }

  // What was said, in the words of the buttons: "20 mm card, on the table, the hand lies".
  get words() {
    const names = this.byHand ? ["kind", "in_plane", "hand"] : ["card", "place", "hand"];
    const parts = names.map((name) => this.root.querySelector(`[data-answer="${name}"][data-value="${this.said[name]}"]`)?.dataset.short);
    if (this.byHand && this.said.kind !== "coin") parts.splice(1, 0, `${this.said.known_mm} mm`);
    return parts.filter(Boolean).join(", ");
  }

  // Shows which one is chosen already, or was last time.
  mark() {
    for (const button of this.root.querySelectorAll("[data-answer]")) {
      const { answer, value } = button.dataset;
      button.setAttribute("aria-pressed", String((this.said[answer] ?? this.last[answer]) === value));
    }
  }
}
