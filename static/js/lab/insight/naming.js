// How places and destinations are named in the tables of insight.
import { h } from "../dom.js";
import { percent, say } from "../words.js";
import { sign } from "../signs.js";

/** @typedef {{name: string, kind: string, address: string, node: string | null, alike: number}} Row */
/** @typedef {{address: string, port: number, protocol: string, role: string, node: string | null, service: string | null, http: import("../request_http.js").Http | null, host: string | null, pod: string | null, alike: number}} Column */
/** @typedef {{kind: string, code: string, probability: number}} Outcome */
/** @typedef {{kind: string, outcomes: Outcome[], pods: number}} Cell */
/** @typedef {{from: string, to: {address: string, port: number}, protocol: string, http?: import("../request_http.js").Http}} Asked */

const LETTERS = { nodePort: "N", port: "P", targetPort: "T" };

/** @param {string} name */
export function lastOf(name) {
  return name.split("/").pop() ?? name;
}

/** A long name keeps its beginning and what tells it from its siblings. @param {string} name */
export function shortOf(name) {
  const last = lastOf(name);
  return last.length > 18 ? `${last.slice(0, 7)}…${last.slice(-5)}` : last;
}

/** @param {Row} row */
export function rowName({ name, kind, alike }) {
  const shown = kind === "client" ? (name === "client" ? say("client") : name) : shortOf(name);
  return alike ? `${shown} ${say("and-alike", { count: alike })}` : shown;
}

/** @param {Column} column */
export function doorText({ address, port, protocol, host }) {
  return host ?? `${address}:${port}${protocol === "TCP" ? "" : `/${protocol}`}`;
}

/** @param {Column} column */
export function doorHead(column) {
  const { role, port, service, pod, node, alike, address } = column;
  const whose = role === "nodePort" ? node : pod ? shortOf(pod) : lastOf(service ?? "");
  const mark = h("span", { class: "mark", "data-role": role, "data-port": port, "data-service": service }, LETTERS[/** @type {keyof typeof LETTERS} */ (role)]);
  // The address may break before the port, and nowhere else.
  const [host, ...rest] = doorText(column).split(":");
  const text = rest.length ? [host, h("wbr"), `:${rest.join(":")}`] : [host];
  return [mark, h("span", { class: "door-address", "data-thing": things(address, pod, node) }, ...text), h("span", { class: "door-whose" }, whose ?? "", alike ? ` ${say("and-alike", { count: alike })}` : "")];
}

/** What is pointed at along with it. @param {string} address @param {string | null} [pod] @param {string | null} [node] */
export function things(address, pod = null, node = null) {
  return [`address:${address}`, ...(pod ? [`place:${pod}`] : node ? [`place:${node}`] : [])].join(" ");
}

/** What a cell is about: who asks, and what is asked. @param {Row} row @param {Column} column */
export function aboutCell(row, { address, pod, node }) {
  return `${things(row.address, row.name)} ${things(address, pod, node)}`;
}

/** @param {Cell} cell */
export function outcomeText(cell) {
  if (!cell.outcomes.length) return say("ending-no-route");
  const kinds = byKind(cell);
  return kinds.map(([kind, share]) => `${say(`ending-${kind}`)}${kinds.length > 1 ? ` ${percent(share)}` : ""}`).join(", ");
}

/** @param {Cell} cell */
export function signsOf(cell) {
  const kinds = byKind(cell);
  return kinds.map(([kind, share]) => h("span", { class: "ending", "data-kind": kind }, sign(kind), ...(kinds.length > 1 ? [h("span", { class: "share" }, percent(share))] : [])));
}

/** @param {Cell} cell @returns {[string, number][]} */
function byKind({ kind, outcomes }) {
  /** @type {Map<string, number>} */
  const shares = new Map();
  for (const outcome of outcomes) shares.set(outcome.kind, (shares.get(outcome.kind) ?? 0) + outcome.probability);
  return shares.size ? [...shares] : [[kind === "mixed" ? "no-route" : kind, 1]];
}

/** @param {Row} row @param {Column} column @returns {Asked} */
export function askedOf(row, { address, port, protocol, http }) {
  return { from: row.name, to: { address, port }, protocol, ...(http && { http }) };
}

/** @param {{from: string, to: {address: string, port: number | null}, protocol: string, http?: import("../request_http.js").Http | null}} asked */
export function requestText({ from, to, protocol, http }) {
  const sender = from === "client" ? say("client") : shortOf(from);
  if (http) return `${sender} → ${http.scheme ?? "http"}://${http.host || to.address}${http.path ?? "/"} (${to.address}:${to.port})`;
  return `${sender} → ${to.address}:${to.port}${protocol === "TCP" ? "" : `/${protocol}`}`;
}
