// Which words of a text stand for a thing of the cluster, and which of its numbers are one of the three ports. Known ones only,
// and ports only where they stand for one: a nodePort wherever it stands alone; the others beside their name, their address or
// their protocol.

/** @typedef {import("./types.js").Snapshot} Snapshot */
/** @typedef {import("./types.js").Role} Role */
/** @typedef {{nodePort: Set<number>, port: Set<number>, targetPort: Set<number>, services: Set<string>, pods: Set<string>, things: Map<string, string[]>}} Known */
/** @typedef {{text: string, role?: Role, things?: string[]}} Piece */

/** @type {WeakMap<Snapshot, Known>} */
const remembered = new WeakMap();

/** @param {Snapshot} snapshot @returns {Known} */
export function known(snapshot) {
  const before = remembered.get(snapshot);
  if (before) return before;
  const found = read(snapshot);
  remembered.set(snapshot, found);
  return found;
}

/** @param {Snapshot} snapshot @returns {Known} */
function read(snapshot) {
  /** @type {Known} */
  const found = { nodePort: new Set(), port: new Set(), targetPort: new Set(), services: new Set(), pods: new Set(), things: new Map() };
  const learn = (/** @type {string | null} */ word, /** @type {string} */ thing) => {
    const about = word ? (found.things.get(word) ?? []) : [];
    if (word && !about.includes(thing)) found.things.set(word, [...about, thing]);
  };
  const address = (/** @type {string | null} */ value) => value && value !== "None" && learn(value, `address:${value}`);
  for (const { namespace, name, address: own, labels } of snapshot.pods) {
    learn(name, `place:${namespace}/${name}`);
    for (const [key, value] of Object.entries(labels ?? {})) learn(`${key}=${value}`, labelThing(namespace, key, value));
    address(own);
    if (own) found.pods.add(own);
  }
  for (const service of snapshot.services) {
    const { namespace, name, clusterIP } = service;
    for (const word of [name, ...["", ".svc", ".svc.cluster.local"].map((end) => `${name}.${namespace}${end}`)]) learn(word, `service:${namespace}/${name}`);
    for (const [key, value] of Object.entries(service.selector ?? {})) learn(`${key}=${value}`, labelThing(namespace, key, value));
    for (const value of [clusterIP, ...(service.loadBalancer?.addresses ?? []), ...(service.externalIPs ?? [])]) address(value);
    if (clusterIP) found.services.add(clusterIP);
    for (const port of service.ports) {
      found.port.add(port.port);
      if (port.nodePort) found.nodePort.add(port.nodePort);
      if (typeof port.targetPort === "number") found.targetPort.add(port.targetPort);
    }
    for (const endpoint of service.endpoints) if (endpoint.port) found.targetPort.add(endpoint.port);
  }
  for (const { namespace, name } of snapshot.deployments) learn(name, `deployment:${namespace}/${name}`);
  for (const { namespace, name } of snapshot.ingresses) learn(name, `ingress:${namespace}/${name}`);
  for (const { name, address: own } of snapshot.nodes) {
    learn(name, `place:${name}`);
    address(own);
  }
  address(snapshot.client?.address ?? null);
  return found;
}

/** @param {string} namespace @param {string} key @param {string} value */
export function labelThing(namespace, key, value) {
  return `label:${namespace}/${key}=${value}`;
}

const NUMBER = /(?<![\w.-])\d{1,5}(?![\w-]|\.\d)/g;
/** @type {Record<string, Role>} */
const NAMES = { port: "port", targetport: "targetPort", containerport: "targetPort", nodeport: "nodePort" };

/** @param {string} line @param {Known} ports @returns {{from: number, to: number, role: Role}[]} */
export function marks(line, ports) {
  /** @type {{from: number, to: number, role: Role}[]} */
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

/** A text cut into what stands for something and what does not. @param {string} text @param {Known} ports @returns {Piece[]} */
export function pieces(text, ports) {
  /** @type {Piece[]} */
  const parts = [];
  let at = 0;
  for (const { from, to, role } of marks(text, ports)) {
    named(text.slice(at, from), ports, parts);
    parts.push({ text: text.slice(from, to), role });
    at = to;
  }
  named(text.slice(at), ports, parts);
  return parts;
}

// `service/web` says which of those that are called web is meant.
const KINDS = { service: /^(?:svc|services?)$/, deployment: /^deploy(?:ments?)?(?:\.apps)?$/, place: /^(?:po|pods?|no|nodes?)$/, ingress: /^ing(?:ress(?:es)?)?(?:\.networking\.k8s\.io)?$/ };

/** @param {string} text @param {Known} ports @param {Piece[]} parts */
function named(text, { things }, parts) {
  // A label first, then words; the address of a page may end in a full stop that is none of it.
  const words = text.split(/([\w./-]+=[\w.-]*[\w]|[\w-]+(?:\.[\w-]+)*)/);
  let plain = "";
  for (const [index, word] of words.entries()) {
    const whole = things.get(word);
    if (index % 2 === 0 || !whole) {
      plain += word;
      continue;
    }
    const kind = words[index - 1] === "/" ? Object.entries(KINDS).find(([, form]) => form.test(words[index - 2] ?? ""))?.[0] : undefined;
    const meant = kind ? whole.filter((thing) => thing.startsWith(`${kind}:`)) : whole;
    if (!meant.length) plain += word;
    else {
      if (plain) parts.push({ text: plain });
      plain = "";
      parts.push({ text: word, things: meant });
    }
  }
  if (plain) parts.push({ text: plain });
}
