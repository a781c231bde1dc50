// One column: its drawing, its words, and where in its journey it is.
import { Stage } from "../lab/diagram/stage.js";
import { sign } from "../lab/signs.js";

/** @typedef {import("../lab/types.js").Snapshot} Snapshot */
/** @typedef {import("../lab/types.js").Branch} Branch */
/** @typedef {import("../lab/player/timeline.js").Timeline} Timeline */
/** @typedef {{kind: string, snapshot: Snapshot, branch: Branch | null}} Drawn what the server sends of a column */

export class Column {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.kind = element.dataset.kind ?? "";
    this.title = find(element, "h2").textContent ?? "";
    this.words = find(element, ".column-words");
    this.stage = new Stage(() => {}, find(element, ".column-stage"));
    /** @type {Timeline | null} */
    this.timeline = null;
    /** @type {Branch | null} */
    this.branch = null;
    this.index = -1;
    this.dress();
  }

  /** Other words from the server, for other buttons. @param {string} html */
  say(html) {
    const open = this.words.querySelector("details")?.open ?? false;
    this.words.innerHTML = html;
    const details = this.words.querySelector("details");
    if (details) details.open = open;
    this.dress();
  }

  /** The sign of the ending stands beside its words. */
  dress() {
    const ending = find(this.words, ".column-ending");
    const kind = ending.dataset.kind ?? "";
    const known = { none: "no-route", alias: "answered" }[kind] ?? kind;
    ending.prepend(sign(known));
  }

  /** @param {Drawn} drawn */
  draw({ snapshot, branch }) {
    this.branch = branch;
    this.stage.play(null);
    this.stage.show(snapshot);
  }

  /** @param {Timeline | null} timeline */
  load(timeline) {
    this.timeline = timeline;
    this.index = -1;
    this.stage.play(timeline);
    this.rest();
  }

  /** Nothing is under way: how it ended is told. */
  rest() {
    this.element.removeAttribute("data-under-way");
    this.mark(-1);
  }

  /** @param {number} time */
  render(time) {
    const { timeline } = this;
    if (!timeline) return;
    this.stage.render(time);
    const last = timeline.steps[timeline.steps.length - 1];
    const found = timeline.steps.find((step) => time < step.ends) ?? last;
    const arrived = found === last && time >= last.lands + (last.ends - last.lands) * 0.3;
    this.element.toggleAttribute("data-under-way", time > 0 && !arrived);
    if (found.index !== this.index) this.mark(found.index);
  }

  /** The hop that is on, in the words beneath. @param {number} index */
  mark(index) {
    this.index = index;
    find(this.words, ".column-now").textContent = this.timeline?.steps[index]?.hop.text ?? "";
    this.words.querySelectorAll(".column-hops li").forEach((line, number) => {
      if (number === index) line.setAttribute("aria-current", "step");
      else line.removeAttribute("aria-current");
    });
  }

  /** How it ended, in a sentence. */
  verdict() {
    return `${this.title}: ${find(this.words, ".column-ending").textContent?.trim()}`;
  }
}

/** @param {Element} element @param {string} selector @returns {HTMLElement} */
function find(element, selector) {
  const found = element.querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new Error(`no ${selector}`);
  return found;
}
