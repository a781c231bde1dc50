// A lesson beside its stage: goes from step to step without leaving the stage, shows what a step shows, and has its task
// looked at after whatever the learner does. What is right, and every word, comes from the server.
import { announce, byId, debounced } from "../lab/dom.js";
import { page } from "../lab/page.js";
import { point, unpoint } from "./pointing.js";
import { solve } from "./solving.js";

/** @typedef {import("../lab/page.js").Hands} Hands */

const room = byId("lesson-step");
const { failed, reached: reachedWord } = byId("lesson-words").dataset;
const token = /** @type {HTMLInputElement} */ (document.querySelector("input[name=csrfmiddlewaretoken]")).value;
/** Whether the stage is seen beside the text. */
const beside = window.matchMedia("(min-width: 47.51rem)");
/** What was typed since the last look. @type {{line: string, place: string}[]} */
let typed = [];
/** Only the last answer counts. */
let looking = 0;
let solving = false;

/** @returns {HTMLElement} */
const step = () => byId("step");
const look = debounced(180, () => void check());

/**
 * @param {string} address
 * @param {object} [body]
 */
async function ask(address, body) {
  const response = await fetch(address, {
    credentials: "same-origin",
    cache: "no-store",
    ...(body && { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json", "X-CSRFToken": token } }),
  }).catch(() => null);
  if (!response?.ok) {
    announce(failed ?? "");
    return null;
  }
  return response;
}

/** Put a step into the page. @param {string} html @param {string} focus what is looked at next */
function put(html, focus) {
  room.innerHTML = html;
  document.title = step().dataset.title ?? document.title;
  /** @type {HTMLElement | null} */ (room.querySelector(focus))?.focus({ preventScroll: true });
  const pane = byId("pane-text");
  const target = focus === "h2" ? null : room.querySelector(focus);
  if (target) target.scrollIntoView({ block: "nearest" });
  else pane.scrollTop = 0;
}

/** @param {string} address @param {boolean} [remembered] */
async function go(address, remembered = false) {
  await hands()?.flush();
  const response = await ask(`${address}?part`);
  if (!response) {
    location.href = address;
    return;
  }
  typed = [];
  if (!remembered) history.pushState(null, "", address);
  put(await response.text(), "h2");
  await hands()?.refresh();
  hands()?.forget(); // a packet of the step before says nothing here
  for (const input of document.querySelectorAll("form[action$=language] input[name=next]")) /** @type {HTMLInputElement} */ (input).value = location.pathname;
  show();
}

/** @returns {Hands | null} */
function hands() {
  return page.hands.value;
}

/** What a step shows on the stage. */
function show() {
  unpoint();
  const { panel, point: marks, request, file } = JSON.parse(step().dataset.show ?? "{}");
  if (file) hands()?.file(file);
  // Where the text takes all the room it is not taken away from who reads it: there is a button to go and look.
  if (beside.matches && (panel || request)) hands()?.panel(panel ?? "diagram");
  point(marks ?? []);
  if (request && beside.matches) void hands()?.send(request);
}

/** To the drawing, and the packet flies there. */
function watch() {
  const { request } = JSON.parse(step().dataset.show ?? "{}");
  hands()?.panel("diagram");
  window.scrollTo({ top: 0 });
  if (request) void hands()?.send(request);
}

/** Looks whether the task is done by now. */
async function check() {
  const task = document.getElementById("task");
  if (!task || solving) return;
  looking += 1;
  const mine = looking;
  const sent = typed;
  typed = [];
  const { address } = step().dataset;
  const response = await ask(`${address}check`, { typed: sent });
  if (!response) {
    typed = [...sent, ...typed];
    return;
  }
  const { html, reached } = await response.json();
  if (mine !== looking || address !== step().dataset.address) return;
  const before = Boolean(document.getElementById("reached"));
  const held = document.activeElement?.id;
  if (task.innerHTML !== html) task.innerHTML = html;
  if (held) document.getElementById(held)?.focus();
  if (reached && !before) await finish();
  else if (!reached) announce(task.querySelector(".instead")?.textContent?.trim() ?? "");
}

/** The task is done: the way on is open. */
async function finish() {
  announce(reachedWord ?? "");
  const response = await ask(`${step().dataset.address}?part`);
  if (response) put(await response.text(), "#reached");
}

/** Asks something of the server that changes the step. @param {string} name @param {object} body @param {string} focus */
async function change(name, body, focus) {
  const response = await ask(`${step().dataset.address}${name}`, body);
  if (!response) return;
  put(await response.text(), focus);
  if (name === "afresh") await hands()?.refresh();
  if (name !== "hint") show();
}

room.addEventListener("click", (/** @type {MouseEvent} */ event) => {
  const target = /** @type {Element} */ (event.target);
  const link = target.closest("a[data-step-link]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
    event.preventDefault();
    void go(link.getAttribute("href") ?? "");
    return;
  }
  const asked = target.closest("button[data-ask]")?.getAttribute("data-ask");
  if (asked === "hint") {
    const shown = room.querySelectorAll(".hints li").length;
    void change("hint", {}, `#hint-${shown + 1}`);
  } else if (asked === "afresh") void change("afresh", {}, "h2");
  else if (asked === "watch") watch();
  else if (target.closest("#show-me")) void showMe();
});

room.addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (form.dataset.ask !== "predict") return;
  event.preventDefault();
  const choice = /** @type {HTMLButtonElement | null} */ (event.submitter)?.value;
  void change("predict", { choice }, "#reveal");
});

async function showMe() {
  const known = hands();
  const button = /** @type {HTMLButtonElement} */ (byId("show-me"));
  if (!known || solving) return;
  solving = true;
  button.disabled = true;
  button.textContent = byId("lesson-words").dataset.solving ?? "";
  await solve(known, (index) => ask(`${step().dataset.address}solve`, { index }), Number(button.dataset.length), () => {
    button.textContent = byId("lesson-words").dataset.restarted ?? "";
  });
  solving = false;
  await check();
}

window.addEventListener("popstate", () => void go(location.pathname, true));

// The arrow keys with Alt belong to the browser; these are free: n and p, where nobody types.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const target = /** @type {Element} */ (event.composedPath()[0]);
  if (target.closest("input, select, textarea, [contenteditable=true]") || !byId("pane-text").contains(target)) return;
  const way = { n: "#next", p: "[rel=prev]" }[event.key];
  const link = way && room.querySelector(way);
  if (link instanceof HTMLElement) link.click();
});

/** @type {number | undefined} */
let revision;
page.state.watch((state) => {
  if (state && revision !== undefined && state.revision !== revision) look();
  revision = state?.revision;
});
page.typed.watch((line) => {
  if (!line) return;
  typed.push(line);
  look();
});
page.hands.watch((known) => {
  if (!known) return;
  // Whoever comes to a step comes to read it, whatever was looked at last.
  if (!beside.matches) document.getElementById("view-text")?.click();
  show();
});
