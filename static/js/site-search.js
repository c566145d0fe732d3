// Finds a place in the list by everyday words, in any order, with small typing errors forgiven.

const FILLER = new Set(["a", "an", "the", "of", "on", "in", "at", "my", "is", "and", "to", "where"]);

export function wordsOf(text) {
  const plain = text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f'’]/g, "");
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !FILLER.has(word)).map(singular);
}

const singular = (word) => (word.length > 3 && /[^s]s$/.test(word) ? word.slice(0, -1) : word);

// Wrong, missing, extra or swapped letters, at most one.
function nearly(a, b) {
  if (Math.abs(a.length - b.length) > 1) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i += 1;
  const [restA, restB] = [a.slice(i), b.slice(i)];
  if (restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1)) return true;
  return restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
}

const fits = (typed, known) =>
  typed === known || (typed.length > 1 && known.startsWith(typed)) || (typed.length > 3 && nearly(typed, known));

function start(list) {
  const box = list.querySelector("[data-site-search]");
  const field = box.querySelector("input[type=search]");
  const status = box.querySelector("[data-site-count]");
  const none = box.querySelector("[data-site-none]");
  const groups = [...list.querySelectorAll(".sites-group")].map((element) => ({
    element,
    rows: [...element.querySelectorAll("li")].map((row) => ({
      row,
      words: wordsOf(`${row.dataset.words} ${row.firstElementChild.textContent} ${element.firstElementChild.textContent}`),
      links: [...row.querySelectorAll("a")],
    })),
  }));
  const sides = new Map(
    [...list.querySelectorAll("a[data-side]")].map((link) => [link.dataset.side, link.textContent.trim().toLowerCase()]),
  );

  const splitSide = (typed) => {
    for (const side of ["left", "right"]) {
      const word = sides.get(side);
      const at = typed.findIndex((one) => one === word || one === side[0] || (one.length > 3 && word && nearly(one, word)));
      if (at >= 0) return [typed.filter((_, i) => i !== at), side];
    }
    return [typed, ""];
  };

  const filter = () => {
    const [typed, side] = splitSide(wordsOf(field.value));
    const searching = typed.length > 0 || side !== "";
    let found = 0;
    for (const { element, rows } of groups) {
      let here = 0;
      for (const { row, words, links } of rows) {
        const hit = typed.every((one) => words.some((known) => fits(one, known)));
        const shown = links.filter((link) => !side || link.dataset.side === side);
        row.hidden = searching && (!hit || shown.length === 0);
        for (const link of links) link.hidden = searching && !shown.includes(link);
        here += row.hidden ? 0 : 1;
      }
      element.hidden = searching && here === 0;
      element.open = searching && here > 0;
      found += here;
    }
    none.hidden = !searching || found > 0;
    const { one, many, none: nothing } = status.dataset;
    status.textContent = !searching ? "" : found === 0 ? nothing : found === 1 ? one : many.replace("%n", String(found));
  };

  // With script the list narrows while one types; without it the words are posted and the server finds.
  box.querySelector("[data-site-send]").hidden = true;
  box.addEventListener("submit", (event) => {
    event.preventDefault();
    groups.flatMap(({ rows }) => rows).find(({ row }) => field.value && !row.hidden)?.links.find((link) => !link.hidden)?.focus();
  });
  field.addEventListener("input", () => {
    list.querySelector("[data-site-found]")?.remove();
    filter();
    // What is found stands below the field, on a phone too.
    if (box.getBoundingClientRect().top > window.innerHeight / 3) box.scrollIntoView({ block: "start" });
  });
  if (field.value) filter();
}

for (const list of document.querySelectorAll("[data-site-list]")) start(list);
