// CodeMirror in a shadow root: its styles are adopted sheets there, which the page's policy allows.
// One view, one state per file, so that each file keeps its own undo history.
import {
  EditorState, EditorView, bracketMatching, defaultKeymap, drawSelection, highlightSpecialChars, history, historyKeymap, indentUnit,
  insertNewlineKeepIndent, keymap, lineNumbers, lintGutter, nextDiagnostic, previousDiagnostic,
  setDiagnostics, yaml,
} from "../../../vendor/codemirror.js";
import { say } from "../words.js";
import { looks } from "./looks.js";
import { ports } from "./ports.js";

/** @typedef {import("../types.js").File_} File_ */
/** @typedef {import("../types.js").LabProblem} LabProblem */
/** @typedef {import("../types.js").Position} Position */

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

export class Editor {
  /**
   * @param {HTMLElement} host
   * @param {{changed: () => void, moved: (line: number) => void, apply: () => void, repaired: () => void}} acts
   */
  constructor(host, acts) {
    this.acts = acts;
    const root = host.attachShadow({ mode: "open" });
    this.view = new EditorView({ root, parent: root, state: this.stateOf("") });
    this.view.dom.style.height = "100%";
    /** @type {Map<string, any>} */
    this.states = new Map();
    this.name = "";
    /** @type {LabProblem[]} */
    this.problems = [];
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
          { key: "Enter", run: insertNewlineKeepIndent },
          ...defaultKeymap,
          ...historyKeymap,
          { key: "F8", run: nextDiagnostic, shift: previousDiagnostic },
        ]),
        EditorView.contentAttributes.of({ "aria-label": say("editor"), tabindex: "0", autocapitalize: "off", autocorrect: "off", spellcheck: "false" }),
        EditorView.domEventHandlers({ beforeinput: typeOver }),
        EditorView.updateListener.of((/** @type {any} */ update) => {
          if (update.docChanged) this.acts.changed();
          // A caret that nobody put there points at nothing.
          if ((update.selectionSet || update.focusChanged) && update.view.hasFocus) this.acts.moved(update.state.doc.lineAt(update.state.selection.main.head).number);
        }),
        looks,
        ports,
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

  /** @param {LabProblem[]} problems of all files; those of the open one are underlined */
  show(problems) {
    this.problems = problems;
    this.mark();
  }

  mark() {
    const mine = this.problems.filter((problem) => problem.file === this.name);
    const diagnostics = mine.map((problem) => {
      const from = this.offset(problem.from);
      return {
        from,
        to: Math.max(from, this.offset(problem.to)),
        severity: problem.severity,
        message: problem.message,
        renderMessage: () => this.words(problem),
        actions: problem.repair ? [{ name: problem.repair.label, apply: () => this.repair(problem) }] : [],
      };
    });
    diagnostics.sort((a, b) => a.from - b.from);
    this.view.dispatch(setDiagnostics(this.view.state, diagnostics));
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

  /** @param {LabProblem} problem of the open file */
  repair(problem) {
    if (!problem.repair) return;
    const changes = problem.repair.edits.map(({ from, to, text }) => ({ from: this.offset(from), to: this.offset(to), insert: text }));
    this.view.dispatch({ changes, userEvent: "input.repair" });
    this.acts.repaired();
  }

  /** @param {Position} position */
  go(position) {
    const at = this.offset(position);
    this.view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
    this.focus();
  }

  /** The text may have changed since the server looked: a position beyond it is its end. @param {Position} position */
  offset({ line, column }) {
    const { doc } = this.view.state;
    const found = doc.line(Math.min(Math.max(1, line), doc.lines));
    return Math.min(found.from + column, found.to);
  }
}
