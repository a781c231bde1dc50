// The comparison: columns side by side under one player, buttons that break the same in all, the table's experiments,
// the questionnaire. What any of it means the server said.
import { announce, byId } from "../lab/dom.js";
import { Player } from "../lab/player/player.js";
import { startAdvice } from "./advice.js";
import { Column } from "./column.js";
import { startExperiments } from "./experiments.js";
import { ask } from "./server.js";
import { inStep } from "./step.js";

/** @typedef {import("./column.js").Drawn} Drawn */

const page = new URL(location.href);
const columns = new Map([...document.querySelectorAll(".column")].map((element) => {
  const column = new Column(/** @type {HTMLElement} */ (element));
  return [column.kind, column];
}));

let told = false;
const player = new Player({
  render: (time) => columns.forEach((column) => column.render(time)),
  step: () => {},
  ended: () => {
    if (!told) announce([...columns.values()].filter(({ timeline }) => timeline).map((column) => column.verdict()).join(" "));
    told = true;
  },
});
byId("player-play").addEventListener("click", () => {
  told = false;
  // In a narrow window the drawing may still be below: who plays wants to see it.
  const shown = [...columns.values()].find(({ element }) => element.offsetParent !== null)?.stage.element;
  if (shown && shown.getBoundingClientRect().top > innerHeight * 0.6) shown.parentElement?.scrollIntoView({ block: "center" });
});

/** Show these, at the beginning of their journeys. @param {Drawn[]} drawings */
function show(drawings) {
  for (const drawn of drawings) columns.get(drawn.kind)?.draw(drawn);
  load([...columns.values()]);
}

/** One clock for these columns; the others stand still. @param {Column[]} going */
function load(going) {
  const branches = new Map(going.flatMap((column) => (column.branch ? [[column.title, column.branch]] : [])));
  const { all, each } = inStep(branches);
  // Loading shows the beginning; then all rest, with their endings in sight, until somebody plays.
  columns.forEach((column) => column.load(going.includes(column) ? each.get(column.title) ?? null : null));
  told = true;
  player.load(branches.size ? all : null);
  columns.forEach((column) => column.rest());
}

const buttons = /** @type {HTMLButtonElement[]} */ ([...document.querySelectorAll("[data-break]")]);

/** The buttons, as the address says them. */
function query() {
  const pressed = buttons.filter((button) => button.getAttribute("aria-pressed") === "true").map((button) => button.dataset.break);
  const wanted = new URLSearchParams(page.search);
  set(wanted, "breaks", pressed.join(","));
  set(wanted, "inside", byId("inside").value === "1" ? "1" : "");
  set(wanted, "more", byId("more").checked ? "1" : "");
  return wanted;
}

/** @param {URLSearchParams} wanted @param {string} name @param {string} value */
function set(wanted, name, value) {
  if (value) wanted.set(name, value);
  else wanted.delete(name);
}

let asked = 0;

/** Ask for what the buttons say, and show it; of two answers the later question's counts. */
async function refresh() {
  const wanted = query();
  remember(wanted);
  byId("take-back").hidden = !wanted.get("breaks");
  asked += 1;
  const mine = asked;
  const found = await ask(`scene?${wanted}`);
  if (!found || mine !== asked) return;
  endReplay();
  for (const [kind, html] of Object.entries(found.columns)) columns.get(kind)?.say(html);
  show(found.drawings);
  announce([...columns.values()].map((column) => column.verdict()).join(" "));
}

/** The address says what is shown: a reload and the other language find it again. @param {URLSearchParams} wanted */
function remember(wanted) {
  page.search = String(wanted);
  history.replaceState(null, "", page);
  const next = document.querySelector("input[name=next]");
  if (next instanceof HTMLInputElement) next.value = page.pathname + page.search;
}

for (const button of buttons) {
  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(on));
    // An app speaks either: what asks by https is no UDP.
    const other = { tls: "udp", udp: "tls" }[button.dataset.break ?? ""];
    if (on && other) buttons.find(({ dataset }) => dataset.break === other)?.setAttribute("aria-pressed", "false");
    refresh();
  });
}
byId("take-back").addEventListener("click", () => {
  for (const button of buttons) button.setAttribute("aria-pressed", "false");
  buttons[0].focus();
  refresh();
});
byId("inside").addEventListener("change", refresh);
byId("more").addEventListener("change", () => {
  // Other columns are another page.
  remember(query());
  location.reload();
});

const tabs = /** @type {HTMLButtonElement[]} */ ([...document.querySelectorAll("[data-tab]")]);

/** In a narrow window one column is seen at a time. @param {string} kind */
function turnTo(kind) {
  byId("columns").dataset.shown = kind;
  for (const tab of tabs) tab.setAttribute("aria-pressed", String(tab.dataset.tab === kind));
  columns.forEach((column) => column.element.toggleAttribute("data-shown", column.kind === kind));
}
for (const tab of tabs) {
  tab.addEventListener("click", () => {
    // An experiment is played in one column; who turns to another has seen enough of it.
    if (before && before.kind !== tab.dataset.tab) stopReplay();
    turnTo(tab.dataset.tab ?? "");
  });
}

/** @type {{kind: string, html: string, drawn: Drawn} | null} */
let before = null;

/** An experiment in its column alone; the others wait. @param {string} kind @param {string} id @param {string} title */
async function replay(kind, id, title) {
  const column = columns.get(kind);
  const found = await ask(`replay?id=${encodeURIComponent(id)}`);
  if (!column || !found) return;
  endReplay();
  const { snapshot } = column.stage;
  if (snapshot) before = { kind, html: column.words.innerHTML, drawn: { kind, snapshot, branch: column.branch } };
  column.say(found.html);
  column.draw(found.drawing);
  load([column]);
  byId("replay").hidden = false;
  byId("replay").firstElementChild?.replaceChildren(title);
  byId("columns").toggleAttribute("data-replay", true);
  for (const other of columns.values()) other.element.toggleAttribute("inert", other !== column);
  column.element.toggleAttribute("data-replayed", true);
  turnTo(kind);
  column.element.scrollIntoView({ block: "start" });
  byId("player-play").focus({ preventScroll: true });
  told = false;
  player.play();
}

function endReplay() {
  byId("replay").hidden = true;
  byId("columns").removeAttribute("data-replay");
  for (const { element } of columns.values()) {
    element.removeAttribute("data-replayed");
    element.removeAttribute("inert");
  }
  if (!before) return;
  const column = columns.get(before.kind);
  column?.say(before.html);
  column?.draw(before.drawn);
  before = null;
}

function stopReplay() {
  endReplay();
  load([...columns.values()]);
}
byId("replay-end").addEventListener("click", () => {
  stopReplay();
  byId("player-play").focus();
});

turnTo(columns.keys().next().value ?? "");
show(JSON.parse(byId("compare-drawings").textContent));
startExperiments(replay);
startAdvice();
