// What the measuring page asks the server: the card, an outline, a size, to keep it. When it fails, everything stays drawn.

import { bounds } from "./measure-outline.js";

const READ_AFTER_MS = 250;

// The page gives: root, form, server, panel, answers, shapes, pen, step, and what it does with an answer.
export class Asking {
  // One question about the photo; `again` repeats what was wanted. Null: it was said what went wrong.
  async request(what, again) {
    this.panel.well();
    this.panel.wait(this.panel.text(Object.keys(what).length ? "Looking" : "LookingForCard"));
    this.isAsking = Object.keys(what).length > 0;
    try {
      return await this.server.ask("propose", this.root.dataset.proposeUrl, { ...this.answers.fields, ...what });
    } catch (problem) {
      this.panel.fail(problem, problem.kind === "fields" ? null : again);
      return null;
    } finally {
      this.isAsking = false;
      this.panel.done();
    }
  }

  takeScale(scale) {
    this.scale = scale;
    this.drawing.markers((scale.markers ?? []).map((ring) => this.pixels(ring)));
  }

  // The card is looked for at once, so that a photo that gives no size is told before anything was drawn.
  async lookForCard() {
    const found = await (this.looking = this.request({}, () => this.lookForCard()));
    if (found?.scale) this.takeScale(found.scale);
    else if (found) this.refused(found, () => this.lookForCard());
  }

  async propose(what, isMore = false) {
    await this.looking;
    const found = await this.request(what, () => this.propose(what, isMore));
    if (this.step === "box") this.pen.lift();
    this.pen.cross = null;
    this.draw();
    if (found?.outlines) this.found(found, isMore);
    else if (found?.scale) this.nothingThere(found);
    else if (found) this.refused(found);
  }

  found({ scale, outlines, reading, starts_from: from }, isMore) {
    this.takeScale(scale);
    this.shapes.kind = "lumps";
    const made = outlines.map((points) => this.ring(this.pixels(points)));
    const rings = isMore ? [...this.shapes.rings, ...made] : made;
    this.shapes.put("lumps", rings, { isEdited: isMore && this.shapes.kept.isEdited });
    this.panel.part("starts-from").textContent = from ?? "";
    this.result();
    return isMore || this.shapes.kept.redness.length ? this.readSoon(0) : this.read(reading);
  }

  // There are millimetres, but no edge was found.
  nothingThere({ scale, message }) {
    this.takeScale(scale);
    this.panel.fail({ kind: "fields", text: message }, null);
  }

  // A photo that was not judged at all may be asked again; everything stays as it is.
  refused({ status, reason, message }, again = null) {
    if (status === "failed") {
      this.panel.fail({ kind: "failed", text: message }, again);
      return;
    }
    this.go("refused");
    const isOther = reason === "other_card"; // then no new photo is needed
    this.panel.part("refused-text").textContent = message;
    this.panel.part("refused-other").hidden = !isOther;
    this.panel.part("refused-change").hidden = isOther || this.answers.byHand || status === "manual";
    this.root.toggleAttribute("data-other-card", isOther);
    this.panel.say(message);
  }

  readSoon(pause = READ_AFTER_MS) {
    clearTimeout(this.reads);
    this.root.dataset.reading = "old";
    this.reads = setTimeout(() => this.readNow(), pause);
  }

  // Two lines need the millimetres of their place first.
  async readLines() {
    this.root.dataset.reading = "old";
    const { left, top, right, bottom } = bounds(this.pen.marks);
    const found = await this.request({ tap: this.flat([[(left + right) / 2, (top + bottom) / 2]]) }, () => this.readLines());
    if (found?.scale) {
      this.takeScale(found.scale);
      await this.readNow();
    } else if (found) this.refused(found);
  }

  get drawn() {
    const lists = (kind) => JSON.stringify(this.shapes.points(kind).map((points) => this.fractions(points)));
    const scale = this.scale?.id ?? "";
    if (this.step === "lines") return { scale, outlines: "", redness: "", lines: JSON.stringify(this.lines) };
    return { scale, outlines: lists("lumps"), redness: this.shapes.kept.redness.length ? lists("redness") : "", lines: "" };
  }

  get lines() {
    const ends = this.fractions(this.pen.marks);
    return [ends.slice(0, 2), ends.slice(2, 4)].filter((line) => line.length === 2);
  }

  async readNow() {
    try {
      const answer = await this.server.ask("read", this.root.dataset.readUrl, this.drawn);
      if (answer) this.read(answer.reading);
    } catch (problem) {
      this.panel.fail(problem, problem.kind === "fields" ? null : () => this.readNow());
    }
  }

  read(reading) {
    this.reading = reading;
    this.root.dataset.reading = "new";
    this.panel.well();
    this.panel.showSize(reading);
    this.draw();
  }

  async accept() {
    if (this.root.dataset.reading !== "new") return;
    this.panel.wait(this.panel.text("Saving"));
    try {
      const sent = Object.fromEntries(new FormData(this.form));
      const saved = await this.server.ask("save", this.form.action, { ...sent, ...this.drawn });
      if (!saved) return;
      this.isSaved = true;
      window.location.assign(saved.next);
    } catch (problem) {
      this.panel.fail(problem, problem.kind === "fields" ? null : () => this.accept());
    } finally {
      this.panel.done();
    }
  }
}
