// While the learner says first where a packet ends, nothing on the page gives it away before.
import { h } from "./dom.js";
import { page } from "./page.js";
import { say } from "./words.js";

/** @typedef {{from: string, to: {address: string, port: number | string | null}, protocol: string, http?: object | null}} Asked */

/**
 * Whether nothing may be told of a request yet: no packet of its kind is shown that somebody has judged.
 * @param {Asked | null} [asked] any request unless said
 */
export function veiled(asked = null) {
  if (!page.predict.value.on) return false;
  const shown = page.journey.value?.trace.request;
  return page.predicting.value || !shown || Boolean(asked && keyOf(asked) !== keyOf(shown));
}

/** @param {Asked} asked */
function keyOf({ from, to, protocol, http }) {
  const { scheme, host, path } = /** @type {import("./request_http.js").Http} */ (http ?? {});
  return [from, to.address, Number(to.port), protocol, scheme ?? "", host ?? "", path ?? ""].join(" ");
}

/** Hear when that may have changed. @param {() => void} act */
export function onVeil(act) {
  page.predict.watch(act);
  page.predicting.watch(act);
  page.journey.watch(act);
}

/** What stands there instead. */
export function veil() {
  return h("p", { class: "empty" }, say("predict-veil"));
}
