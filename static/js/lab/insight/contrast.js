// Before and after: two points of the time line, or two workspaces, side by side, and what differs marked.
import { Refusal, ask } from "../api.js";
import { byId, h } from "../dom.js";
import { mentions, objectThing } from "../mentions.js";
import { page } from "../page.js";
import { sign } from "../signs.js";
import { percent, say } from "../words.js";
import { arrows } from "./grid.js";
import { aboutCell, askedOf, doorHead, doorText, outcomeText, requestText, rowName, shortOf, signsOf, things } from "./naming.js";
import { onVeil, veil, veiled } from "../veil.js";

/** @typedef {import("./naming.js").Row} Row */
/** @typedef {import("./naming.js").Column} Column */
/** @typedef {import("./naming.js").Cell} Cell */
/** @typedef {{left: Cell | null, right: Cell | null, differs: boolean}} Pair */
/** @typedef {{workspace: string, name: string, begins: number, now: number, log: {number: number, label: string}[]}} Kept */
/** @typedef {{kind: string, name: string, change: string, fields: {field: string, before: string | null, after: string | null}[]}} Thing */
/** @typedef {{left: import("../types.js").Trace, right: import("../types.js").Trace, picks: [number, number], hops: {left: number | null, right: number | null, differs: boolean}[]}} Journeys */
/** @typedef {{left: {workspace: string, number: number}, right: {workspace: string, number: number}, workspaces: Kept[], matrix: {rows: Row[], columns: Column[], cells: Pair[][], changed: number}, objects: Thing[], journeys: Journeys | null}} Answer */

export class ContrastPanel {
  /** @param {import("../panels/tabs.js").PanelTabs} tabs @param {import("./insight.js").Acts} acts */
  constructor(tabs, acts) {
    this.acts = acts;
    this.element = byId("panel-contrast");
    this.visible = false;
    this.asked = "";
    this.only = true;
    /** What the learner chose; before that, the last change. @type {{left: string, right: string}} */
    this.chosen = { left: "", right: "" };
    /** @type {[number, number]} */
    this.at = [0, 0];
    tabs.watch("contrast", (visible) => {
      this.visible = visible;
      void this.look();
    });
    page.state.watch(() => void this.look());
    onVeil(() => void this.look());
  }

  async look() {
    const state = page.state.value;
    if (!this.visible || !state) return;
    if (veiled(this.acts.request())) {
      this.asked = "";
      this.element.replaceChildren(veil());
      return;
    }
    // A packet changes nothing: before is before the last thing that did.
    const last = state.log.findLast(({ type }) => type !== "send")?.number ?? state.begins;
    const before = Math.max(state.begins, last - 1);
    const left = pointOf(this.chosen.left) ?? { workspace: state.workspace, number: before };
    const right = pointOf(this.chosen.right) ?? {};
    const body = { left, right, request: this.acts.request() };
    const key = JSON.stringify([state.revision, body]);
    if (key === this.asked) return;
    this.asked = key;
    try {
      const answer = await ask("contrast", body);
      if (this.asked === key) this.show(answer);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.asked = "";
      this.chosen = { left: "", right: "" };
      this.element.replaceChildren(h("p", { class: "empty" }, error.message));
    }
  }

  /** @param {Answer} answer */
  show(answer) {
    const held = document.activeElement?.id ?? "";
    const heading = (/** @type {string} */ text) => h("h2", {}, text);
    this.element.replaceChildren(
      h("div", { class: "panel-head" }, this.chooser("left", answer), this.chooser("right", answer)),
      h("section", { class: "contrast-part" }, heading(say("contrast-objects")), this.objects(answer.objects)),
      h("section", { class: "contrast-part" }, heading(say("contrast-reach", { count: answer.matrix.changed })), this.matrix(answer)),
      ...(answer.journeys ? [h("section", { class: "contrast-part" }, heading(say("contrast-journey", { request: requestText(answer.journeys.left.request) })), journeys(answer.journeys))] : []),
    );
    if (held.startsWith("contrast-")) document.getElementById(held)?.focus();
  }

  /** @param {"left" | "right"} side @param {Answer} answer */
  chooser(side, answer) {
    const id = `contrast-${side}`;
    const groups = answer.workspaces.map(({ workspace, name, now, log }) =>
      h("optgroup", { label: name }, ...log.map(({ number, label }) => h("option", { value: `${workspace} ${number}` }, `${number}. ${label}${number === now ? ` (${say("contrast-now")})` : ""}`))),
    );
    const select = h("select", { class: "select small", id }, ...groups);
    select.value = `${answer[side].workspace} ${answer[side].number}`;
    select.addEventListener("change", () => {
      this.chosen[side] = select.value;
      void this.look();
    });
    return h("div", { class: "field contrast-side" }, h("label", { for: id }, say(`contrast-${side}`)), select);
  }

  /** @param {Thing[]} objects */
  objects(objects) {
    if (!objects.length) return h("p", { class: "empty" }, say("contrast-same"));
    const rows = objects.map(({ kind, name, change, fields }) =>
      h("li", { "data-change": change },
        h("p", {}, h("span", { class: "chip" }, say(`change-${change}`)), " ", h("span", { class: "kind" }, kind || say("contrast-around")), " ", h("strong", { "data-thing": thingNamed(kind, name) }, name.replace(/^default\//, ""))),
        ...(fields.length ? [h("dl", { class: "changed-fields" }, ...fields.map(({ field, before, after }) => h("div", {}, h("dt", {}, field), h("dd", {}, h("del", {}, h("span", { class: "visually-hidden" }, say("was")), before ?? "–"), " → ", h("ins", {}, h("span", { class: "visually-hidden" }, say("becomes")), after ?? "–")))))] : []),
      ),
    );
    return h("ul", { class: "contrast-objects" }, ...rows);
  }

  /** @param {Answer} answer */
  matrix({ matrix: { rows, columns, cells, changed } }) {
    const box = h("input", { type: "checkbox", id: "contrast-only" });
    box.checked = this.only;
    const holder = h("div", { class: "insight-scroll contrast-matrix" });
    const paint = () => {
      const keptRows = rows.map((_, row) => row).filter((row) => !this.only || cells[row].some(({ differs }) => differs));
      const kept = columns.map((_, column) => column).filter((column) => !this.only || cells.some((line) => line[column].differs));
      if (!keptRows.length) return holder.replaceChildren(h("p", { class: "empty" }, say("contrast-reach-same")));
      const table = h("table", { class: "matrix" }, h("caption", { class: "visually-hidden" }, say("contrast-caption")),
        h("thead", {}, h("tr", {}, h("th", { scope: "col", class: "corner" }, say("matrix-corner")), ...kept.map((column) => h("th", { scope: "col" }, ...doorHead(columns[column]))))),
        h("tbody", {}, ...keptRows.map((row) => h("tr", {}, h("th", { scope: "row", title: rows[row].name, "data-thing": things(rows[row].address, rows[row].name) }, rowName(rows[row])), ...kept.map((column) => this.pair(rows[row], columns[column], cells[row][column]))))));
      holder.replaceChildren(table);
      arrows(table, this.at, (row, column) => {
        this.at = [row, column];
      });
      return undefined;
    };
    box.addEventListener("change", () => {
      this.only = box.checked;
      paint();
    });
    paint();
    return h("div", {}, ...(changed ? [h("label", { class: "check" }, box, say("contrast-only"))] : []), holder);
  }

  /** @param {Row} row @param {Column} column @param {Pair} cell */
  pair(row, column, { left, right, differs }) {
    // Answered before and after, but by another number of pods.
    const counted = differs && left && right && left.pods !== right.pods && left.kind === right.kind;
    const text = (/** @type {Cell | null} */ of) => (of ? `${outcomeText(of)}${counted ? ` (${say("pods-answer", { count: of.pods })})` : ""}` : say("contrast-absent"));
    const said = differs ? say("contrast-cell", { before: text(left), after: text(right) }) : text(right);
    const label = `${rowName(row)} → ${doorText(column)}: ${said}`;
    const half = (/** @type {Cell | null} */ of) => h("span", { class: "half", "data-kind": of?.kind ?? "absent" }, ...(of ? signsOf(of) : ["–"]), ...(of && counted ? [h("span", { class: "pods-count" }, `×${of.pods}`)] : []));
    const button = h("button", { type: "button", class: "cell", "data-about": aboutCell(row, column), "data-differs": differs, "data-kind": differs ? null : right?.kind, "aria-label": label, title: label }, ...(differs ? [half(left), h("span", { class: "turn", "aria-hidden": "true" }, "→"), half(right)] : [half(right)]));
    button.addEventListener("click", () => void this.acts.look(askedOf(row, column)));
    return h("td", {}, button);
  }
}

/** @param {Journeys} told */
function journeys({ left, right, picks, hops }) {
  const branches = [left.branches[picks[0]], right.branches[picks[1]]];
  const head = h("tr", {}, h("th", { scope: "col" }, say("contrast-left")), h("th", { scope: "col" }, say("contrast-right")));
  const rows = hops.map(({ left: one, right: other, differs }) =>
    h("tr", { "data-differs": differs }, ...[one, other].map((index, side) => hopCell(index === null ? null : branches[side].hops[index], index, side ? "right" : "left"))),
  );
  const ends = h("tr", { class: "ends" }, ...branches.map(({ ending, probability }, side) => h("td", { "data-label": say(side ? "contrast-right" : "contrast-left"), "data-kind": ending.kind }, h("p", {}, h("span", { class: "ending", "data-kind": ending.kind }, sign(ending.kind)), " ", h("strong", {}, say(`ending-${ending.kind}`)), probability < 1 ? ` (${percent(probability)})` : "", " ", ...mentions(ending.why)))));
  return h("table", { class: "journeys" }, h("caption", { class: "visually-hidden" }, say("contrast-journeys")), h("thead", {}, head), h("tbody", {}, ends, ...rows));
}

/** @param {import("../types.js").Hop | null} hop @param {number | null} index @param {string} side */
function hopCell(hop, index, side) {
  if (!hop || index === null) return h("td", { class: "gap", "data-label": say(`contrast-${side}`) }, h("span", { class: "visually-hidden" }, say("contrast-no-hop")));
  const end = (/** @type {import("../types.js").Address} */ { address, port }) => `${address}:${port}`;
  const name = ["client", "router", "balancer"].includes(hop.place) ? say(hop.place) : shortOf(hop.place);
  return h("td", { "data-label": say(`contrast-${side}`), "data-thing": `place:${hop.place}` }, h("p", {}, h("span", { class: "hop-number" }, String(index + 1)), " ", h("strong", {}, name), " ", ...mentions(hop.text)), h("p", { class: "hop-ends" }, ...mentions(`${end(hop.after.src)} → ${end(hop.after.dst)}`)));
}

/** @param {string} kind @param {string} name `namespace/name`, or a name alone */
function thingNamed(kind, name) {
  const [namespace, own] = name.includes("/") ? name.split("/") : ["", name];
  return kind ? objectThing(kind, namespace, own) : null;
}

/** @param {string} value */
function pointOf(value) {
  const [workspace, number] = value.split(" ");
  return number ? { workspace, number: Number(number) } : null;
}
