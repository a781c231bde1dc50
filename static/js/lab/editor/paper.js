// The text to be read, before there is an editor: the editor is a large script, and comes when it is seen or needed. Whatever
// only an editor can do is kept until then, and done by it.

/** @typedef {import("./editor.js").Editor} Editor */
/** @typedef {import("../types.js").Position} Position */

export class Paper {
  /** @param {HTMLElement} host @param {() => void} wake brings the editor */
  constructor(host, wake) {
    this.wake = wake;
    this.name = "";
    /** @type {[number, number]} */
    this.nodePorts = [30000, 32767];
    /** @type {number[]} */
    this.taken = [];
    this.page = document.createElement("pre");
    this.page.className = "paper";
    this.host = host;
    host.tabIndex = 0;
    host.addEventListener("focus", wake);
    host.append(this.page);
    /** @type {((editor: Editor) => void)[]} */
    this.later = [];
  }

  /** It gives way. @returns {boolean} whether somebody was there with the keyboard */
  leave() {
    const held = document.activeElement === this.host;
    this.host.removeEventListener("focus", this.wake);
    this.host.removeAttribute("tabindex");
    this.page.remove();
    return held;
  }

  /** @param {(editor: Editor) => void} deed */
  keep(deed) {
    this.later.push(deed);
    this.wake();
  }

  /** @param {string} name @param {string} text */
  open(name, text) {
    this.name = name;
    this.page.textContent = text;
  }

  /** @param {string} text */
  replace(text) {
    this.page.textContent = text;
  }

  /** @param {string} from @param {string} to */
  rename(from, to) {
    if (this.name === from) this.name = to;
  }

  /** @param {string} name */
  forget(name) {
    if (this.name === name) this.name = "";
  }

  text() {
    return this.page.textContent ?? "";
  }

  choosing() {
    return false;
  }

  /** Problems are shown beneath as well; the editor underlines them when it comes. */
  show() {}

  focus() {
    this.keep((editor) => editor.focus());
  }

  /** @param {Position} position */
  go(position) {
    this.keep((editor) => editor.go(position));
  }

  /** @param {Position} from @param {Position} to @param {string} text */
  write(from, to, text) {
    this.keep((editor) => editor.write(from, to, text));
  }

  /** @param {{from: number, to: number}[]} spans */
  spot(spans) {
    if (spans.length > 0) this.keep((editor) => editor.spot(spans));
  }

  /** @param {import("../types.js").LabProblem} problem */
  goToProblem(problem) {
    this.keep((editor) => editor.goToProblem(problem));
  }

  /** @param {import("../types.js").LabProblem} problem */
  repair(problem) {
    this.keep((editor) => void editor.repair(problem));
  }
}
