// Points at what the text speaks of: a port, a node, a Service, a button, a field in the editor.
import { page } from "../lab/page.js";

const CONTROLS = {
  send: "#send", "send-many": "#send-many", apply: "#apply", undo: "#undo", "all-paths": "#all-paths",
  terminal: "#tab-terminal", rules: "#tab-rules", objects: "#tab-objects", events: "#tab-events", break: "#tab-break",
};

/** @param {string} mark @returns {Element[]} */
function find(mark) {
  const colon = mark.indexOf(":");
  const [kind, rest] = [mark.slice(0, colon), mark.slice(colon + 1)];
  switch (kind) {
    case "role":
      return [...document.querySelectorAll(`#stage [data-role="${rest}"]`)];
    case "control":
      return [...document.querySelectorAll(CONTROLS[/** @type {keyof typeof CONTROLS} */ (rest)])];
    case "node":
      return [...document.querySelectorAll(`#stage [data-key="node ${rest}"]`)];
    case "service":
      return [...document.querySelectorAll(`#stage [data-key="service default/${rest}"]`)];
    case "pod":
      return [...document.querySelectorAll("#stage [data-key^='pod ']")].slice(Number(rest), Number(rest) + 1);
    default:
      return [];
  }
}

/** @param {string[]} marks */
export function point(marks) {
  const fields = marks.filter((mark) => mark.startsWith("field:")).map((mark) => mark.slice("field:".length));
  if (fields.length > 0) page.hands.value?.spot(fields);
  for (const mark of marks) {
    for (const element of find(mark)) {
      element.classList.add("spot");
      // A tab may stand beyond the edge of its row.
      if (mark.startsWith("control:")) element.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  }
}

export function unpoint() {
  page.hands.value?.spot([]);
  for (const element of document.querySelectorAll(".spot")) element.classList.remove("spot");
}
