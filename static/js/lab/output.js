// What kubectl printed: its own words, newest last.
import { byId, h } from "./dom.js";
import { mentions } from "./mentions.js";
import { say } from "./words.js";

const KEPT = 40;

export class Output {
  constructor() {
    this.element = byId("output");
    this.element.replaceChildren(h("span", { class: "hint" }, say("output-hint")));
    this.empty = true;
  }

  /** @param {string} command @param {import("./types.js").Printed} printed */
  print(command, { stdout, stderr }) {
    if (this.empty) this.element.replaceChildren();
    this.empty = false;
    const block = h("div", { class: "printed", lang: "en" }, h("div", { class: "command" }, ...mentions(`$ ${command}`)));
    for (const line of lines(stdout)) block.append(h("div", { class: "ok" }, ...mentions(line)));
    for (const line of lines(stderr)) block.append(h("div", { class: line.startsWith("Warning:") ? "warning" : "error" }, ...mentions(line)));
    this.element.append(block);
    while (this.element.children.length > KEPT) this.element.firstElementChild?.remove();
    // The end of what was said last, but its beginning where it is long.
    this.element.scrollTop = Math.min(block.offsetTop - this.element.offsetTop, this.element.scrollHeight);
  }
}

/** @param {string} text */
function lines(text) {
  return text.replace(/\n$/, "").split("\n").filter((line, index, all) => line || all.length > 1);
}
