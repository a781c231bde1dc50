// The files as they are typed: which there are, which is open, and what is wrong with them. What another tab of the same
// browser did to them is followed, unless there are changes of one's own.
import { byId } from "../dom.js";
import { notify } from "../notices.js";
import { page } from "../page.js";
import { say } from "../words.js";
import { Draft } from "./draft.js";
import { Paper } from "./paper.js";
import { placesOf } from "./places.js";
import { ProblemList } from "./problems.js";
import { FileTabs } from "./tabs.js";
import { Verdict } from "./verdict.js";

/** @typedef {import("../types.js").File_} File_ */
/** @typedef {import("../types.js").LabProblem} LabProblem */

/** Once an element is seen, and nothing more urgent is to be done. @param {Element} element @param {() => void} act */
function whenSeen(element, act) {
  const watching = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    watching.disconnect();
    if ("requestIdleCallback" in window) requestIdleCallback(act, { timeout: 1500 });
    else setTimeout(act, 200);
  });
  watching.observe(element);
}

export class Files {
  /**
   * @param {string} workspace
   * @param {File_[]} files
   * @param {{get: (name: string) => any, set: (name: string, value: any) => void}} memory
   * @param {() => void} apply
   */
  constructor(workspace, files, memory, apply) {
    this.memory = memory;
    this.draft = new Draft(workspace, () => this.all(), (newer) => this.adopt(newer));
    /** @type {(File_ & {opened?: string})[]} */
    this.files = this.draft.unsaved ?? files.map(({ name, text }) => ({ name, text }));
    /** @type {LabProblem[]} */
    this.problems = [];
    this.opening = false;
    this.verdict = new Verdict({ files: () => this.all(), choosing: () => this.editor.choosing(), show: (problems) => this.show(problems) });
    this.list = new ProblemList({
      go: (index) => this.at(index, (problem) => this.editor.goToProblem(problem)),
      repair: (index) => this.at(index, (problem) => this.editor.repair(problem)),
    });
    this.apply = apply;
    /** @type {Paper | import("./editor.js").Editor} */
    this.editor = new Paper(byId("editor"), () => void this.wake());
    /** @type {Promise<void> | null} the editor is on its way */
    this.waking = null;
    whenSeen(byId("editor"), () => void this.wake());
    this.tabs = new FileTabs({
      open: (name) => this.open(name),
      add: (name) => this.add(name),
      rename: (from, to) => this.rename(from, to),
      remove: (name) => this.remove(name),
    });
    const last = memory.get("file") ?? "service.yaml";
    this.open((this.files.find(({ name }) => name === last) ?? this.files[0]).name);
  }

  /** The editor takes the place of the paper. Where it cannot be had just now, the next wish tries again. */
  wake() {
    this.waking ??= import("./editor.js").then(({ Editor }) => this.edited(Editor), () => {
      this.waking = null;
    });
    return this.waking;
  }

  /** @param {typeof import("./editor.js").Editor} Editor */
  edited(Editor) {
    const paper = this.editor;
    if (!(paper instanceof Paper)) return;
    const held = paper.leave();
    const editor = new Editor(byId("editor"), {
      changed: () => this.typed(),
      moved: (line) => page.caret.set({ file: this.editor.name, line }),
      apply: this.apply,
      repaired: () => {
        this.editor.focus();
        this.verdict.look.now();
      },
      chosen: () => this.verdict.look(),
      toProblems: () => this.list.focus(),
      files: () => this.files,
    });
    editor.nodePorts = paper.nodePorts;
    editor.taken = paper.taken;
    this.editor = editor;
    this.open(paper.name || this.files[0].name);
    editor.show(this.problems);
    if (held) editor.focus();
    for (const deed of paper.later) deed(editor);
  }

  /** The files as they stand now. @returns {File_[]} */
  all() {
    return this.files.filter(({ opened }) => opened === undefined).map(({ name, text }) => ({ name, text }));
  }

  /** An object that `kubectl edit` opened: a tab of its own, no file. Apply saves it. @param {string} name @param {string} text */
  edit(name, text) {
    const title = `kubectl edit ${name}`;
    this.files = [...this.files.filter((file) => file.name !== title), { name: title, text, opened: text }];
    this.editor.forget(title);
    this.open(title);
    this.editor.focus();
  }

  /** The object that is being edited just now. @returns {{name: string, text: string, opened: string} | null} */
  editing() {
    const file = this.files.find(({ name }) => name === this.editor.name);
    return file?.opened === undefined ? null : { name: file.name, text: file.text, opened: file.opened };
  }

  /** An object's tab is done with. @param {string} name */
  close(name) {
    this.files = this.files.filter((file) => file.name !== name);
    this.editor.forget(name);
    if (this.editor.name === name) this.open(this.files[0].name);
    else this.paint();
  }

  /** @param {string} name */
  open(name) {
    const file = this.files.find((candidate) => candidate.name === name);
    if (!file) return;
    this.opening = true;
    this.editor.open(name, file.text);
    this.opening = false;
    this.memory.set("file", name);
    this.paint();
  }

  /** @param {string} name @param {import("../types.js").Position} position */
  go(name, position) {
    if (name !== this.editor.name) this.open(name);
    this.editor.go(position);
  }

  /** Light up fields by their paths: in the file that is open, else in the first that has one of them. @param {string[]} fields */
  spot(fields) {
    const here = this.files.filter(({ name }) => name === this.editor.name);
    const { name, spans } = placesOf(fields, [...here, ...this.files]);
    if (name && name !== this.editor.name) this.open(name);
    this.editor.spot(spans);
  }

  /** Write something in place of what stands there. @param {{file: string, from: import("../types.js").Position, to: import("../types.js").Position, text: string}} edit */
  write({ file, from, to, text }) {
    this.open(file);
    this.editor.write(from, to, text);
  }

  typed() {
    const file = this.files.find(({ name }) => name === this.editor.name);
    if (this.opening || !file) return;
    file.text = this.editor.text();
    if (file.opened !== undefined) return;
    this.changed();
  }

  /** Something differs from what the server has. */
  changed() {
    this.draft.changed();
    this.verdict.look();
  }

  /** What is typed is on the server by now, if it can be. */
  flush() {
    return this.draft.flush();
  }

  /** The server has these. @param {File_[]} sent */
  confirmed(sent) {
    this.draft.confirmed(sent);
  }

  /** The cluster changed, and with it perhaps the verdict. @param {import("../types.js").Snapshot} snapshot */
  heed({ settings, services }) {
    this.editor.nodePorts = settings.nodePortRange;
    this.editor.taken = services.flatMap(({ ports }) => ports.flatMap(({ nodePort }) => nodePort ?? []));
    this.verdict.look();
  }

  /** Open the file of a problem and do something there. @param {number} index @param {(problem: LabProblem) => void} act */
  at(index, act) {
    const problem = this.problems[index];
    if (problem.file !== this.editor.name) this.open(problem.file);
    act(problem);
  }

  /** @param {LabProblem[]} problems */
  show(problems) {
    this.problems = problems;
    this.editor.show(problems);
    this.paint();
  }

  paint() {
    const counts = new Map();
    for (const { file } of this.problems) counts.set(file, (counts.get(file) ?? 0) + 1);
    this.tabs.show(this.files, this.editor.name, counts);
    this.list.show(this.problems);
  }

  /** Another tab, or the server, has newer files. @param {File_[]} files */
  adopt(files) {
    if (this.draft.dirty || files.length === 0) return;
    const edited = this.files.filter(({ opened }) => opened !== undefined);
    this.files = [...files.map(({ name, text }) => ({ name, text })), ...edited];
    const open = this.files.find(({ name }) => name === this.editor.name);
    this.opening = true;
    if (open) this.editor.replace(open.text);
    this.opening = false;
    if (open) this.paint();
    else this.open(this.files[0].name);
    this.verdict.look();
  }

  /** What is here is given up for what is there. @param {File_[]} files */
  follow(files) {
    this.draft.dirty = false;
    this.adopt(files);
    this.draft.settled();
  }

  /** @param {string} name */
  add(name) {
    this.files.push({ name, text: "" });
    this.open(name);
    this.changed();
    this.editor.focus();
  }

  /** Files from elsewhere. One of the same name gives way, and can be had back. @param {File_[]} opened */
  take(opened) {
    const before = this.files.map((file) => ({ ...file }));
    for (const { name, text } of opened) {
      const known = this.files.find((file) => file.name === name);
      if (known) known.text = text;
      else this.files.push({ name, text });
      this.editor.forget(name);
    }
    // What was wrong with the text before is said of another text now.
    this.show(this.problems.filter(({ file }) => !opened.some(({ name }) => name === file)));
    const replaced = opened.filter(({ name }) => before.some((file) => file.name === name)).map(({ name }) => name);
    this.editor.name = "";
    this.open(opened[0].name);
    this.changed();
    this.editor.focus();
    if (replaced.length === 0) return;
    const back = () => {
      this.files = before;
      for (const { name } of opened) this.editor.forget(name);
      this.editor.name = "";
      this.open(replaced[0]);
      this.changed();
    };
    notify("replaced", say("files-replaced", { names: replaced.join(", ") }), { tone: "calm", choices: [{ label: say("put-back"), act: back }] });
  }

  /** @param {string} from @param {string} to */
  rename(from, to) {
    const file = this.files.find(({ name }) => name === from);
    if (!file || file.opened !== undefined) return;
    file.name = to;
    for (const problem of this.problems) if (problem.file === from) problem.file = to;
    this.editor.rename(from, to);
    this.memory.set("file", to);
    this.paint();
    this.changed();
  }

  /** Out of the editor, not out of the cluster: and it can be had back. @param {string} name */
  remove(name) {
    const index = this.files.findIndex((file) => file.name === name);
    if (index < 0) return;
    if (this.files[index].opened !== undefined) {
      this.close(name);
      return;
    }
    if (this.all().length < 2) return;
    const [gone] = this.files.splice(index, 1);
    this.show(this.problems.filter(({ file }) => file !== name));
    this.editor.forget(name);
    this.open(this.files[Math.max(0, index - 1)].name);
    this.changed();
    const back = () => {
      this.files.splice(index, 0, gone);
      this.open(gone.name);
      this.changed();
    };
    notify("removed", say("file-removed", { name }), { tone: "calm", choices: [{ label: say("put-back"), act: back }] });
  }
}
