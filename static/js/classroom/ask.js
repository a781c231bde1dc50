// The teacher asks: forms are sent without a reload, and what changes elsewhere is shown.
import { announce, byId } from "../lab/dom.js";
import { say } from "../lab/words.js";
import { Clock } from "./clock.js";
import { dress } from "./dress.js";
import { connection, Line } from "./socket.js";
import { seldom, swap } from "./swap.js";

const place = byId("class");
const clock = new Clock(() => {
  // The time is up for everybody: whoever's page still waits is told.
  const close = /** @type {HTMLFormElement | null} */ (document.querySelector('#ask-live form[action*="/ask/close"]'));
  if (close) window.setTimeout(() => close.isConnected && close.requestSubmit(), 1200);
});
let busy = 0;
/** What is being ordered, and what the teacher pressed meanwhile. @typedef {{action: string, key: string, fields: URLSearchParams}} Order */
let sending = "";
/** @type {Order | null} */
let next = null;
/** Something changed while there was no time to look. */
let missed = false;

/** @param {Promise<Response>} asked @param {string[]} ids */
async function take(asked, ids) {
  busy += 1;
  try {
    const answer = await asked;
    if (answer.status === 404) return location.assign(place.dataset.home);
    swap(await answer.text(), ids);
    arrange();
    connection("");
    const error = document.getElementById("ask-error");
    if (error) announce(error.textContent ?? "");
  } catch {
    connection(say("class-offline"));
  } finally {
    busy -= 1;
    if (!busy) follow();
  }
}

/** @param {HTMLFormElement} form @param {HTMLElement | null} submitter @returns {Order} */
function ordered(form, submitter) {
  const fields = new URLSearchParams(/** @type {any} */ (new FormData(form, submitter)));
  const pressed = submitter instanceof HTMLButtonElement ? `${submitter.name}=${submitter.value}` : "";
  return { action: form.action, key: [form.action, fields.get("asking") ?? "", pressed].join(" "), fields };
}

/** @param {Order} order */
function send(order) {
  sending = order.key;
  void take(fetch(order.action, { method: "POST", body: order.fields }), ["ask-live"]);
}

/** What was pressed while the page was being brought up to date is done now, if it is still there to be pressed. */
function follow() {
  const waiting = next;
  sending = "";
  next = null;
  if (missed) refresh();
  missed = false;
  if (!waiting) return;
  for (const button of document.querySelectorAll("#main form[method=post] button")) {
    const form = /** @type {HTMLButtonElement} */ (button).form;
    if (!form || ordered(form, /** @type {HTMLButtonElement} */ (button)).key !== waiting.key) continue;
    const version = new FormData(form).get("version");
    if (typeof version === "string") waiting.fields.set("version", version);
    send(waiting);
    return;
  }
}

function arrange() {
  const live = byId("ask-live");
  clock.set(Number(live.dataset.serverNow));
  const card = /** @type {HTMLElement | null} */ (live.querySelector(".ask-now"));
  if (card) {
    clock.show(card);
    dress(card);
  }
}

const refresh = seldom(900, async () => {
  // What the teacher is doing comes first.
  if (busy) missed = true;
  else if (!document.hidden) await take(fetch(location.href), ["ask-live"]);
});

document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (!form.closest("#main")) return;
  event.preventDefault();
  const { submitter } = /** @type {SubmitEvent} */ (event);
  const order = ordered(form, submitter);
  if (form.method === "get") return look(order.fields);
  if (!busy || form.dataset.save !== undefined) send(order);
  // Pressed twice is meant once; something else waits for its turn.
  else if (order.key !== sending) next = order;
});
document.addEventListener("change", (event) => {
  const form = /** @type {Element} */ (event.target).closest("form");
  if (form?.dataset.save !== undefined) form.requestSubmit();
  else if (form?.matches(".ask-search") && /** @type {Element} */ (event.target).matches("select")) form.requestSubmit();
});

/** @param {URLSearchParams} wanted */
function look(wanted) {
  for (const [name, value] of [...wanted]) if (!value) wanted.delete(name);
  const address = `${location.pathname}${wanted.size ? `?${wanted}` : ""}`;
  history.replaceState(null, "", address);
  void take(fetch(address), ["ask-choose", "ask-live"]);
}

const line = new Line("ask", (heard) => {
  switch (heard.type) {
    case "question":
      if (String(heard.version) !== byId("ask-live").dataset.version) refresh();
      break;
    case "votes": {
      const votes = document.getElementById("votes");
      const text = say("live-votes", { count: heard.count, here: heard.here });
      if (votes && document.querySelector(".ask-now .chip") && votes.textContent !== text) {
        votes.textContent = text;
        refresh();
      } else if (!votes || !document.querySelector(".ask-now .chip")) refresh();
      break;
    }
    case "room":
      if (heard.closed) location.assign(place.dataset.home);
      break;
    case "out":
      location.assign(place.dataset.home);
      break;
  }
});
window.setInterval(() => line.open_now() || refresh(), 3000);
arrange();
