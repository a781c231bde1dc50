// Which numbers of a text are one of the three ports. Known ones only, and only where they stand for a port:
// a nodePort wherever it stands alone; the others beside their name, their address or their protocol.
import { h } from "../dom.js";

/** @typedef {import("../types.js").Snapshot} Snapshot */
/** @typedef {import("../types.js").Role} Role */
/** @typedef {{nodePort: Set<number>, port: Set<number>, targetPort: Set<number>, services: Set<string>, pods: Set<string>, things: Map<string, string>}} Known */
/** @typedef {{from: number, to: number, role: Role}} Mark */

/** @param {Snapshot} snapshot @returns {Known} */
export function known(snapshot) {
  /** @type {Known} */
  const found = { nodePort: new Set(), port: new Set(), targetPort: new Set(), services: new Set(), pods: new Set(), things: new Map() };
  for (const service of snapshot.services) {
    if (service.clusterIP) {
      found.services.add(service.clusterIP);
      found.things.set(service.clusterIP, `address:${service.clusterIP}`);
    }
    found.things.set(service.name, `service:${service.namespace}/${service.name}`);
    for (const port of service.ports) {
      found.port.add(port.port);
      if (port.nodePort) found.nodePort.add(port.nodePort);
      if (typeof port.targetPort === "number") found.targetPort.add(port.targetPort);
    }
    for (const endpoint of service.endpoints) if (endpoint.port) found.targetPort.add(endpoint.port);
  }
  for (const { namespace, name, address } of snapshot.pods) {
    found.things.set(name, `place:${namespace}/${name}`);
    if (!address) continue;
    found.pods.add(address);
    found.things.set(address, `address:${address}`);
  }
  for (const { name, address } of snapshot.nodes) {
    found.things.set(name, `place:${name}`);
    found.things.set(address, `address:${address}`);
  }
  return found;
}

const NUMBER = /(?<![\w.-])\d{1,5}(?![\w-]|\.\d)/g;
/** @type {Record<string, Role>} */
const NAMES = { port: "port", targetport: "targetPort", containerport: "targetPort", nodeport: "nodePort" };

/** @param {string} line @param {Known} ports @returns {Mark[]} */
export function marks(line, ports) {
  /** @type {Mark[]} */
  const found = [];
  for (const match of line.matchAll(NUMBER)) {
    const from = match.index;
    const to = from + match[0].length;
    const role = roleOf(Number(match[0]), line.slice(0, from), line.slice(to), ports);
    if (role) found.push({ from, to, role });
  }
  return found;
}

/** @param {number} number @param {string} before @param {string} after @param {Known} ports @returns {Role | null} */
function roleOf(number, before, after, ports) {
  if (ports.nodePort.has(number)) return "nodePort";
  const name = /\b(port|targetPort|containerPort|nodePort)"?:\s*(?:<unset>\s*|\S+\s+)?$/i.exec(before)?.[1].toLowerCase();
  const named = name ? NAMES[name] : undefined;
  if (named) return ports[named].has(number) ? named : null;
  const address = /(\d+\.\d+\.\d+\.\d+):$/.exec(before)?.[1];
  if (address) {
    if (ports.services.has(address) && ports.port.has(number)) return "port";
    if (ports.pods.has(address) && ports.targetPort.has(number)) return "targetPort";
    return null;
  }
  const pair = /^:(\d+)\/(?:TCP|UDP|SCTP)\b/.exec(after);
  if (pair) return ports.nodePort.has(Number(pair[1])) && ports.port.has(number) ? "port" : null;
  if (/^\/(?:TCP|UDP|SCTP)\b/.test(after) && ports.port.has(number) && /(?:^|[\s,])$/.test(before)) return "port";
  return null;
}

/** A line with its ports marked. @param {string} line @param {Known} ports @returns {(Node | string)[]} */
export function marked(line, ports) {
  /** @type {(Node | string)[]} */
  const parts = [];
  let at = 0;
  for (const { from, to, role } of marks(line, ports)) {
    const number = line.slice(from, to);
    parts.push(...named(line.slice(at, from), ports), h("span", { class: "term-port", "data-role": role, "data-port": number, title: role }, number));
    at = to;
  }
  parts.push(...named(line.slice(at), ports));
  return parts;
}

/** The names and addresses of a text, for pointing at (hover.js). @param {string} text @param {Known} ports @returns {(Node | string)[]} */
function named(text, { things }) {
  return text.split(/([\w.-]+)/).map((word) => {
    const thing = things.get(word);
    return thing ? h("span", { "data-thing": thing }, word) : word;
  });
}
