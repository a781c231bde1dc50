// The time line: every action that was done, and those that were undone and can be done again. A click goes there; nothing is
// given up until something else is done.
import { byId, h, readonly } from "../dom.js";
import { dismiss, notify } from "../notices.js";
import { page } from "../page.js";
import { say } from "../words.js";

/** @typedef {{number: number, label: string}} Entry */

export class StepsPanel {
  /** @param {(number: number) => Promise<void>} go */
  constructor(go) {
    this.go = go;
    this.list = byId("steps");
    this.list.addEventListener("click", (/** @type {Event} */ event) => {
      const button = /** @type {Element} */ (event.target).closest("button[data-step]");
      if (button instanceof HTMLElement) void go(Number(button.dataset.step));
    });
    page.state.watch((state) => state && this.show(state.log, state.ahead, state.begins));
  }

  /**
   * What it began with is one entry: nobody goes back behind it.
   * @param {Entry[]} done
   * @param {Entry[]} ahead
   * @param {number} begins
   */
  show(done, ahead, begins) {
    const held = this.list.contains(document.activeElement);
    const now = done[done.length - 1]?.number;
    const last = ahead[ahead.length - 1]?.number ?? now;
    this.list.replaceChildren(...[...done, ...ahead].filter(({ number }) => number >= begins).map(({ number, label: said }) => {
      const label = number === begins && begins > 1 ? say("beginning") : said;
      const here = number === now;
      const button = h("button", { type: "button", "data-step": number, "aria-current": here ? "step" : null }, label);
      const item = h("li", { value: number - Math.max(1, begins) + 1, "data-ahead": number > now }, button);
      if (here && ahead.length) item.append(" ", h("span", { class: "chip" }, say("step-now")));
      return item;
    }));
    const current = this.list.querySelector("[aria-current]");
    if (held && current instanceof HTMLElement) current.focus();
    if (ahead.length > 1 && !readonly()) notify("past", say("past", { step: now - Math.max(1, begins) + 1, of: last - Math.max(1, begins) + 1 }), { tone: "calm", choices: [{ label: say("back-to-present"), act: () => void this.go(last) }] });
    else dismiss("past");
  }
}

/**
 * Whether later steps may be given up: asked where more than one would be.
 * @param {Entry[]} ahead
 * @param {() => void} goOn
 * @returns {boolean} true where it may go on at once
 */
export function mayGiveUp(ahead, goOn) {
  if (ahead.length < 2) return true;
  notify("gives-up", say("gives-up", { count: ahead.length }), { choices: [{ label: say("go-on"), act: goOn }] });
  return false;
}
