// What a button is too small for: the firewall's rules, and the range of nodePorts, in a dialog. Loaded when first opened.
import { byId, h } from "../dom.js";
import { page } from "../page.js";
import { say } from "../words.js";

/** @typedef {(action: object, label: string) => Promise<void>} Act */
/** @typedef {{source: string, ports: [number, number] | null, action: string, protocol?: string | null}} Rule */

/**
 * A dialog with a form: `read` gives the action, or throws a text that says what is wrong.
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
      if (typeof wrong !== "string") throw wrong;
      error.textContent = wrong;
      error.hidden = false;
    }
  });
  byId("main").append(dialog);
  dialog.showModal();
}

/** @param {string} text @returns {number} */
function port(text) {
  const number = /^\d{1,5}$/.test(text.trim()) ? Number(text) : 0;
  if (number < 1 || number > 65535) throw say("form-port-wrong");
  return number;
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
  const value = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (row.querySelector(`[name=${name}]`)).value.trim();
  const source = value("source") || "0.0.0.0/0";
  const parts = source.split(/[./]/).map(Number);
  const length = source.includes("/") ? parts[4] : 32;
  if (!/^\d{1,3}(\.\d{1,3}){3}(\/\d{1,2})?$/.test(source) || parts.slice(0, 4).some((part) => part > 255) || length > 32) throw say("firewall-source-wrong", { source });
  const range = value("ports").split(/\s*-\s*/);
  const ports = range[0] === "" ? null : range.length === 1 ? port(range[0]) : [port(range[0]), port(range[1])];
  if (Array.isArray(ports) && ports[0] > ports[1]) throw say("form-range-wrong");
  return { source, ports, action: value("action"), ...(value("protocol") && { protocol: value("protocol") }) };
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
  const value = (/** @type {HTMLElement} */ label) => port(/** @type {HTMLInputElement} */ (label.querySelector("input")).value);
  ask(say("form-range"), say("range-note"), [first, last], () => {
    const range = { first: value(first), last: value(last) };
    if (range.first > range.last) throw say("form-range-wrong");
    return { type: "set-nodeport-range", ...range };
  }, act);
}

/** @param {Act} act */
export function nodeCount(act) {
  const input = h("input", { class: "input", type: "number", name: "count", min: "1", max: "20", value: page.state.value?.snapshot.nodes.length ?? 3 });
  ask(say("form-nodes"), say("nodes-note"), [h("label", {}, say("nodes-count"), input)], () => {
    const count = Number(input.value);
    if (!Number.isInteger(count) || count < 1 || count > 20) throw say("nodes-wrong");
    return { type: "set-nodes", count };
  }, act);
}
