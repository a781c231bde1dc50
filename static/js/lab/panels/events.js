// What the controllers told, newest first, as kubectl get events words it.
import { byId, h } from "../dom.js";
import { mentions } from "../mentions.js";
import { say } from "../words.js";
import { Looking } from "./looking.js";

/** @typedef {{headers: string[], rows: {time: string, count: number, cells: string[], why: string}[]}} Answer */

export class EventsPanel {
  /** @param {import("./tabs.js").PanelTabs} tabs */
  constructor(tabs) {
    this.element = byId("panel-events");
    new Looking(tabs, "events", () => "events", (answer) => this.show(answer));
  }

  /** @param {Answer} answer */
  show({ headers, rows }) {
    if (rows.length === 0) {
      this.element.replaceChildren(h("p", { class: "empty" }, say("events-none")));
      return;
    }
    const kind = headers.indexOf("TYPE");
    const table = h(
      "table",
      { class: "events" },
      h("caption", { class: "visually-hidden" }, say("events-caption")),
      h("thead", {}, h("tr", {}, ...headers.map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, ...rows.map(({ time, cells, why }) => h("tr", { "data-type": cells[kind] }, ...cells.map((cell, index) => h("td", { "data-label": headers[index], title: index ? null : time }, ...mentions(cell), ...(why && index === cells.length - 1 ? [h("span", { class: "event-why" }, why)] : [])))))),
    );
    this.element.replaceChildren(table);
  }
}
