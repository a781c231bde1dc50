// What a button is too small for: the firewall's rules, and the range of nodePorts, in a dialog. Loaded when first opened.
import { byId, h } from "../dom.js";
import { page } from "../page.js";
import { say } from "../words.js";
import { Wrong, countIn, rangeIn, ruleIn } from "./entries.js";

/** @typedef {(action: object, label: string) => Promise<void>} Act */
/** @typedef {{source: string, ports: [number, number] | null, action: string, protocol?: string | null}} Rule */

/**
 * A dialog with a form: `read` gives the action, or throws what is wrong.
 * @param {string} title
 * @param {string} note
 * @param {Node[]} fields
 * @param {() => object} read
 * @param {Act} act
 */
function ask(title, note, fields, read, act) {
  const error = h("p", { class: "error", role: "alert", hidden: true });
  const cancel = h("button", { type: "button", class: "button quiet" }, say("form-cancel"));
  const form = h("form", { method: "dialog", novalidate: true }, h("h2", { id: "form-title" }, title), h("p", { class: "form-note" }, note), ...fields, error, h("div", { class: "actions" }, cancel, h("button", { class: "button primary" }, say("form-do"))));
  const dialog = h("dialog", { class: "dialog wide", "aria-labelledby": "form-title" }, form);
  cancel.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    try {
      const action = read();
      dialog.close();
      void act(action, title);
    } catch (wrong) {
      if (!(wrong instanceof Wrong)) throw wrong;
      error.textContent = say(wrong.word, wrong.params);
      error.hidden = false;
    }
  });
  byId("main").append(dialog);
  dialog.showModal();
}

/** One rule as a row. @param {Rule} rule @param {() => void} changed */
function ruleRow(rule, changed) {
  const ports = rule.ports ? (rule.ports[0] === rule.ports[1] ? String(rule.ports[0]) : rule.ports.join("-")) : "";
  const field = (/** @type {string} */ name, /** @type {string} */ value, /** @type {string} */ hint) => h("input", { class: "input", name, value, placeholder: hint, "aria-label": say(`firewall-${name}`), autocomplete: "off", spellcheck: "false", size: "12" });
  const choice = (/** @type {string} */ name, /** @type {string[][]} */ options, /** @type {string} */ value) => h("select", { class: "select", name, "aria-label": say(`firewall-${name}`) }, ...options.map(([key, text]) => h("option", { value: key, selected: key === value }, text)));
  const remove = h("button", { type: "button", class: "button quiet small" }, say("firewall-remove"));
  const row = h("li", {}, choice("action", [["deny", say("firewall-deny")], ["allow", say("firewall-allow")]], rule.action), field("source", rule.source, "0.0.0.0/0"), field("ports", ports, "30000-32767"), choice("protocol", [["", say("firewall-any")], ["TCP", "TCP"], ["UDP", "UDP"], ["SCTP", "SCTP"]], rule.protocol ?? ""), remove);
  remove.addEventListener("click", () => {
    row.remove();
    changed();
  });
  return row;
}

/** @param {Element} row */
function ruleOf(row) {
  const value = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (row.querySelector(`[name=${name}]`)).value;
  return ruleIn({ source: value("source"), ports: value("ports"), action: value("action"), protocol: value("protocol") });
}

/** @param {Act} act */
export function firewall(act) {
  const list = h("ol", { class: "firewall-rules" });
  const add = h("button", { type: "button", class: "button small" }, say("firewall-add"));
  const known = /** @type {Rule[]} */ (page.state.value?.snapshot.surroundings.firewall ?? []);
  const put = (/** @type {Rule} */ rule) => list.append(ruleRow(rule, () => add.focus()));
  for (const rule of known) put(rule);
  if (known.length === 0) put({ source: "", ports: null, action: "deny" });
  add.addEventListener("click", () => {
    put({ source: "", ports: null, action: "deny" });
    /** @type {HTMLElement | null} */ (list.lastElementChild?.querySelector("select") ?? null)?.focus();
  });
  ask(say("form-firewall"), say("firewall-note"), [list, h("div", {}, add)], () => ({ type: "set-firewall", rules: [...list.children].map(ruleOf) }), act);
}

/** @param {Act} act */
export function nodePortRange(act) {
  const [low, high] = page.state.value?.snapshot.settings.nodePortRange ?? [30000, 32767];
  const field = (/** @type {string} */ name, /** @type {number} */ value) => h("label", {}, say(`range-${name}`), h("input", { class: "input", name, value, inputmode: "numeric", autocomplete: "off" }));
  const first = field("first", low);
  const last = field("last", high);
  const value = (/** @type {HTMLElement} */ label) => /** @type {HTMLInputElement} */ (label.querySelector("input")).value;
  ask(say("form-range"), say("range-note"), [first, last], () => {
    return { type: "set-nodeport-range", ...rangeIn(value(first), value(last)) };
  }, act);
}

/** @param {Act} act */
export function nodeCount(act) {
  const input = h("input", { class: "input", type: "number", name: "count", min: "1", max: "20", value: page.state.value?.snapshot.nodes.length ?? 3 });
  ask(say("form-nodes"), say("nodes-note"), [h("label", {}, say("nodes-count"), input)], () => {
    return { type: "set-nodes", count: countIn(input.value) };
  }, act);
}
