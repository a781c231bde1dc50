// The lab page: wires its parts together. The server computes, this page shows (ARCHITECTURE.md).
import { Refusal, ask } from "./api.js";
import { byId, debounced } from "./dom.js";
import { Files } from "./editor/files.js";
import { startHover } from "./hover.js";
import { listenLive } from "./live.js";
import { memoryOf } from "./memory.js";
import { dismiss, notify } from "./notices.js";
import { Output } from "./output.js";
import { page } from "./page.js";
import { PacketPanel } from "./panels/packet.js";
import { startPanels } from "./panels/panels.js";
import { Player } from "./player/player.js";
import { timelineOf } from "./player/timeline.js";
import { RequestBar } from "./request.js";
import { Stage } from "./diagram/stage.js";
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
});
const player = new Player({
  render: (time) => {
    stage.render(time);
    remember();
  },
  step: (index) => {
    panel.mark(index);
    page.step.set(index);
  },
  ended: () => panel.end(true),
});
const request = new RequestBar(
  { send: (wanted) => void send(wanted), changed: (kept) => memory.set("request", kept), aimed: (target) => stage.aim(target) },
  memory.get("request"),
);
const remember = debounced(400, () => {
  if (trace && branch) memory.set("trace", { trace, branch: branch.id, time: player.time, revision: state.revision, language });
});

/** A newer state of the workspace. @param {State} newer */
function take(newer) {
  state = newer;
  page.state.set(newer);
  stage.show(state.snapshot);
  request.offer(state.snapshot);
  files.heed(state.snapshot);
  const last = state.log[state.log.length - 1];
  const undo = byId("undo");
  undo.disabled = !last || last.number === 1;
  undo.title = last ? last.label : "";
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

async function apply() {
  if (applying) return;
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

/** @param {import("./request.js").Request_} wanted */
async function send(wanted) {
  request.busy(true);
  const answer = await trying("send", () => ask("send", wanted));
  request.busy(false);
  if (!answer) return;
  take(answer.state);
  trace = /** @type {Trace} */ (answer.trace);
  // The server drew which branch this packet took: its connection is tracked now. The others can be looked at.
  play(trace.branches.find(({ id }) => id === answer.pick) ?? trace.branches[0], 0, true);
  remember();
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
    const { from, to, protocol } = found.request;
    const wanted = { from, to: { address: to.address, port: to.port }, protocol };
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
byId("undo").addEventListener("click", () => void undo());
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
  event.preventDefault();
  void apply();
});

startPanels(memory, {
  edit: ({ file, from }) => {
    showView("yaml");
    files.go(file, from);
  },
});
startHover();
take(state);
listenLive((revision) => void changedElsewhere(revision));
void resume();
window.addEventListener("pagehide", () => remember.now());
