// A learner's page in a class: the hand, "I am done", and what the teacher does with the room.
import { announce, byId } from "../lab/dom.js";
import { page } from "../lab/page.js";
import { say } from "../lab/words.js";
import { startMoments } from "./times.js";
import { Line, connection, startCopying } from "./socket.js";

const place = byId("class");
const hand = byId("class-hand");
/** Not there where the outcome tells whether it is done. */
const done = document.getElementById("class-done");
/** On the page of a task; its cluster is not the one that is given out. */
const work = place.dataset.work !== undefined;
const shown = byId("class-shown");
let show = place.dataset.show;
/** What was pressed while there was no line, to be said once there is. @type {Map<string, boolean>} */
const unsaid = new Map();
/** @type {Promise<import("./question.js").Question> | null} */
let asked = null;

/** Live questions come when the first is asked. */
function questions() {
  asked ??= import("./overlay.js").then(({ overlay }) => overlay((words) => line.say(words)));
  return asked;
}

/** What is typed is kept before the page goes. @param {() => void} then */
async function leave(then) {
  await page.hands.value?.flush().catch(() => undefined);
  then();
}

const line = new Line("seat", (heard) => {
  switch (heard.type) {
    case "me":
      hand.setAttribute("aria-pressed", String(unsaid.get("hand") ?? heard.hand));
      done?.setAttribute("aria-pressed", String(unsaid.get("done") ?? heard.done));
      // The answer to what is said now is another of these.
      for (const [what, on] of unsaid) if (line.say({ say: what, on })) unsaid.delete(what);
      document.getElementById("class-mended")?.toggleAttribute("hidden", !heard.done);
      // A cluster was given out while there was no line.
      if (!work && heard.lab && heard.lab !== byId("live").dataset.workspace) void leave(() => location.reload());
      break;
    case "room":
      if (heard.closed) void leave(() => location.reload());
      // Only what begins to be shown now takes the learner along: who came back to their lab stays there.
      else if (heard.show && heard.show !== show) void leave(() => location.assign(shown.href));
      show = heard.show;
      shown.hidden = !heard.show;
      break;
    case "question":
      if (heard.key || asked) void questions().then((question) => question.take(/** @type {any} */ (heard)));
      break;
    case "answered":
      void asked?.then((question) => question.answered(/** @type {any} */ (heard)));
      break;
    case "given":
      void leave(() => (work ? location.assign(place.dataset.home ?? "") : location.reload()));
      break;
    case "tasks":
      if (heard.now) void leave(() => location.assign((place.dataset.task ?? "").replace("/-/", `/${heard.now}/`)));
      else if (work) void tasks().then(() => leave(() => location.reload()));
      else void tasks();
      break;
    case "out":
      hand.disabled = true;
      done?.toggleAttribute("disabled", true);
      connection(say("class-out"));
      break;
    default:
      throw new Error(`the room said "${heard.type}"`);
  }
});

/** What is to be done is looked up anew. */
async function tasks() {
  const response = await fetch(`${place.dataset.due}?part`, { cache: "no-store" }).catch(() => null);
  if (!response?.ok) return;
  const list = byId("class-due-list");
  list.innerHTML = await response.text();
  startMoments(list);
  const count = list.querySelector("#due-count")?.dataset.count ?? "0";
  byId("class-tasks").hidden = false;
  const badge = byId("class-due");
  if (Number(count) > Number.parseInt(badge.textContent ?? "0", 10)) announce(say("class-task-new"));
  badge.firstChild.data = count;
  badge.hidden = count === "0";
}

/** @param {HTMLButtonElement} button @param {string} what */
function toggles(button, what) {
  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    if (!line.say({ say: what, on })) unsaid.set(what, on);
    button.setAttribute("aria-pressed", String(on));
    if (what === "hand" && on) announce(say("class-hand-heard"));
  });
}

// Where no socket passes, plain requests ask whether anything is asked.
window.setInterval(async () => {
  if (line.open_now() || document.hidden) return;
  const now = byId("class-live").dataset.now ?? "";
  if (asked) return void asked.then((question) => question.poll());
  const told = await fetch(now, { headers: { Accept: "application/json" } }).then((answer) => (answer.ok ? answer.json() : null)).catch(() => null);
  if (told?.key) void questions().then((question) => question.take(told));
}, 5000);
toggles(hand, "hand");
if (done) toggles(/** @type {HTMLButtonElement} */ (done), "done");
startCopying();
startMoments();
const { until } = place.dataset;
// A deadline ends the attempt: the page then shows it as it was. (A timer cannot wait longer than 24 days.)
const left = until ? new Date(until).getTime() - Date.now() + 1000 : Infinity;
if (left < 2 ** 31) window.setTimeout(() => void leave(() => location.reload()), left);
