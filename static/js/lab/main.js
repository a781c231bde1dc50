// The lab page: wires its parts together. The server computes, this page shows (ARCHITECTURE.md).
import { Refusal, ask, mean } from "./api.js";
import { announce, byId, debounced, readonly } from "./dom.js";
import { Files } from "./editor/files.js";
import { startHover } from "./hover.js";
import { listenLive } from "./live.js";
import { memoryOf } from "./memory.js";
import { dismiss, notify } from "./notices.js";
import { Output } from "./output.js";
import { Motion } from "./motion.js";
import { page } from "./page.js";
import { mayGiveUp } from "./panels/steps.js";
import { PacketPanel } from "./panels/packet.js";
import { Tally } from "./panels/tally.js";
import { startPanels } from "./panels/panels.js";
import { Player } from "./player/player.js";
import { timelineOf } from "./player/timeline.js";
import { RequestBar } from "./request.js";
import { Stage } from "./diagram/stage.js";
import { Terminal } from "./terminal/terminal.js";
import { startViews } from "./views.js";
import { say } from "./words.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Trace} Trace */
/** @typedef {import("./types.js").Branch} Branch */

/** @type {State} */
let state = JSON.parse(byId("lab-state").textContent);
const language = document.documentElement.lang;
const memory = memoryOf(state.workspace);
const showView = startViews(memory);

/** @type {Trace | null} */
let trace = null;
/** @type {Branch | null} */
let branch = null;
/** How many answers are awaited: what the socket says meanwhile is their echo. */
let asking = 0;
let applying = false;

const stage = new Stage((address, port) => request.aim(address, port));
const output = new Output();
const files = new Files(state.workspace, state.files, memory, () => void apply());
const panel = new PacketPanel({
  goTo: (index) => player.goTo(index),
  pick: (chosen) => play(chosen, 0, true),
  why: () => tabs.open("finder"),
});
const tally = new Tally();
const player = new Player({
  render: (time) => {
    stage.render(time);
    remember();
  },
  step: (index) => {
    panel.mark(index);
    page.step.set(index);
  },
  ended: () => {
    panel.end(true);
    judged();
  },
});
const request = new RequestBar(
  { send: (wanted) => void send(wanted), many: (wanted) => void sendMany(wanted), changed: changedRequest, aimed: (target) => stage.aim(target) },
  memory.get("request"),
);
const remember = debounced(400, () => {
  if (trace && branch) memory.set("trace", { trace, branch: branch.id, time: player.time, revision: state.revision, language });
});

/** @param {object} kept */
function changedRequest(kept) {
  memory.set("request", kept);
  void motion.refresh();
}

/** Where a packet goes: into the moment that is shown. @param {import("./request.js").Request_} wanted */
function into(wanted) {
  const moment = page.moment.value;
  return moment?.action ? { ...wanted, at: { action: moment.action, moment: moment.moment } } : wanted;
}

/** A newer state of the workspace. @param {State} newer */
function take(newer) {
  state = newer;
  mean(newer.workspace);
  page.state.set(newer);
  stage.show(page.moment.value?.snapshot ?? state.snapshot);
  request.offer(state.snapshot);
  files.heed(state.snapshot);
  const last = state.log[state.log.length - 1];
  const undo = byId("undo");
  undo.disabled = !last || last.number <= state.begins;
  undo.title = last ? last.label : "";
  const redo = byId("redo");
  redo.disabled = state.ahead.length === 0;
  redo.title = state.ahead[0]?.label ?? "";
}

/**
 * @param {Branch} chosen
 * @param {number} time
 * @param {boolean} running
 */
function play(chosen, time, running) {
  branch = chosen;
  if (trace) page.journey.set({ trace, branch: chosen });
  const timeline = timelineOf(chosen);
  panel.show(trace, chosen);
  showPaths(byId("all-paths").getAttribute("aria-pressed") === "true");
  stage.play(timeline);
  player.load(timeline, time);
  if (running) player.play();
}

/** The journey belongs to a cluster that is no more. */
function forget() {
  trace = null;
  branch = null;
  player.load(null);
  stage.play(null);
  panel.show(null, null);
  tally.show(null);
  showPaths(byId("all-paths").getAttribute("aria-pressed") === "true");
  page.journey.set(null);
  memory.set("trace", null);
}

/**
 * Ask, and turn a refusal into a notice: what was typed stays, whatever happens.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T | null>}
 */
async function trying(name, work) {
  asking += 1;
  try {
    const answer = await work();
    dismiss(name);
    return answer;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.status === 409) conflict(error.body.state);
    else notify(name, error.message, { tone: "bad" });
    return null;
  } finally {
    asking -= 1;
  }
}

/** @param {boolean} [sure] that later steps may be given up */
async function apply(sure = false) {
  if (applying || readonly()) return;
  const edited = files.editing();
  if (edited) return void (await saveEdit(edited));
  if (!(sure || mayGiveUp(state.ahead, () => void apply(true)))) return;
  applying = true;
  byId("apply").setAttribute("aria-busy", "true");
  const sent = files.all();
  const answer = await trying("apply", () => ask("apply", { files: sent, revision: state.revision }));
  applying = false;
  byId("apply").setAttribute("aria-busy", "false");
  if (!answer) return;
  if (JSON.stringify(sent) === JSON.stringify(files.all())) files.settled();
  output.print(`kubectl apply ${sent.map(({ name }) => `-f ${name}`).join(" ")}`, answer.printed);
  files.show(answer.problems);
  if (answer.state.revision !== state.revision) forget();
  take(answer.state);
}

/** What `kubectl edit` opened is saved. @param {{name: string, text: string, opened: string}} edited */
async function saveEdit({ name, text, opened }) {
  const answer = await trying("edit", () => ask("edit", { opened, text }));
  if (!answer) return;
  output.print(name, answer.printed);
  terminal.tell({ line: name, ...answer.printed });
  if (answer.printed.exit === 0) files.close(name);
  if (answer.state.revision !== state.revision) forget();
  take(answer.state);
}

/** Run a line of the terminal: what it changed is drawn, what it sent is played. @param {string} line @param {string} place */
async function run(line, place) {
  await files.flush();
  const answer = await trying("terminal", () => ask("terminal", { line, place }));
  if (!answer) return null;
  page.typed.set({ line, place });
  if (answer.state) {
    if (answer.trace || !onlySent(answer.state)) forget();
    take(answer.state);
    files.adopt(answer.state.files);
  }
  if (answer.trace) {
    trace = /** @type {Trace} */ (answer.trace);
    play(trace.branches.find(({ id }) => id === answer.pick) ?? trace.branches[0], 0, true);
    remember();
  }
  if (answer.editor) {
    showView("yaml");
    files.edit(answer.editor.name, answer.editor.text);
  }
  return answer;
}

/** Whether the cluster looks as before. @param {State} newer */
function onlySent(newer) {
  const { time: _, ...before } = state.snapshot;
  const { time: __, ...after } = newer.snapshot;
  return JSON.stringify(before) === JSON.stringify(after);
}

/** Another tab was faster. Nothing is thrown away: the learner decides. @param {State} newer */
function conflict(newer) {
  forget();
  take(newer);
  const theirs = () => {
    files.dirty = false;
    files.adopt(newer.files);
    files.settled();
  };
  notify("conflict", say("conflict"), {
    choices: [{ label: say("apply-mine"), act: () => void apply() }, { label: say("take-theirs"), act: theirs }],
  });
}

/** What was said before the packet was sent. @type {{guess: import("./predict/judge.js").Guess, tell: typeof import("./predict/predict.js").tell} | null} */
let guessed = null;
let predicting = false;

/** Where the page wants it: the learner says where the packet will end. @returns {Promise<boolean>} false where it is not to be sent */
async function guess() {
  guessed = null;
  byId("predict-told").hidden = true;
  if (!page.predict.value.on) return true;
  if (predicting) return false;
  predicting = true;
  const { predict, tell } = await import("./predict/predict.js");
  forget();
  const said = await predict(state.snapshot);
  predicting = false;
  guessed = said && { guess: said, tell };
  return said !== null;
}

/** The packet has ended: was it so? */
function judged() {
  if (!guessed || !trace || !branch) return;
  guessed.tell(guessed.guess, trace, branch);
  guessed = null;
}

/** Play where a request could go, the likeliest way; nothing is sent. @param {import("./request.js").Request_} wanted @returns {Promise<boolean>} whether it is played */
async function look(wanted) {
  if (!(await guess())) return false;
  const answer = await trying("send", () => ask("trace", wanted));
  if (!answer) return false;
  trace = /** @type {Trace} */ (answer.trace);
  tally.show(null);
  showView("diagram");
  play(trace.branches.find(({ id }) => id === trace?.outcomes[0].branches[0]) ?? trace.branches[0], 0, true);
  remember();
  return true;
}

/** The request that is on the page: that of the journey, else what the request bar says. */
function present() {
  if (!trace) return request.wanted();
  const { from, to, protocol, http } = trace.request;
  return { from, to: { address: to.address, port: Number(to.port) }, protocol, ...(http && { http }) };
}

/** @param {import("./request.js").Request_} wanted */
async function send(wanted) {
  if (!(await guess())) return;
  request.busy(true);
  const answer = await trying("send", () => ask("send", into(wanted)));
  request.busy(false);
  if (!answer) return;
  take(answer.state);
  trace = /** @type {Trace} */ (answer.trace);
  tally.show(null);
  // The server drew which branch this packet took: its connection is tracked now. The others can be looked at.
  play(trace.branches.find(({ id }) => id === answer.pick) ?? trace.branches[0], 0, true);
  remember();
}

/** Do one thing to the cluster. @param {object} action @param {string} label @param {boolean} [sure] */
async function act(action, label, sure = false) {
  if (!(sure || mayGiveUp(state.ahead, () => void act(action, label, true)))) return;
  const answer = await trying("act", () => ask("act", { ...action, revision: state.revision }));
  if (!answer) return;
  forget();
  take(answer.state);
  announce(label);
}

/** A hundred at once: what can happen is asked for once, and drawn from here. @param {import("./request.js").Request_} wanted */
async function sendMany(wanted) {
  if (!(await guess())) return;
  request.busy(true);
  const answer = await trying("send", () => ask("trace", into(wanted)));
  request.busy(false);
  if (!answer) return;
  trace = /** @type {Trace} */ (answer.trace);
  play(trace.branches[0], 0, false);
  showPaths(true);
  tally.show(answer);
  tabs.open("packet");
  judged();
}

/** @param {boolean} on */
function showPaths(on) {
  const button = byId("all-paths");
  button.setAttribute("aria-pressed", String(on));
  button.disabled = !trace;
  stage.showPaths(on ? trace : null);
}

/** To another moment of the time line. @param {number} number */
async function go(number) {
  const answer = await trying("undo", () => ask("go", { number, revision: state.revision }));
  if (!answer) return;
  forget();
  take(answer.state);
}

async function undo() {
  const answer = await trying("undo", () => ask("undo", {}));
  if (!answer) return;
  forget();
  take(answer.state);
}

/** Go on where a reload or a change of language broke off. */
async function resume() {
  const kept = memory.get("trace");
  if (!kept || kept.revision !== state.revision) return;
  /** @type {Trace} */
  let found = kept.trace;
  if (kept.language !== language) {
    // The same journey in other words: it was sent once, and is not sent again.
    const { from, to, protocol, http } = found.request;
    const wanted = { from, to: { address: to.address, port: to.port }, protocol, http };
    const answer = await trying("trace", () => ask("trace", wanted));
    if (!answer || trace) return;
    found = answer.trace;
  }
  const known = found.branches.find(({ id }) => id === kept.branch);
  if (!known) return;
  trace = found;
  play(known, kept.time, false);
  remember();
}

/** @param {string} name */
function showPanel(name) {
  const views = ["yaml", "diagram"];
  showView(views.includes(name) ? name : "packet");
  if (!views.includes(name)) tabs.open(name);
}

/** @param {number | null} revision */
async function changedElsewhere(revision) {
  if (asking || revision === state.revision) return;
  const newer = await ask("state").catch(() => null);
  if (!newer || asking || newer.revision === state.revision) return;
  const { time: _, ...before } = state.snapshot;
  const { time: __, ...after } = newer.snapshot;
  if (JSON.stringify(before) !== JSON.stringify(after)) forget();
  take(newer);
  files.adopt(newer.files);
}

byId("apply").addEventListener("click", () => void apply());
byId("redo").addEventListener("click", () => state.ahead.length && void go(state.ahead[0].number));
byId("undo").addEventListener("click", () => void undo());
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
  event.preventDefault();
  void apply();
});

byId("all-paths").addEventListener("click", () => showPaths(byId("all-paths").getAttribute("aria-pressed") !== "true"));
const tabs = startPanels(memory, {
  go,
  act,
  edit: goTo,
  insight: {
    look,
    request: present,
    edit: goTo,
    write: (edit) => {
      showView("yaml");
      files.write(edit);
    },
    act,
    type: (line) => {
      tabs.open("terminal");
      terminal.submit([line]);
    },
  },
});

/** @param {{file: string, from: import("./types.js").Position}} place */
function goTo({ file, from }) {
  showView("yaml");
  files.go(file, from);
}

const predictSwitch = byId("predict-switch");
predictSwitch.addEventListener("change", () => {
  memory.set("predict", predictSwitch.checked);
  page.predict.set({ on: predictSwitch.checked, forced: false });
});
page.predict.watch(({ on, forced }) => {
  predictSwitch.checked = on;
  predictSwitch.disabled = forced;
});
const always = byId("main").dataset.predict === "always";
page.predict.set({ on: always || page.predict.value.on || Boolean(memory.get("predict")), forced: always || page.predict.value.forced });
const terminal = new Terminal(state.workspace, memory, {
  run,
  complete: (line, cursor, place) => ask("complete", { line, cursor, place }).catch(() => null),
  snapshot: () => state.snapshot,
});
const motion = new Motion({ stage, trying, ask, act, wanted: () => request.wanted() });
startHover();
take(state);
if (byId("live").hasAttribute("ws-connect")) listenLive((revision) => void changedElsewhere(revision));
void resume();
page.hands.set({
  flush: () => files.flush(),
  take: (newer) => {
    forget();
    take(newer);
    files.adopt(newer.files);
  },
  send: (wanted) => {
    request.say(wanted);
    return send(wanted);
  },
  apply: () => apply(),
  run: async (line, place) => {
    showPanel("terminal");
    if (place && place !== terminal.place) terminal.go(place, `${place.split("/").pop()}$`);
    terminal.submit([line]);
    await terminal.rest();
  },
  act: (action, label) => act(action, label, true),
  panel: showPanel,
  refresh: () => changedElsewhere(null),
  go,
  replay: (known, pick, running) => {
    trace = known;
    play(known.branches.find(({ id }) => id === pick) ?? known.branches[0], 0, running);
  },
  files: () => files.all(),
  file: (name) => files.open(name),
  spot: (fields) => files.spot(fields),
  forget,
  open: (opened) => {
    showView("yaml");
    files.take(opened);
  },
});
window.addEventListener("pagehide", () => remember.now());
