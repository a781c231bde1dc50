// Send 100: a hundred requests drawn from the branches' probabilities, counted by how they ended, beside what was to be
// expected. The server computed what can happen once; the draw is the page's own, from a seed, so that it can be repeated.
import { announce, byId, h } from "../dom.js";
import { sign } from "../signs.js";
import { percent, say } from "../words.js";
import { endingsOf } from "./endings.js";

/** @typedef {import("../types.js").Trace} Trace */

const COUNT = 100;

/** A small generator of numbers from 0 to 1 (mulberry32). @param {number} seed */
export function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * How many of the requests end in which way.
 * @param {number[]} shares
 * @param {number} count
 * @param {number} seed
 * @param {boolean} together all go where the first one goes
 */
export function draw(shares, count, seed, together) {
  const random = randomOf(seed);
  const counts = shares.map(() => 0);
  const pick = () => {
    const at = random() * shares.reduce((sum, share) => sum + share, 0);
    let reached = 0;
    return Math.max(0, shares.findIndex((share) => (reached += share) > at));
  };
  const first = pick();
  counts[first] += 1;
  for (let sent = 1; sent < count; sent += 1) counts[together ? first : pick()] += 1;
  return counts;
}

export class Tally {
  constructor() {
    this.element = byId("tally");
    this.seed = 0;
    /** @type {{trace: Trace, together: string | null} | null} */
    this.shown = null;
  }

  /** @param {{trace: Trace, together: string | null} | null} answer */
  show(answer) {
    this.shown = answer;
    this.element.hidden = !answer;
    if (!answer) return;
    this.seed += 1;
    this.paint();
  }

  paint() {
    if (!this.shown) return;
    const { trace, together } = this.shown;
    const outcomes = endingsOf(trace.outcomes);
    const counts = draw(outcomes.map(({ probability }) => probability), COUNT, this.seed, Boolean(together));
    const rows = outcomes.map((outcome, index) => {
      const name = outcome.pod ? outcome.pod.split("/").pop() ?? "" : say(`ending-${outcome.kind}`);
      const bar = h("div", { class: "bar", "data-kind": outcome.kind }, h("span", { class: "filled" }), h("span", { class: "wanted" }));
      bar.style.setProperty("--share", `${counts[index]}%`);
      bar.style.setProperty("--wanted", `${outcome.probability * 100}%`);
      return h("tr", {}, h("th", { scope: "row" }, sign(outcome.kind), " ", name), h("td", { class: "bar-cell", "aria-hidden": "true" }, bar), h("td", { class: "number" }, String(counts[index])), h("td", { class: "number expected" }, percent(outcome.probability)));
    });
    const again = h("button", { type: "button", class: "button small" }, say("tally-again"));
    again.addEventListener("click", () => {
      this.seed += 1;
      this.paint();
      this.element.querySelector("button")?.focus();
    });
    const caption = say("tally", { count: COUNT });
    const table = h("table", { class: "tally-table" }, h("caption", {}, caption),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, say("tally-where")), h("td", { "aria-hidden": "true" }), h("th", { scope: "col" }, say("tally-count")), h("th", { scope: "col" }, say("tally-expected")))),
      h("tbody", {}, ...rows));
    this.element.replaceChildren(table, h("p", { class: "tally-note" }, together ? say(`together-${together}`) : say("tally-note", { seed: this.seed }), " ", again));
    announce(`${caption}: ${outcomes.map((outcome, index) => `${outcome.pod?.split("/").pop() ?? say(`ending-${outcome.kind}`)} ${counts[index]}`).join(", ")}`);
  }
}
