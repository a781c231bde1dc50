// The rows of the board. Each learner keeps their element as long as they are there: focus and open menus stay where they are.
import { byId, h } from "../lab/dom.js";
import { say } from "../lab/words.js";
import { drawn } from "./thumb.js";

/** @typedef {{id: string, name: string, here: boolean, steps: number, did: string, said: string, failed: boolean, acted: boolean, hand: number | null, done: number | null, troubled: number | null, thumb: import("./thumb.js").Thumb | null, task: {title: string, step: number, of: number, percent: number} | null, judged: boolean}} Row */
/** @typedef {{row: Row, at: number, element: HTMLElement, shown: string}} Kept */
/**
 * @typedef {object} Acts
 * @property {(id: string) => string} watch
 * @property {boolean} closed
 * @property {() => string} shown
 * @property {(name: string, body: object) => void} order
 * @property {(row: Row) => void} rename
 * @property {(row: Row) => void} remove
 * @property {() => void} chosen
 */

const STUCK = 180; // seconds of nothing but failures
const MINUTE = 60;

export class Rows {
  /** @param {Acts} acts */
  constructor(acts) {
    this.acts = acts;
    /** @type {Map<string, Row>} */
    this.rows = new Map();
    /** @type {Map<string, Kept>} */
    this.kept = new Map();
    /** @type {Set<string>} */
    this.chosen = new Set();
    this.list = byId("rows");
    for (const id of ["filter", "sort"]) byId(id).addEventListener("change", () => this.draw());
    window.setInterval(() => this.draw(), 15_000);
  }

  /** @param {Row[]} rows @param {boolean} all whether there is nobody else */
  take(rows, all) {
    const now = performance.now();
    if (all) this.rows = new Map();
    for (const row of rows) {
      this.rows.set(row.id, row);
      const kept = this.kept.get(row.id);
      if (kept) Object.assign(kept, { row, at: now });
      else this.kept.set(row.id, { row, at: now, element: h("li", { class: "class-row" }), shown: "" });
    }
    this.draw();
  }

  /** @param {string[]} ids */
  drop(ids) {
    for (const id of ids) this.rows.delete(id);
    this.draw();
  }

  /** @param {boolean} on */
  chooseAll(on) {
    this.chosen = new Set(on ? this.rows.keys() : []);
    for (const { element } of this.kept.values()) {
      const box = element.querySelector("input");
      if (box) box.checked = on;
    }
    this.acts.chosen();
  }

  draw() {
    for (const id of this.kept.keys()) {
      if (this.rows.has(id)) continue;
      this.kept.get(id)?.element.remove();
      this.kept.delete(id);
      this.chosen.delete(id);
    }
    const filter = byId("filter").value;
    const all = [...this.rows.keys()].map((id) => /** @type {Kept} */ (this.kept.get(id)));
    const fit = sorted(all, byId("sort").value).filter((kept) => filter === "all" || signsOf(kept).includes(filter));
    for (const kept of fit) this.fill(kept);
    const held = document.activeElement;
    const order = fit.map(({ element }) => element);
    if (order.length !== this.list.children.length || order.some((element, index) => element !== this.list.children[index])) {
      this.list.replaceChildren(...order);
      if (held instanceof HTMLElement && this.list.contains(held)) held.focus({ preventScroll: true });
    }
    const here = all.filter(({ row }) => row.here).length;
    const hands = all.filter(({ row }) => row.hand !== null).length;
    const count = [say("class-count", { here, all: all.length }), ...(hands ? [say("class-hands", { count: hands })] : [])].join(" · ");
    if (byId("count").textContent !== count) byId("count").textContent = count;
    byId("empty").hidden = fit.length > 0;
    byId("empty").textContent = say(all.length ? "class-none-found" : "class-nobody");
    this.acts.chosen();
  }

  /** @param {Kept} kept */
  fill(kept) {
    const { row, element } = kept;
    const signs = signsOf(kept);
    const shown = JSON.stringify([row, signs, minutes(kept, row.hand), minutes(kept, row.troubled), this.acts.shown()]);
    if (shown === kept.shown) return;
    // A menu that is open, or a button that is held, is not taken from under the teacher's hands.
    if (element.querySelector("details[open]")) return;
    kept.shown = shown;
    const held = element.contains(document.activeElement) ? document.activeElement?.getAttribute("data-part") : null;
    const box = h("input", { type: "checkbox", "aria-label": say("class-choose", { name: row.name }), "data-part": "box" });
    box.checked = this.chosen.has(row.id);
    box.addEventListener("change", () => {
      if (box.checked) this.chosen.add(row.id);
      else this.chosen.delete(row.id);
      this.acts.chosen();
    });
    const name = this.acts.closed
      ? h("span", { class: "class-name" }, row.name)
      : h("a", { class: "class-name", href: this.acts.watch(row.id), "aria-label": say("class-open", { name: row.name }), "data-part": "name" }, row.name);
    element.dataset.state = signs[0] ?? "";
    element.replaceChildren(
      box,
      h("div", { class: "class-who" }, name, h("span", { class: "class-presence", "data-here": row.here }, say(row.here ? "class-here" : "class-away"))),
      h("div", { class: "class-state" }, ...this.chips(kept, signs)),
      h("div", { class: "class-last" },
        drawn(row.thumb),
        row.task ? h("p", { class: "class-at" }, say("class-at", row.task)) : "",
        row.did ? h("p", { class: "class-did" }, `${say("class-steps", { count: row.steps })} · ${row.did}`) : "",
        row.said ? h("p", { class: "class-said mono", "data-failed": row.failed, title: row.said }, row.said.split("\n")[0]) : ""),
      this.acts.closed ? "" : this.menu(row),
    );
    if (held) /** @type {HTMLElement | null} */ (element.querySelector(`[data-part="${held}"]`))?.focus({ preventScroll: true });
  }

  /** @param {Kept} kept @param {string[]} signs */
  chips(kept, signs) {
    const { row } = kept;
    const chips = [];
    if (row.hand !== null) {
      const since = minutes(kept, row.hand);
      chips.push(h("span", { class: "chip", "data-tone": "hand" }, `↑ ${since ? say("class-hand", { minutes: since }) : say("class-hand-now")}`));
    }
    if (row.done !== null && row.task && row.task.percent < 100) chips.push(h("span", { class: "chip" }, say("class-handed", { percent: row.task.percent })));
    else if (row.done !== null) chips.push(h("span", { class: "chip", "data-tone": row.judged ? "done" : "said" }, row.judged ? `✓ ${say("class-done")}` : say("class-said-done")));
    else if (signs.includes("stuck")) chips.push(h("span", { class: "chip", "data-tone": "stuck" }, `! ${say("class-stuck", { minutes: minutes(kept, row.troubled) })}`));
    else chips.push(h("span", { class: "chip" }, say(row.acted ? "class-trying" : "class-new")));
    return chips;
  }

  /** @param {Row} row */
  menu(row) {
    const menu = h("div", { class: "menu-list" });
    const add = (/** @type {string} */ label, /** @type {() => void} */ act) => {
      const button = h("button", { type: "button" }, label);
      button.addEventListener("click", () => {
        details.open = false;
        act();
      });
      menu.append(button);
    };
    const details = h("details", { class: "menu" }, h("summary", { class: "icon-button", "aria-label": say("class-more", { name: row.name }), "data-part": "menu" }, "⋯"), menu);
    if (row.hand !== null) add(say("class-lower"), () => this.acts.order("lower", { learner: row.id }));
    if (this.acts.shown() === row.id) add(say("class-show-end"), () => this.acts.order("show", { learner: null }));
    else {
      add(say("class-show"), () => this.acts.order("show", { learner: row.id, named: true }));
      add(say("class-show-unnamed"), () => this.acts.order("show", { learner: row.id, named: false }));
    }
    add(say("class-rename"), () => this.acts.rename(row));
    add(say("class-remove"), () => this.acts.remove(row));
    details.addEventListener("toggle", () => details.open || this.draw());
    return details;
  }
}

/** Seconds that have passed by now. @param {Kept} kept @param {number} since */
function seconds(kept, since) {
  return since + (performance.now() - kept.at) / 1000;
}

/** @param {Kept} kept @param {number | null} since */
function minutes(kept, since) {
  return since === null ? 0 : Math.floor(seconds(kept, since) / MINUTE);
}

/** What holds for a learner, the most urgent first. @param {Kept} kept */
function signsOf(kept) {
  const { row } = kept;
  const signs = [];
  if (row.hand !== null) signs.push("hand");
  if (row.done === null && row.troubled !== null && seconds(kept, row.troubled) >= STUCK) signs.push("stuck");
  if (row.done !== null) signs.push("done");
  else if (!row.acted) signs.push("new");
  if (!row.here) signs.push("away");
  return signs;
}

/** @param {Kept[]} all @param {string} by */
function sorted(all, by) {
  if (by === "joined") return all;
  const names = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const byName = (/** @type {Kept} */ a, /** @type {Kept} */ b) => names.compare(a.row.name, b.row.name);
  if (by === "name") return all.sort(byName);
  // Hands first, the longest up first; then the stuck, then who works, then who has not begun, then who is done.
  const urgency = (/** @type {Kept} */ kept) => ["hand", "stuck", "", "new", "done"].indexOf(signsOf(kept).find((sign) => sign !== "away") ?? "");
  return all.sort((a, b) => urgency(a) - urgency(b) || (b.row.hand ?? 0) - (a.row.hand ?? 0) || (b.row.troubled ?? 0) - (a.row.troubled ?? 0) || byName(a, b));
}
