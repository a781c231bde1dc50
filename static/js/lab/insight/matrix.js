// Who reaches what: every place against every address and port, each cell by its ending; a click plays the journey behind it.
import { byId, h } from "../dom.js";
import { Looking } from "../panels/looking.js";
import { page } from "../page.js";
import { sign } from "../signs.js";
import { say } from "../words.js";
import { arrows } from "./grid.js";
import { aboutCell, askedOf, doorHead, doorText, outcomeText, rowName, signsOf, things } from "./naming.js";

/** @typedef {import("./naming.js").Row} Row */
/** @typedef {import("./naming.js").Column} Column */
/** @typedef {import("./naming.js").Cell} Cell */
/** @typedef {{rows: Row[], columns: Column[], cells: Cell[][], services: string[], left: {nodes: number, rows: number, columns: number}}} Matrix */

const KINDS = ["answered", "refused", "dropped", "no-route", "wrong-protocol"];

export class MatrixPanel {
  /** @param {import("../panels/tabs.js").PanelTabs} tabs @param {import("./insight.js").Acts} acts */
  constructor(tabs, acts) {
    this.acts = acts;
    /** @type {[number, number]} */
    this.at = [0, 0];
    this.element = byId("panel-matrix");
    this.service = h("select", { class: "select small", id: "matrix-service" });
    this.body = h("div", { class: "insight-scroll", tabindex: "-1" });
    this.told = h("p", { class: "panel-note insight-told", role: "status" }, say("matrix-hint"));
    const legend = h("ul", { class: "legend" }, ...KINDS.map((kind) => h("li", {}, h("span", { class: "ending", "data-kind": kind }, sign(kind)), say(`ending-${kind}`))));
    const field = h("div", { class: "field" }, h("label", { for: "matrix-service" }, say("matrix-service")), this.service);
    this.element.replaceChildren(h("div", { class: "panel-head" }, field, legend), this.body, this.told);
    const looking = new Looking(tabs, "matrix", () => `matrix?service=${encodeURIComponent(this.service.value)}`, (answer) => this.show(answer));
    this.service.addEventListener("change", () => void looking.look());
    // Who says first where a packet ends sees a cell once its packet has arrived.
    /** @type {Set<string>} */
    this.judged = new Set();
    this.pending = "";
    /** @type {Matrix | null} */
    this.shown = null;
    page.predict.watch(() => this.shown && this.show(this.shown));
    page.predicting.watch(() => this.shown && this.show(this.shown));
    page.state.watch((now, before) => now?.revision !== before?.revision && now?.log.at(-1)?.type !== "send" && this.judged.clear());
    page.predicted.watch(() => {
      if (!this.pending) return;
      this.judged.add(this.pending);
      this.pending = "";
      if (this.shown) this.show(this.shown);
    });
  }

  /** @param {Matrix} answer */
  show(answer) {
    this.shown = answer;
    const { rows, columns, cells, services, left } = answer;
    const chosen = this.service.value;
    this.service.replaceChildren(h("option", { value: "" }, say("matrix-all")), ...services.map((name) => h("option", { value: name }, name.replace(/^default\//, ""))));
    this.service.value = chosen;
    const held = this.body.contains(document.activeElement);
    const head = h("tr", {}, h("th", { scope: "col", class: "corner" }, say("matrix-corner")), ...columns.map((column) => h("th", { scope: "col", title: column.service ?? "" }, ...doorHead(column))));
    const lines = rows.map((row, number) =>
      h("tr", { "data-kind": row.kind }, h("th", { scope: "row", title: row.name, "data-thing": things(row.address, row.name) }, rowName(row)), ...columns.map((column, at) => this.cell(row, column, cells[number][at]))),
    );
    const table = h("table", { class: "matrix" }, h("caption", { class: "visually-hidden" }, say("matrix-caption")), h("thead", {}, head), h("tbody", {}, ...lines));
    const note = [left.nodes ? say("matrix-left-nodes", { count: left.nodes }) : "", left.rows ? say("matrix-left-rows", { count: left.rows }) : "", left.columns ? say("matrix-left-columns", { count: left.columns }) : ""].filter(Boolean).join(" ");
    this.body.replaceChildren(table, ...(note ? [h("p", { class: "matrix-left" }, note)] : []));
    arrows(table, this.at, (row, column) => {
      this.at = [row, column];
      this.told.textContent = `${rowName(rows[row])} → ${doorText(columns[column])}: ${this.hidden(rows[row], columns[column]) ? say("matrix-veiled") : outcomeText(cells[row][column])}${cells[row][column].pods > 1 && !this.hidden(rows[row], columns[column]) ? ` (${say("pods-answer", { count: cells[row][column].pods })})` : ""}`;
    });
    if (held) table.querySelector("button[tabindex='0']")?.dispatchEvent(new Event("focus"));
  }

  /** @param {Row} row @param {Column} column @param {Cell} cell */
  cell(row, column, cell) {
    const hidden = this.hidden(row, column);
    const label = `${rowName(row)} → ${doorText(column)}: ${hidden ? say("matrix-veiled") : outcomeText(cell)}`;
    const button = h("button", { type: "button", class: "cell", "data-about": aboutCell(row, column), "data-kind": hidden ? "veiled" : cell.kind, "aria-label": label, title: label }, ...(hidden ? ["?"] : signsOf(cell)));
    button.addEventListener("click", async () => {
      this.pending = keyOf(row, column);
      if (!(await this.acts.look(askedOf(row, column)))) this.pending = "";
    });
    return h("td", {}, button);
  }

  /** @param {Row} row @param {Column} column */
  hidden(row, column) {
    return page.predict.value.on && (page.predicting.value || !this.judged.has(keyOf(row, column)));
  }
}

/** @param {Row} row @param {Column} column */
function keyOf(row, column) {
  return JSON.stringify(askedOf(row, column));
}
