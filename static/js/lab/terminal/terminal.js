// The terminal: a line is typed, the server runs it in the simulated cluster, and what it printed stands above.
//
// Tab completes where there is something to complete, Escape lets the next Tab leave the field. Nothing is parsed here
// but what belongs to the keyboard: the grammar is the server's.
import { announce, byId, h } from "../dom.js";
import { page } from "../page.js";
import { say } from "../words.js";
import { History } from "./history.js";
import { Screen } from "./screen.js";
import { statements } from "./statements.js";

/** @typedef {{exit: number, output: {stream: string, text: string}[], place: string, prompt: string, note: string, clear: boolean}} Answer */
/** @typedef {{start: number, candidates: {text: string, description: string, more: boolean}[]}} Completion */

/**
 * @typedef {object} Acts
 * @property {(line: string, place: string) => Promise<Answer | null>} run
 * @property {(line: string, cursor: number, place: string) => Promise<Completion | null>} complete
 * @property {() => import("../types.js").Snapshot} snapshot
 */

export class Terminal {
  /**
   * @param {string} workspace
   * @param {{get: (name: string) => any, set: (name: string, value: any) => void}} memory
   * @param {Acts} acts
   */
  constructor(workspace, memory, acts) {
    this.memory = memory;
    this.acts = acts;
    this.history = new History(workspace);
    /** Where the next line is run. @type {string} */
    this.place = "";
    /** @type {string} */
    this.prompt = "";
    this.screen = new Screen(memory, acts.snapshot);
    /** @type {string[]} */
    this.queue = [];
    this.busy = false;
    this.working = Promise.resolve();
    this.leaving = false;
    /** @type {{letters: string, at: number} | null} */
    this.searching = null;
    /** @type {HTMLInputElement} */
    this.input = byId("terminal-input");
    this.promptElement = byId("terminal-prompt");
    this.offers = byId("terminal-offers");
    this.go(memory.get("place") ?? "client", memory.get("prompt") ?? "client$");
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("paste", (event) => this.paste(event));
    this.input.addEventListener("blur", (event) => {
      // A long list can be gone to, and scrolled.
      if (event.relatedTarget !== this.offers) this.offer([]);
    });
    this.offers.addEventListener("blur", () => this.offer([]));
    byId("terminal-form").addEventListener("submit", (/** @type {Event} */ event) => {
      event.preventDefault();
      this.enter();
    });
    byId("terminal-start").addEventListener("click", (/** @type {Event} */ event) => {
      const line = /** @type {Element} */ (event.target).closest("button")?.dataset.line;
      if (!line) return;
      this.input.focus();
      this.submit([line]);
    });
    // What was printed before may tell how the packet will end, and so may another line.
    page.predicting.watch((asked) => {
      byId("panel-terminal").toggleAttribute("data-veiled", asked);
      this.input.disabled = asked;
    });
    byId("terminal-scroll").addEventListener("click", () => {
      if (window.getSelection()?.isCollapsed) this.input.focus({ preventScroll: true });
    });
  }

  /**
   * @param {string} place
   * @param {string} prompt
   */
  go(place, prompt) {
    this.place = place;
    this.prompt = prompt;
    this.promptElement.textContent = prompt;
    this.memory.set("place", place);
    this.memory.set("prompt", prompt);
  }

  enter() {
    const line = this.searching ? this.found() : this.input.value;
    this.endSearch();
    this.input.value = "";
    this.offer([]);
    this.submit([line]);
  }

  /** @param {string[]} lines */
  submit(lines) {
    this.queue.push(...lines);
    this.working = this.working.then(() => this.work());
  }

  /** Once all that was submitted has been run. */
  rest() {
    return this.working;
  }

  async work() {
    if (this.busy) return;
    this.busy = true;
    this.input.setAttribute("aria-busy", "true");
    while (this.queue.length) await this.one(/** @type {string} */ (this.queue.shift()));
    this.busy = false;
    this.input.removeAttribute("aria-busy");
  }

  /** @param {string} line */
  async one(line) {
    const prompt = this.prompt;
    if (!line.trim()) return this.screen.print({ prompt, line, output: [], note: "" });
    this.history.add(line);
    if (line.trim() === "history") {
      const text = this.history.lines.map((kept, index) => `${String(index + 1).padStart(5)}  ${kept}\n`).join("");
      return this.screen.print({ prompt, line, output: [{ stream: "out", text }], note: "" });
    }
    const here = document.activeElement === this.input;
    const answer = await this.acts.run(line, this.place);
    // A question on the way took the focus.
    if (here && document.activeElement === document.body) this.input.focus({ preventScroll: true });
    if (!answer) {
      // The line is not lost: it can be tried again.
      this.queue = [];
      if (!this.input.value) this.input.value = line;
      return undefined;
    }
    if (answer.clear) this.screen.clear();
    else this.screen.print({ prompt, line, output: answer.output, note: answer.note });
    this.go(answer.place, answer.prompt);
    return undefined;
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const { key } = event;
    const control = event.ctrlKey && !event.altKey && !event.metaKey;
    const leaving = this.leaving;
    this.leaving = false;
    if (key === "Tab" && !event.shiftKey && !leaving && this.input.value.trim() && !this.searching) {
      event.preventDefault();
      void this.complete();
    } else if (key === "Escape") {
      if (this.searching) this.endSearch(true);
      this.offer([]);
      this.leaving = true;
    } else if (control && key === "c" && this.input.selectionStart === this.input.selectionEnd) {
      event.preventDefault();
      this.interrupt();
    } else if (control && key === "l") {
      event.preventDefault();
      this.screen.clear();
    } else if (control && key === "r") {
      event.preventDefault();
      this.search();
    } else if ((key === "ArrowUp" || key === "ArrowDown") && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.endSearch(true);
      const line = this.history.step(key === "ArrowUp" ? -1 : 1, this.input.value);
      if (line !== null) this.input.value = line;
    }
  }

  interrupt() {
    this.queue = [];
    this.screen.print({ prompt: this.prompt, line: `${this.input.value}^C`, output: [], note: "" });
    this.endSearch();
    this.input.value = "";
    this.offer([]);
  }

  /** Ctrl+R: what is typed from now on is looked for in the history; again: further back. */
  search() {
    if (!this.searching) {
      this.searching = { letters: "", at: this.history.lines.length };
      this.input.value = "";
    } else {
      const found = this.history.search(this.searching.letters, this.searching.at);
      if (found >= 0) this.searching.at = found;
    }
    this.showSearch();
  }

  found() {
    return this.searching ? (this.history.lines[this.searching.at] ?? this.searching.letters) : "";
  }

  typed() {
    this.offer([]);
    if (!this.searching) return;
    const letters = this.input.value;
    const at = this.history.search(letters, this.history.lines.length);
    this.searching = { letters, at: at < 0 ? this.history.lines.length : at };
    this.showSearch();
  }

  showSearch() {
    this.promptElement.textContent = "(reverse-i-search)";
    this.offer([{ text: this.history.lines[this.searching?.at ?? 0] ?? say("terminal-nothing-found"), description: "" }]);
  }

  /** @param {boolean} [take] the line that was found goes on being edited */
  endSearch(take = false) {
    if (!this.searching) return;
    if (take) this.input.value = this.found();
    this.searching = null;
    this.promptElement.textContent = this.prompt;
    this.offer([]);
  }

  async complete() {
    const line = this.input.value;
    const cursor = this.input.selectionStart ?? line.length;
    const answer = await this.acts.complete(line, cursor, this.place);
    if (!answer || this.input.value !== line) return;
    const { start, candidates } = answer;
    if (candidates.length === 0) {
      this.offer([]);
      announce(say("terminal-nothing-found"));
      return;
    }
    const texts = candidates.map(({ text }) => text);
    const [only] = candidates;
    const shared = candidates.length === 1 ? only.text + (only.more || line[cursor] === " " ? "" : " ") : prefix(texts);
    const longer = shared.length > cursor - start;
    if (longer) {
      this.input.value = line.slice(0, start) + shared + line.slice(cursor);
      this.input.setSelectionRange(start + shared.length, start + shared.length);
    }
    this.offer(candidates.length > 1 && !longer ? candidates : []);
    if (candidates.length > 1 && !longer) announce(say("terminal-offers", { count: candidates.length, names: texts.slice(0, 10).join(", ") }));
    if (candidates.length === 1) announce(only.text);
  }

  /** What fits, beneath the line. @param {{text: string, description: string}[]} candidates */
  offer(candidates) {
    this.offers.replaceChildren(
      ...candidates.slice(0, 60).map(({ text, description }) => h("li", { title: description || null, lang: "en" }, text)),
    );
    this.offers.hidden = candidates.length === 0;
    // The offers take room from the log: what stands last there stays in sight.
    if (candidates.length) this.screen.down();
  }

  /** Several lines are run one after another; a last one without its end stays to be edited. @param {ClipboardEvent} event */
  paste(event) {
    const pasted = event.clipboardData?.getData("text/plain") ?? "";
    if (!/[\r\n]/.test(pasted)) return;
    event.preventDefault();
    const { value, selectionStart, selectionEnd } = this.input;
    const text = value.slice(0, selectionStart ?? 0) + pasted + value.slice(selectionEnd ?? value.length);
    const lines = statements(text);
    const last = /[\r\n]\s*$/.test(text) || (lines[lines.length - 1] ?? "").includes("\n") ? "" : (lines.pop() ?? "");
    this.input.value = last;
    this.submit(lines);
  }

  /** Something that a line set off is over: said where the line stands. @param {{line: string, stdout: string, stderr: string}} said */
  tell({ line, stdout, stderr }) {
    const output = [
      { stream: "out", text: stdout },
      { stream: "err", text: stderr },
    ].filter(({ text }) => text);
    this.screen.print({ prompt: this.prompt, line, output, note: "" });
  }
}

/** @param {string[]} texts */
function prefix(texts) {
  let shared = texts[0];
  for (const text of texts) while (!text.startsWith(shared)) shared = shared.slice(0, -1);
  return shared;
}
