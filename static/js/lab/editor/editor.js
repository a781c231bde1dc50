// CodeMirror in a shadow root: its styles are adopted sheets there, which the page's policy allows.
// One view, one state per file, so that each file keeps its own undo history.
import {
  EditorState, EditorView, bracketMatching, completionStatus, defaultKeymap, drawSelection, highlightSpecialChars, history, historyKeymap,
  indentUnit, insertNewlineKeepIndent, keymap, lineNumbers, lintGutter, nextDiagnostic, placeholder, previousDiagnostic, setDiagnostics,
  startCompletion, tooltips, yaml,
} from "../../../vendor/codemirror.js";
import { readonly } from "../dom.js";
import { say } from "../words.js";
import { completion, prepare } from "./completion.js";
import { documentationTooltips } from "./documentation.js";
import { Fields } from "./fields.js";
import { looks } from "./looks.js";
import { Marks } from "./marks.js";
import { pointAtCaret, ports } from "./ports.js";
import { spot, spots } from "./spots.js";

/** @typedef {import("../types.js").File_} File_ */
/** @typedef {import("../types.js").LabProblem} LabProblem */

/**
 * Typing over a selection is done here and not by the browser: Chrome would keep the look of what it replaces in a
 * style attribute, which the page's policy forbids.
 * @param {InputEvent} event
 * @param {any} view
 */
function typeOver(event, view) {
  if (event.inputType !== "insertText" || event.isComposing || !event.data) return false;
  event.preventDefault();
  view.dispatch(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
  return true;
}

/** @type {Record<string, string>} */
const addresses = JSON.parse(document.getElementById("lab-fields")?.textContent ?? "{}");

/** One file of what is known of the fields, in the page's language. @param {string} file */
async function fetched(file) {
  const response = await fetch(addresses[file]);
  if (!response.ok) throw new Error(`${response.status} for ${file}`);
  return response.json();
}

export class Editor {
  /**
   * @param {HTMLElement} host
   * @param {{changed: () => void, moved: (line: number) => void, apply: () => void, repaired: () => void, chosen: () => void, toProblems: () => boolean, files: () => File_[]}} acts
   */
  constructor(host, acts) {
    this.acts = acts;
    this.marks = new Marks();
    /** @type {[number, number]} */
    this.nodePorts = [30000, 32767];
    /** @type {number[]} the nodePorts of the Services that run */
    this.taken = [];
    this.fields = new Fields(fetched);
    const desk = {
      fields: this.fields,
      others: () => this.acts.files().filter(({ name }) => name !== this.name),
      range: () => this.nodePorts,
      taken: () => this.taken,
    };
    this.assistants = [completion(desk), documentationTooltips(desk, (pos) => this.marksAt(pos).map(({ problem }) => this.words(problem)))];
    const root = host.attachShadow({ mode: "open" });
    this.view = new EditorView({ root, parent: root, state: this.stateOf("") });
    this.view.dom.style.height = "100%";
    /** @type {Map<string, any>} */
    this.states = new Map();
    this.name = "";
    // Who comes to type will want to know: what is needed to help is fetched then, and not before.
    this.view.dom.addEventListener("focusin", () => {
      void prepare();
      void this.fields.load(this.kinds());
    });
    // The list of problems takes room from the editor: what is being typed stays in sight.
    new ResizeObserver(() => this.keepInSight()).observe(host);
  }

  kinds() {
    return Array.from(this.text().matchAll(/^\s*["']?kind["']?\s*:\s*["']?(\w+)/gm), ([, kind]) => kind);
  }

  keepInSight() {
    if (this.view.hasFocus) this.view.dispatch({ effects: EditorView.scrollIntoView(this.view.state.selection.main.head) });
  }

  /** @param {string} text */
  stateOf(text) {
    const apply = () => {
      this.acts.apply();
      return true;
    };
    return EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        lintGutter(),
        history(),
        drawSelection(),
        bracketMatching(),
        // A space that is not a space, or a zero-width sign, breaks a manifest without being seen.
        highlightSpecialChars({ addSpecialChars: /[\u00a0\u3000]/g }),
        yaml(),
        indentUnit.of("  "),
        // Tab stays the key that leaves the editor: nobody is trapped who works by keyboard.
        keymap.of([
          { key: "Mod-Enter", run: apply },
          { key: "Mod-.", run: () => this.repairHere(), preventDefault: true },
          { key: "Alt-Enter", run: () => this.repairHere() },
          { key: "F8", run: (/** @type {any} */ view) => this.step(nextDiagnostic(view)), shift: (/** @type {any} */ view) => this.step(previousDiagnostic(view)) },
          { key: "Mod-Shift-m", run: () => this.acts.toProblems(), preventDefault: true },
          // Beside Control and Space, which an input method or the system may keep for itself.
          { key: "Alt-/", run: startCompletion, preventDefault: true },
          { key: "Enter", run: insertNewlineKeepIndent },
          ...defaultKeymap,
          ...historyKeymap,
        ]),
        placeholder(say("placeholder")),
        EditorState.readOnly.of(readonly()),
        EditorState.phrases.of({ Completions: say("completions"), Diagnostics: say("problems"), "Control character": say("control-character") }),
        EditorView.contentAttributes.of({ "aria-label": say("editor"), tabindex: "0", autocapitalize: "off", autocorrect: "off", spellcheck: "false" }),
        EditorView.domEventHandlers({ beforeinput: typeOver }),
        EditorView.updateListener.of((/** @type {any} */ update) => {
          if (update.docChanged) {
            this.marks.moved(this.name, update.changes);
            this.acts.changed();
          }
          if (completionStatus(update.startState) && !completionStatus(update.state)) this.acts.chosen();
          // A caret that nobody put there points at nothing.
          if (!(update.selectionSet || update.focusChanged) || !update.view.hasFocus) return;
          this.acts.moved(update.state.doc.lineAt(update.state.selection.main.head).number);
          pointAtCaret(update.state);
        }),
        this.assistants,
        // Nothing sticks to the edge of a phone.
        tooltips({ tooltipSpace: () => ({ top: 8, left: 8, bottom: window.innerHeight - 8, right: window.innerWidth - 8 }) }),
        looks,
        ports,
        spots,
      ],
    });
  }

  /** Show a file; the one before keeps its state. @param {string} name @param {string} text */
  open(name, text) {
    if (this.name) this.states.set(this.name, this.view.state);
    const kept = this.states.get(name);
    this.name = name;
    this.view.setState(kept && kept.doc.toString() === text ? kept : this.stateOf(text));
    this.mark();
  }

  /** Another text for the open file, as one step that can be undone. @param {string} text */
  replace(text) {
    if (this.text() === text) return;
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text } });
  }

  /** @param {string} from @param {string} to */
  rename(from, to) {
    const state = this.states.get(from);
    this.states.delete(from);
    if (state) this.states.set(to, state);
    if (this.name === from) this.name = to;
  }

  /** @param {string} name */
  forget(name) {
    this.states.delete(name);
    if (this.name === name) this.name = "";
  }

  text() {
    return this.view.state.doc.toString();
  }

  focus() {
    this.view.focus();
  }

  /** Whether a list of choices is open: someone is in the middle of a word. */
  choosing() {
    return completionStatus(this.view.state) === "active";
  }

  /** @param {LabProblem[]} problems of all files; those of the open one are underlined */
  show(problems) {
    this.marks.show(problems, this.acts.files());
    this.mark();
  }

  mark() {
    const diagnostics = this.marks.of(this.name).map(({ problem, from, to }) => ({
      from,
      to,
      severity: problem.severity,
      message: problem.message,
      renderMessage: () => this.words(problem),
      actions: problem.repair ? [{ name: problem.repair.label, apply: () => void this.repair(problem) }] : [],
    }));
    diagnostics.sort((a, b) => a.from - b.from);
    this.view.dispatch(setDiagnostics(this.view.state, diagnostics));
  }

  /** The problems at a position. @param {number} pos */
  marksAt(pos) {
    return this.marks.of(this.name).filter(({ from, to }) => from <= pos && pos <= to);
  }

  /** The API server's own words first, ours beneath. @param {LabProblem} problem */
  words({ message, explanation }) {
    const words = document.createElement("div");
    for (const [kind, text] of [["said", message], ["explained", explanation]]) {
      if (!text) continue;
      const part = document.createElement("span");
      part.className = kind;
      part.textContent = text;
      words.append(part);
    }
    return words;
  }

  /** @param {import("../types.js").Position} from @param {import("../types.js").Position} to @param {string} text */
  write(from, to, text) {
    const at = (/** @type {import("../types.js").Position} */ { line, column }) => this.view.state.doc.line(line).from + column;
    const changes = { from: at(from), to: at(to), insert: text };
    this.view.dispatch({ changes, selection: { anchor: changes.from, head: changes.from + text.length }, userEvent: "input.repair", scrollIntoView: true });
    this.view.focus();
  }

  /** @param {LabProblem} problem of the open file */
  repair(problem) {
    const changes = this.marks.find(problem)?.edits;
    if (!changes) return false;
    this.view.dispatch({ changes, userEvent: "input.repair", scrollIntoView: true });
    this.view.dispatch({ effects: EditorView.announce.of(say("repaired")) });
    this.acts.repaired();
    return true;
  }

  /** Repair what the cursor is on or, failing that, something on its line. */
  repairHere() {
    const { state } = this.view;
    const pos = state.selection.main.head;
    const line = state.doc.lineAt(pos);
    const near = this.marks.of(this.name).filter(({ from, to, edits }) => edits && from <= line.to && to >= line.from);
    const found = near.find(({ from, to }) => from <= pos && pos <= to) ?? near[0];
    if (found) this.repair(found.problem);
    return true;
  }

  /** The cursor went to another problem, which is said aloud. @param {boolean} moved */
  step(moved) {
    const at = this.marksAt(this.view.state.selection.main.from);
    const words = at.map(({ problem }) => [problem.message, problem.explanation, problem.repair ? say("repair-by-key", { label: problem.repair.label }) : ""].join(" "));
    if (moved && words.length > 0) this.view.dispatch({ effects: EditorView.announce.of(words.join(" ")) });
    return moved;
  }

  /** Light up parts of the open file. @param {{from: number, to: number}[]} spans */
  spot(spans) {
    spot(this.view, spans);
  }

  /** @param {LabProblem} problem of the open file */
  goToProblem(problem) {
    this.jump(this.marks.find(problem)?.from ?? 0);
  }

  /** @param {import("../types.js").Position} position */
  go({ line, column }) {
    const { doc } = this.view.state;
    const found = doc.line(Math.min(Math.max(1, line), doc.lines));
    this.jump(Math.min(found.from + column, found.to));
  }

  /** @param {number} anchor */
  jump(anchor) {
    this.view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
    this.focus();
  }
}
