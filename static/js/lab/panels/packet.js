// The packet panel: what can happen (one choice per ending), how this one ended and why, and the hop table.
import { announce, byId, h } from "../dom.js";
import { fieldThing, mentions } from "../mentions.js";
import { sign } from "../signs.js";
import { percent, say } from "../words.js";
import { endingsOf } from "./endings.js";
import { HopTable } from "./hops.js";

/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("../types.js").Branch} Branch */

export class PacketPanel {
  /** @param {{goTo: (index: number) => void, pick: (branch: Branch) => void, why: () => void}} acts */
  constructor({ goTo, pick, why }) {
    this.why = why;
    this.table = new HopTable(goTo);
    this.pick = pick;
    this.choices = byId("branches");
    this.verdict = byId("verdict");
    /** @type {Trace | null} */
    this.trace = null;
    /** @type {Branch | null} */
    this.branch = null;
    this.choices.addEventListener("click", (/** @type {Event} */ event) => this.chosen(event.target));
    this.choices.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.move(event));
  }

  /** @param {Trace | null} trace @param {Branch | null} branch */
  show(trace, branch) {
    this.trace = trace;
    this.branch = branch;
    this.verdict.hidden = true;
    // The table takes room from the drawing only when there is something in it.
    byId("main").toggleAttribute("data-traced", Boolean(branch));
    byId("packet-head").hidden = !branch;
    this.table.show(branch ? branch.hops : null);
    this.showChoices();
  }

  showChoices() {
    const { trace, branch } = this;
    this.choices.hidden = !trace;
    if (!trace || !branch) return;
    const outcomes = endingsOf(trace.outcomes);
    const pods = outcomes.flatMap(({ pod }) => (pod ? [podName(pod)] : []));
    const buttons = outcomes.map((outcome) => {
      const mine = outcome.branches.includes(branch.id);
      const name = outcome.pod ? shortest(podName(outcome.pod), pods) : say(`ending-${outcome.kind}`);
      const button = h(
        "button",
        { type: "button", class: "branch", role: "radio", "aria-checked": mine ? "true" : "false", tabindex: mine ? 0 : -1, title: outcome.pod, "data-about": outcome.pod ? `place:${outcome.pod}` : null, "data-branch": mine ? branch.id : outcome.branches[0] },
        name, h("span", { class: "share" }, percent(outcome.probability)),
      );
      return button;
    });
    const label = h("span", { class: "label", "aria-hidden": "true" }, say("what-can-happen"));
    this.choices.replaceChildren(label, ...buttons);
  }

  /** @param {EventTarget | null} target */
  chosen(target) {
    const button = target instanceof Element ? target.closest("[data-branch]") : null;
    const id = Number(button?.getAttribute("data-branch"));
    const branch = button && this.trace?.branches.find((candidate) => candidate.id === id);
    if (branch) this.pick(branch);
  }

  /** Arrow keys choose among the endings, as radio buttons do. @param {KeyboardEvent} event */
  move(event) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const buttons = [...this.choices.querySelectorAll("[data-branch]")];
    const now = buttons.findIndex((button) => button.getAttribute("aria-checked") === "true");
    const next = (now + step + buttons.length) % buttons.length;
    this.chosen(buttons[next]);
    const fresh = this.choices.querySelectorAll("[data-branch]")[next];
    if (fresh instanceof HTMLElement) fresh.focus();
  }

  /** @param {number} index */
  mark(index) {
    this.table.mark(index);
  }

  /** The packet has arrived wherever it arrives. @param {boolean} aloud */
  end(aloud) {
    const { branch } = this;
    if (!branch || !this.verdict.hidden) return;
    const { kind, why, object, field, place } = branch.ending;
    const title = say(`verdict-${kind}`);
    this.verdict.dataset.kind = kind;
    this.verdict.replaceChildren(sign(kind), h("p", { "data-about": [`place:${place}`, ...(object && field ? [fieldThing(object.kind, `${object.namespace}/${object.name}`, field)] : [])].join(" ") }, h("strong", {}, title), " ", ...mentions(why)));
    if (kind !== "answered") {
      const find = h("button", { type: "button", class: "button small", id: "find-why" }, say("find-why"));
      find.addEventListener("click", () => this.why());
      this.verdict.append(find);
    }
    this.verdict.hidden = false;
    this.table.reveal(this.table.rows[this.table.rows.length - 1]);
    if (aloud) announce(`${title} ${why}`);
  }

  /** The ending is told again only when the packet gets there again. */
  hideVerdict() {
    this.verdict.hidden = true;
  }
}

/**
 * What tells a pod from the others that may answer: siblings differ in their last letters alone.
 * @param {string} name
 * @param {string[]} among
 */
function shortest(name, among) {
  const stem = name.slice(0, name.lastIndexOf("-") + 1);
  const siblings = name.length > 16 && stem.length > 0 && among.length > 1 && among.every((other) => other.startsWith(stem));
  return siblings ? `…${name.slice(stem.length)}` : name;
}

/** @param {string} place */
function podName(place) {
  return place.split("/").pop() ?? place;
}
