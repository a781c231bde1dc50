// The files as they are typed: which there are, which is open, and that nothing typed is ever lost.
//
// Every change is kept in this browser at once, and on the server soon after. What the server has not yet confirmed is
// sent again when the page comes back. Other tabs of the same browser hear of it and follow, unless they have changes of their own.
import { Refusal, ask } from "../api.js";
import { byId, debounced, readonly } from "../dom.js";
import { notify } from "../notices.js";
import { page } from "../page.js";
import { say } from "../words.js";
import { find } from "./yaml/tree.js";
import { documentsOf } from "./neighbours.js";
import { Paper } from "./paper.js";
import { ProblemList } from "./problems.js";
import { FileTabs } from "./tabs.js";

/** @typedef {import("../types.js").File_} File_ */
/** @typedef {import("../types.js").LabProblem} LabProblem */

const WAIT = 700;
const LOOK = 300;
const RETRY = 5000;

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

/**
 * Where a field and its value stand.
 * @param {import("./yaml/tree.js").Slot} root
 * @param {(string | number)[]} path
 * @returns {{from: number, to: number}[]}
 */
function spanOf(root, path) {
  const slot = find(root, ...path.slice(0, -1))?.slots.find(({ key }) => key === path[path.length - 1]);
  return slot ? [{ from: slot.from, to: Math.max(slot.end, lastOf(slot.value)) }] : [];
}

/** Where the last word of a value ends. @param {import("./yaml/tree.js").Node_ | null} node @returns {number} */
function lastOf(node) {
  if (!node) return 0;
  return Math.max(node.type === "scalar" || node.flow ? node.to : 0, ...node.slots.map((slot) => Math.max(slot.to, lastOf(slot.value))));
}

export class Files {
  /**
   * @param {string} workspace
   * @param {File_[]} files
   * @param {{get: (name: string) => any, set: (name: string, value: any) => void}} memory
   * @param {() => void} apply
   */
  constructor(workspace, files, memory, apply) {
    this.key = `draft:${workspace}`;
    this.memory = memory;
    const unsaved = this.unsaved();
    /** @type {(File_ & {opened?: string})[]} */
    this.files = unsaved ?? files.map(({ name, text }) => ({ name, text }));
    /** @type {LabProblem[]} */
    this.problems = [];
    this.opening = false;
    this.dirty = Boolean(unsaved);
    this.save = debounced(WAIT, () => void this.send());
    this.look = debounced(LOOK, () => void this.check());
    /** @type {AbortController | null} the question that is under way */
    this.asking = null;
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
    this.channel = "BroadcastChannel" in window ? new BroadcastChannel(this.key) : null;
    this.channel?.addEventListener("message", ({ data }) => this.heard(data));
    if (unsaved) this.save();
    const last = memory.get("file") ?? "service.yaml";
    this.open((this.files.find(({ name }) => name === last) ?? this.files[0]).name);
    document.addEventListener("visibilitychange", () => {
      if (document.hidden && this.dirty) this.save.now();
    });
    window.addEventListener("online", () => this.dirty && this.save.now());
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
        this.look.now();
      },
      chosen: () => this.look(),
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

  /** What an earlier visit typed and the server never confirmed. @returns {File_[] | null} */
  unsaved() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key) ?? "null");
      const sound = Array.isArray(kept) && kept.length > 0 && kept.every((file) => typeof file?.name === "string" && typeof file?.text === "string");
      return sound ? kept : null;
    } catch {
      return null;
    }
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

  /** What is typed is on the server by now, if it can be. */
  async flush() {
    if (this.dirty) await this.send();
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

  /**
   * Light up fields by their paths: in the file that is open, else in the first that has one of them.
   * @param {string[]} fields
   */
  spot(fields) {
    const paths = fields.map((field) => field.split(".").map((key) => (/^\d+$/.test(key) ? Number(key) : key)));
    const spansIn = (/** @type {File_} */ file) => documentsOf([file]).flatMap(({ root }) => paths.flatMap((path) => spanOf(root, path)));
    const here = this.files.find(({ name }) => name === this.editor.name);
    const file = [...(here ? [here] : []), ...this.files].find((candidate) => spansIn(candidate).length > 0);
    if (file && file.name !== this.editor.name) this.open(file.name);
    this.editor.spot(file ? spansIn(file) : []);
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
    this.dirty = true;
    this.keep(JSON.stringify(this.all()));
    this.status("saving");
    this.save();
    this.look();
  }

  /** @param {string | null} text */
  keep(text) {
    try {
      if (text === null) localStorage.removeItem(this.key);
      else localStorage.setItem(this.key, text);
    } catch {
      // Storage full or switched off: the server keeps the draft all the same.
    }
  }

  async send() {
    const sent = JSON.stringify(this.all());
    try {
      await ask("draft", { files: this.all() }, { keepalive: sent.length < 60_000 });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.status("not-saved", true);
      if (error.status === 413) notify("draft", error.message, { tone: "bad" });
      else window.setTimeout(() => this.dirty && this.save(), RETRY);
      return;
    }
    if (sent !== JSON.stringify(this.all())) return;
    this.settled();
    this.channel?.postMessage({ files: this.all() });
  }

  /** The server has what is typed. */
  settled() {
    this.dirty = false;
    this.save.cancel();
    this.keep(null);
    this.status("saved");
  }

  /**
   * Ask for the problems while typing. A newer question overtakes an older one, and what was asked of an older text
   * is not shown. It may fail: Apply will say it then.
   */
  async check() {
    if (readonly()) return;
    this.asking?.abort();
    const asking = new AbortController();
    this.asking = asking;
    const files = this.all();
    try {
      const { problems } = await ask("check", { files }, { signal: asking.signal });
      const current = !asking.signal.aborted && JSON.stringify(files) === JSON.stringify(this.all());
      // In the middle of a word everything is wrong: it is asked again when the choice is made.
      if (current && !this.editor.choosing()) this.show(problems);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.status === 429) window.setTimeout(() => this.look(), RETRY);
    }
  }

  /** The cluster changed, and with it perhaps the verdict. @param {import("../types.js").Snapshot} snapshot */
  heed({ settings, services }) {
    this.editor.nodePorts = settings.nodePortRange;
    this.editor.taken = services.flatMap(({ ports }) => ports.flatMap(({ nodePort }) => nodePort ?? []));
    this.look();
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
    if (this.dirty || files.length === 0) return;
    const edited = this.files.filter(({ opened }) => opened !== undefined);
    this.files = [...files.map(({ name, text }) => ({ name, text })), ...edited];
    const open = this.files.find(({ name }) => name === this.editor.name);
    this.opening = true;
    if (open) this.editor.replace(open.text);
    this.opening = false;
    if (open) this.paint();
    else this.open(this.files[0].name);
    this.look();
  }

  /** @param {{files: File_[]}} message */
  heard({ files }) {
    this.adopt(files);
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

  /** @param {string} word @param {boolean} [bad] */
  status(word, bad = false) {
    const status = byId("saved");
    status.textContent = say(word);
    status.dataset.tone = bad ? "bad" : "";
  }
}
