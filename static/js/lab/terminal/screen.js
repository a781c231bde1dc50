// What the terminal shows: commands with what they printed, newest last; ports in their colours.
import { byId, h } from "../dom.js";
import { mentions } from "../mentions.js";

/** @typedef {{stream: string, text: string}} Chunk */
/** @typedef {{prompt: string, line: string, output: Chunk[], note: string}} Entry */

const KEPT = 150;
const REMEMBERED = 20;
const MOST = 20_000;

export class Screen {
  /**
   * @param {{get: (name: string) => any, set: (name: string, value: any) => void}} memory
   * @param {() => import("../types.js").Snapshot} snapshot
   */
  constructor(memory, snapshot) {
    this.memory = memory;
    this.snapshot = snapshot;
    this.log = byId("terminal-log");
    this.start = byId("terminal-start");
    /** @type {Entry[]} */
    this.entries = [];
    for (const entry of memory.get("terminal") ?? []) this.print(entry);
  }

  /** @param {Entry} entry */
  print(entry) {
    this.start.hidden = true;
    const marked = (/** @type {string} */ text) => mentions(text, this.snapshot(), "term-port");
    const block = h("div", { class: "term-entry" });
    const [first, ...more] = entry.line.split("\n");
    block.append(h("div", { class: "term-command", lang: "en" }, h("span", { class: "term-prompt" }, entry.prompt), " ", ...marked(first)));
    for (const line of more) block.append(h("div", { class: "term-command", lang: "en" }, ...marked(line)));
    for (const { stream, text } of entry.output) {
      for (const line of text.replace(/\n$/, "").split("\n")) {
        block.append(h("div", { class: stream === "err" ? "term-err" : "term-out", lang: "en" }, ...marked(line), "\n"));
      }
    }
    if (entry.note) block.append(h("p", { class: "term-note" }, entry.note));
    this.log.append(block);
    while (this.log.children.length > KEPT) this.log.firstElementChild?.remove();
    this.keep(entry);
    this.down();
  }

  /** A reload, or a change of language, finds the last entries again. @param {Entry} entry */
  keep(entry) {
    const short = { ...entry, output: entry.output.map(({ stream, text }) => ({ stream, text: text.slice(0, MOST) })) };
    this.entries = [...this.entries, short].slice(-REMEMBERED);
    this.memory.set("terminal", this.entries);
  }

  down() {
    const pane = byId("terminal-scroll");
    pane.scrollTop = pane.scrollHeight;
  }

  clear() {
    this.log.replaceChildren();
    this.entries = [];
    this.memory.set("terminal", []);
  }
}
