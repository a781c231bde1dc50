// The lab page: makes its parts and introduces them to one another. The server computes, this page shows (ARCHITECTURE.md).
import { ask } from "./api.js";
import { byId } from "./dom.js";
import { Files } from "./editor/files.js";
import { startHover } from "./hover.js";
import { Journey } from "./journey.js";
import { listenLive } from "./live.js";
import { memoryOf } from "./memory.js";
import { Output } from "./output.js";
import { Motion } from "./motion.js";
import { page } from "./page.js";
import { startPanels } from "./panels/panels.js";
import { Prediction } from "./prediction.js";
import { RequestBar } from "./request.js";
import { Sending } from "./sending.js";
import { Stage } from "./diagram/stage.js";
import { Terminal } from "./terminal/terminal.js";
import { startViews } from "./views.js";
import { Workspace } from "./workspace.js";

/** @type {import("./types.js").State} */
const first = JSON.parse(byId("lab-state").textContent);
const memory = memoryOf(first.workspace);
const showView = startViews(memory);
const openPanel = (/** @type {string} */ name) => tabs.open(name);

/** @type {Workspace} */
const workspace = new Workspace(first, () => ({ stage, journey, request, files, output, terminal, showView, guess: (line) => sending.guessAside(line) }));
const stage = new Stage((address, port) => request.aim(address, port));
const output = new Output();
const files = new Files(first.workspace, first.files, memory, () => void workspace.apply());
/** @type {Journey} */
const journey = new Journey(stage, {
  memory,
  revision: () => workspace.state.revision,
  ended: (trace, branch) => prediction.judge(trace, branch),
  why: () => openPanel("finder"),
});
const request = new RequestBar(
  {
    send: (wanted) => void sending.one(wanted),
    many: (wanted) => void sending.many(wanted),
    changed: (kept) => {
      memory.set("request", kept);
      sending.changed = true;
      void motion.refresh();
    },
    aimed: (target) => stage.aim(target),
  },
  memory.get("request"),
);
const go = (/** @type {number} */ number) => workspace.go(number);
const act = (/** @type {object} */ action, /** @type {string} */ label) => workspace.act(action, label);
const tabs = startPanels(memory, {
  go,
  act,
  edit: goTo,
  insight: {
    look: (wanted) => sending.look(wanted),
    request: () => sending.present(),
    edit: goTo,
    write: (edit) => {
      showView("yaml");
      files.write(edit);
    },
    act,
    type: (line) => {
      openPanel("terminal");
      terminal.submit([line]);
    },
  },
});
const prediction = new Prediction(memory);
const sending = new Sending({ workspace, journey, prediction, request, showView, openPanel });
const terminal = new Terminal(first.workspace, memory, {
  run: (line, place) => workspace.run(line, place),
  complete: (line, cursor, place) => ask("complete", { line, cursor, place }).catch(() => null),
  snapshot: () => workspace.state.snapshot,
});
const motion = new Motion({ stage, trying: (name, work) => workspace.trying(name, work), ask, act, wanted: () => request.wanted() });

/** @param {{file: string, from: import("./types.js").Position}} place */
function goTo({ file, from }) {
  showView("yaml");
  files.go(file, from);
}

/** @param {string} name */
function showPanel(name) {
  const views = ["yaml", "diagram"];
  showView(views.includes(name) ? name : "packet");
  if (!views.includes(name)) openPanel(name);
}

startHover();
workspace.take(first);
if (byId("live").dataset.socket) listenLive(byId("live"), (revision) => void workspace.changedElsewhere(revision));
void journey.resume((name, work) => workspace.trying(name, work));
page.hands.set({
  flush: () => files.flush(),
  take: (newer) => {
    workspace.begin(newer);
    files.adopt(newer.files);
  },
  send: (wanted) => {
    request.say(wanted);
    return sending.one(wanted);
  },
  apply: () => workspace.apply(),
  run: async (line, place) => {
    showPanel("terminal");
    if (place && place !== terminal.place) terminal.go(place, `${place.split("/").pop()}$`);
    terminal.submit([line]);
    await terminal.rest();
  },
  act: (action, label) => workspace.act(action, label, true),
  panel: showPanel,
  refresh: () => workspace.changedElsewhere(null),
  go,
  replay: (known, pick, running) => journey.show(known, pick, running),
  files: () => files.all(),
  file: (name) => files.open(name),
  spot: (fields) => files.spot(fields),
  forget: () => journey.forget(),
  open: (opened) => {
    showView("yaml");
    files.take(opened);
  },
});
