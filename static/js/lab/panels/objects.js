// What exists, as a tree: who made whom, and how each is doing, in the columns that kubectl prints.
import { byId, h } from "../dom.js";
import { mentions, objectThing } from "../mentions.js";
import { say } from "../words.js";
import { Looking } from "./looking.js";

/** @typedef {{kind: string, namespace: string, name: string, facts: [string, string][], tone: string, children: Item[]}} Item */

export class ObjectsPanel {
  /** @param {import("./tabs.js").PanelTabs} tabs */
  constructor(tabs) {
    this.element = byId("panel-objects");
    new Looking(tabs, "objects", () => "objects", (answer) => this.show(answer.groups));
  }

  /** @param {{group: string, items: Item[]}[]} groups */
  show(groups) {
    const shown = groups.filter(({ items }) => items.length);
    const { scrollTop } = this.element;
    this.element.replaceChildren(h("div", { class: "object-groups" }, ...shown.map(({ group, items }) => h("section", { class: "object-group" }, h("h2", {}, say(`objects-${group}`)), listOf(items)))));
    this.element.scrollTop = scrollTop;
  }
}

/** @param {Item[]} items @returns {HTMLElement} */
function listOf(items) {
  return h("ul", { class: "objects" }, ...items.map(itemOf));
}

/** @param {Item} item */
function itemOf({ kind, namespace, name, facts, tone, children }) {
  const full = namespace && namespace !== "default" ? `${namespace}/${name}` : name;
  const said = h("dl", { class: "facts" }, ...facts.map(([label, value]) => h("div", {}, h("dt", {}, label), h("dd", {}, ...mentions(value)))));
  const thing = kind === "endpoint" ? `address:${name.split(":")[0]}` : objectThing(kind, namespace, name);
  const line = h("div", { class: "object", "data-tone": tone, "data-thing": thing, tabindex: thing ? 0 : null }, h("span", { class: "kind" }, kind), " ", h("span", { class: "object-name" }, full), said);
  const item = h("li", {}, line);
  if (children.length) item.append(listOf(children));
  return item;
}
