// The packet's card: what it carries. Where NAT rewrites, the old value is struck and the new one slides in.
import { h } from "../dom.js";
import { sign } from "../signs.js";
import { say } from "../words.js";
import { differs } from "../player/timeline.js";

/** @typedef {import("../types.js").Address} Address */
/** @typedef {import("../player/timeline.js").Step} Step */

export class Card {
  constructor() {
    // The hop table says the same in words: for a screen reader this is decoration.
    this.element = h("dl", { class: "card", "aria-hidden": "true", hidden: true });
    this.shown = "";
    this.width = 0;
    this.height = 0;
  }

  /**
   * @param {Step} step
   * @param {Step | undefined} next
   * @param {number} stayed how far the stay has come: it carries the rewriting
   * @param {import("../types.js").Ending | null} ending where this step is the last
   */
  show(step, next, stayed, ending) {
    const { hop } = step;
    const key = `${step.index} ${ending ? "end" : ""}`;
    if (this.shown !== key) {
      this.shown = key;
      const tag = h("dd", { class: "tag" }, ...(ending ? [sign(ending.kind), " "] : []), say(`leg-${hop.leg}`));
      this.element.replaceChildren(
        h("dt", {}, "src"), this.row(hop.before.src, hop.after.src, next && differs(next.hop.before.src, next.hop.after.src)), tag,
        h("dt", {}, "dst"), this.row(hop.before.dst, hop.after.dst, next && differs(next.hop.before.dst, next.hop.after.dst)),
      );
      this.element.hidden = false;
      this.width = this.element.offsetWidth;
      this.height = this.element.offsetHeight;
    }
    if (!step.changes) return;
    const strike = Math.min(1, Math.max(0, (stayed - 0.12) / 0.25));
    const slide = Math.min(1, Math.max(0, (stayed - 0.4) / 0.3));
    for (const old of this.element.querySelectorAll(".old")) {
      if (old instanceof HTMLElement) old.style.setProperty("--strike", String(strike));
    }
    for (const fresh of this.element.querySelectorAll(".new")) {
      if (!(fresh instanceof HTMLElement)) continue;
      fresh.style.opacity = String(slide);
      fresh.style.transform = `translateX(${(1 - slide) * 14}px)`;
    }
  }

  /** @param {Address} before @param {Address} after @param {boolean | undefined} soon */
  row(before, after, soon) {
    if (!differs(before, after)) return h("dd", {}, value(after, soon ? "soon" : ""));
    return h("dd", {}, value(before, "old"), value(after, "new"));
  }

  hide() {
    this.element.hidden = true;
    this.shown = "";
  }
}

/** @param {Address} address @param {string} kind */
function value({ address, port, role }, kind) {
  const known = role === "nodePort" || role === "port" || role === "targetPort";
  const span = h("span", { class: kind }, address);
  if (port !== null) span.append(":", h("span", { class: "number", "data-role": known ? role : null }, String(port)));
  return span;
}
