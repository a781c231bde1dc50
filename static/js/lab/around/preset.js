// What a lab was made from: what is wrong there, or worth a look, with a button that shows it. The cause of a fault and its repair
// are told on wish.
import { Refusal, ask } from "../api.js";
import { byId, h, readonly } from "../dom.js";
import { notify } from "../notices.js";
import { page } from "../page.js";
import { say } from "../words.js";
import { hands } from "./dialog.js";

/** @typedef {{id: string, fault: boolean, text: string, title: string | null, repairable: boolean, first: {request?: any, line?: string, apply?: boolean}}} Preset */

/** @type {Preset} */
let preset;
let repaired = false;

export function startPreset() {
  preset = JSON.parse(byId("lab-preset").textContent);
  if (!remembered()) show();
}

/** Whoever knows what this lab is about has no need of being told each time. @param {boolean} [closing] */
function remembered(closing = false) {
  const key = `preset:${page.state.value?.workspace}`;
  try {
    if (closing) localStorage.setItem(key, "closed");
    return localStorage.getItem(key) === "closed";
  } catch {
    return false; // Nothing can be kept: it is told again.
  }
}

function show() {
  const strip = byId("preset");
  const held = strip.contains(document.activeElement);
  const words = h("p", {}, h("strong", {}, preset.title ?? say("preset-symptom")), ` ${preset.text}`);
  const buttons = [];
  const { request, line, apply } = preset.first;
  const kind = readonly() ? "" : "primary";
  if (request) buttons.push(button(say("preset-see"), kind, () => void hands().send(request)));
  else if (line && !readonly()) buttons.push(button(say("preset-see"), kind, () => hands().run(line)));
  else if (apply && !readonly()) buttons.push(button(say("preset-see"), kind, () => void hands().apply()));
  if (preset.fault && !readonly()) {
    if (preset.title === null) buttons.push(button(say("preset-reveal"), "", () => void tell("reveal")));
    else if (preset.repairable && !repaired) buttons.push(button(say("preset-repair"), "", () => void tell("repair")));
  }
  const close = h("button", { type: "button", class: "icon-button", "aria-label": say("dismiss") }, "×");
  close.addEventListener("click", () => {
    strip.hidden = true;
    remembered(true);
    byId("send").focus();
  });
  strip.replaceChildren(words, ...buttons, close);
  strip.hidden = false;
  if (held) strip.querySelector("button")?.focus();
}

/** @param {string} label @param {string} kind @param {() => void} act */
function button(label, kind, act) {
  const made = h("button", { type: "button", class: `button small ${kind}` }, label);
  made.addEventListener("click", act);
  return made;
}

/** @param {"reveal" | "repair"} what */
async function tell(what) {
  try {
    await hands().flush();
    const answer = await ask(what, { revision: page.state.value?.revision });
    preset = answer.preset;
    repaired ||= what === "repair";
    hands().take(answer.state);
    show();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    notify("preset", error.message, { tone: "bad" });
  }
}
