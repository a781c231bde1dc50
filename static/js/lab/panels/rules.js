// The rules of a node, line by line: those that the packet met are marked with their hop, each is tied to the line of YAML
// that caused it, and the line under the caret lights up what it causes.
import { byId, h } from "../dom.js";
import { causedBy, mentions } from "../mentions.js";
import { page } from "../page.js";
import { say } from "../words.js";
import { ruleThing } from "./hops.js";
import { Looking } from "./looking.js";

/** @typedef {{text: string, rule: [string, string, number | string] | null, origin: number | null}} Line */
/** @typedef {{service: string, field: string, endpoint: string | null, role?: string, number?: number | string, place: {file: string, from: any, to: any} | null}} Cause */
/** @typedef {{node: string, mode: string, running: string, lines: Line[], origins: Cause[]}} Answer */

const MODES = ["iptables", "nftables"];

export class RulesPanel {
  /**
   * @param {import("./tabs.js").PanelTabs} tabs
   * @param {(place: {file: string, from: {line: number, column: number}}) => void} edit
   */
  constructor(tabs, edit) {
    this.tabs = tabs;
    this.node = byId("rules-node");
    this.mode = byId("rules-mode");
    this.all = byId("rules-all");
    this.follow = byId("rules-follow");
    this.list = byId("rules-text");
    this.scroller = byId("rules-scroll");
    /** @type {Answer | null} */
    this.answer = null;
    /** @type {Map<string, HTMLElement>} */
    this.rows = new Map();
    /** The rule to be shown as soon as its node's rules are here. @type {string | null} */
    this.wanted = null;
    this.chosenMode = "";
    this.looking = new Looking(tabs, "rules", () => this.address(), (answer) => this.show(answer));
    page.state.watch((state) => state && this.offer(state.snapshot));
    page.journey.watch(() => this.mark());
    page.step.watch(() => this.stepped());
    page.caret.watch(() => this.point());
    page.rule.watch((asked) => asked && this.find(asked));
    this.node.addEventListener("change", () => {
      this.follow.checked = false;
      this.looking.look();
    });
    this.mode.addEventListener("change", () => {
      this.chosenMode = this.mode.value;
      this.looking.look();
    });
    this.all.addEventListener("change", () => this.draw());
    this.follow.addEventListener("change", () => this.stepped());
    this.list.addEventListener("click", (/** @type {Event} */ event) => {
      const button = /** @type {Element} */ (event.target).closest("button[data-origin]");
      const place = button instanceof HTMLElement && this.answer?.origins[Number(button.dataset.origin)]?.place;
      if (place) edit(place);
    });
  }

  /** @param {import("../types.js").Snapshot} snapshot */
  offer({ nodes }) {
    const names = nodes.map(({ name }) => name);
    const shown = [...this.node.options].map((option) => option.value);
    if (names.join() === shown.join()) return;
    const kept = this.node.value;
    this.node.replaceChildren(...names.map((name) => h("option", {}, name)));
    if (names.includes(kept)) this.node.value = kept;
  }

  address() {
    const query = new URLSearchParams({ node: this.node.value, ...(this.chosenMode && { mode: this.chosenMode }) });
    return `rules?${query}`;
  }

  /** @param {Answer} answer */
  show(answer) {
    this.answer = answer;
    this.mode.replaceChildren(...MODES.map((mode) => h("option", { value: mode }, mode === answer.running ? say("mode-running", { mode }) : mode)));
    this.mode.value = answer.mode;
    this.draw();
  }

  draw() {
    const { answer } = this;
    if (!answer) return;
    this.rows.clear();
    const caused = answer.lines.some(({ origin }) => origin !== null);
    const every = this.all.checked || !caused;
    const lines = answer.lines.filter(({ text, origin }) => (every ? true : origin !== null) && text !== "");
    this.list.replaceChildren(...lines.map((line) => this.row(line)));
    this.list.classList.toggle("plain", every);
    const foreign = answer.mode !== answer.running;
    const words = answer.lines.length === 0 ? say("rules-none", { node: answer.node }) : foreign ? say("rules-foreign", { mode: answer.mode, running: answer.running, node: answer.node }) : "";
    byId("rules-note").textContent = words;
    byId("rules-note").hidden = !words;
    this.mark();
    this.point();
    if (this.wanted) this.reveal(this.wanted);
  }

  /** @param {Line} line */
  row({ text, rule, origin }) {
    const cause = origin === null ? null : /** @type {Answer} */ (this.answer).origins[origin];
    const node = /** @type {Answer} */ (this.answer).node;
    const [table, chain, position] = rule ?? ["", "", 0];
    const about = cause ? causedBy({ port: "", ...cause }, cause) : {};
    const row = h("li", { class: "rule-line", ...about, "data-thing": rule && ruleThing(node, { table, chain, position, text }) }, h("span", { class: "hop-numbers" }), h("code", {}, ...mentions(text.replace(/\t/g, "  "), undefined, "term-port")));
    if (cause?.place) {
      const { file, from } = cause.place;
      const button = h("button", { type: "button", class: "cause", "data-origin": String(origin), title: cause.field }, say("where", { file, line: from.line }));
      row.append(button);
      row.dataset.place = `${file}:${from.line}`;
    } else if (cause) {
      row.append(h("span", { class: "cause" }, cause.service));
    }
    if (rule) this.rows.set(rule.join(" "), row);
    return row;
  }

  /** Which rules the journey met on this node, and at which hops. */
  mark() {
    for (const row of this.rows.values()) {
      row.removeAttribute("data-met");
      row.querySelector(".hop-numbers")?.replaceChildren();
    }
    const { answer } = this;
    const journey = page.journey.value;
    if (!answer || !journey || journey.trace.proxyMode !== answer.mode) return;
    journey.branch.hops.forEach((hop, index) => {
      if (hop.place !== answer.node) return;
      for (const rule of hop.rules) {
        const row = this.rows.get(keyOf(rule));
        if (!row) continue;
        row.dataset.met = `${row.dataset.met ?? ""} ${index}`.trim();
        const numbers = /** @type {HTMLElement} */ (row.querySelector(".hop-numbers"));
        if (!numbers.firstChild) numbers.append(h("span", { class: "visually-hidden" }, say("matched-at")));
        numbers.append(h("b", {}, String(index + 1)));
      }
    });
    this.light();
  }

  stepped() {
    const journey = page.journey.value;
    const hop = journey?.branch.hops[page.step.value];
    const known = hop && [...this.node.options].some((option) => option.value === hop.place);
    if (this.follow.checked && known && hop.rules.length && (this.node.value !== hop.place || (this.chosenMode && this.chosenMode !== journey?.trace.proxyMode))) {
      this.node.value = hop.place;
      this.chosenMode = "";
      this.looking.look();
      return;
    }
    this.light();
  }

  /** The rules of the hop that is on. */
  light() {
    const now = String(page.step.value);
    /** @type {HTMLElement | null} */
    let last = null;
    for (const row of this.rows.values()) {
      const on = (row.dataset.met ?? "").split(" ").includes(now);
      row.classList.toggle("on", on);
      if (on) last = row;
    }
    if (last && this.follow.checked && this.looking.visible) this.bring(last);
  }

  /** What the line under the caret causes. */
  point() {
    const caret = page.caret.value;
    const place = caret ? `${caret.file}:${caret.line}` : "";
    for (const row of this.list.children) row.classList.toggle("caused", row instanceof HTMLElement && row.dataset.place === place);
    const first = this.list.querySelector(".caused");
    if (first instanceof HTMLElement && this.looking.visible) this.bring(first);
  }

  /** @param {{place: string, rule: import("../types.js").Rule}} asked */
  find({ place, rule }) {
    this.wanted = keyOf(rule);
    if (!rule.origin) this.all.checked = true;
    this.node.value = place;
    this.chosenMode = "";
    this.tabs.open("rules");
    if (this.answer?.node === place) this.draw();
  }

  /** @param {string} key */
  reveal(key) {
    const row = this.rows.get(key);
    if (!row) return;
    this.wanted = null;
    this.bring(row);
    row.tabIndex = -1;
    row.focus({ preventScroll: true });
  }

  /** Scrolls the list alone, never the page. @param {HTMLElement} row */
  bring(row) {
    const top = row.offsetTop - this.scroller.offsetTop;
    const { scrollTop, clientHeight, scrollHeight } = this.scroller;
    if (scrollHeight <= clientHeight) return;
    if (top < scrollTop || top + row.offsetHeight > scrollTop + clientHeight) this.scroller.scrollTop = top - clientHeight / 3;
  }
}

/** @param {import("../types.js").Rule} rule */
function keyOf({ table, chain, position, text }) {
  return `${table} ${chain} ${position ?? text}`;
}
