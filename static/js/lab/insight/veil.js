// While the learner says first where a packet ends, what explains does not give it away before.
import { h } from "../dom.js";
import { page } from "../page.js";
import { say } from "../words.js";

/** Whether nothing may be told yet: no packet is shown that somebody has judged. */
export function veiled() {
  return page.predict.value.on && !page.journey.value;
}

/** Hear when that may have changed. @param {() => void} act */
export function onVeil(act) {
  page.predict.watch(act);
  page.journey.watch(act);
}

/** What stands there instead. */
export function veil() {
  return h("p", { class: "empty" }, say("predict-veil"));
}
