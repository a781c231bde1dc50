// Where a hop happens in the drawing, and by what course the packet gets there. Only places and stages are read:
// what a hop means was decided by the server.
import { course, cubic } from "./curves.js";

/** @typedef {import("./layout.js").Layout} Layout */
/** @typedef {import("./layout.js").Point} Point */
/** @typedef {import("./layout.js").Box} Box */
/** @typedef {import("../types.js").Hop} Hop */
/** @typedef {Point & {kind: "client" | "router" | "balancer" | "machine" | "node" | "pod", place: string, slot: Box}} Station */
/** @typedef {{station: Station, course: import("./curves.js").Course}} Stop */
/** @typedef {{first: number, last: number, from: string | null, to: string | null}} Visit */

// Request and answer run beside each other.
const LANE_OF_LEG = { request: -4, reply: 5, error: 5 };

/** @param {Layout} plan @param {Hop[]} hops @returns {Stop[]} */
export function stopsOf(plan, hops) {
  const visits = visitsOf(hops);
  /** @type {Station | null} */
  let before = null;
  return hops.map((hop, index) => {
    const station = stationOf(plan, hops, index, visits[index]);
    const shift = LANE_OF_LEG[hop.leg];
    const points = (before ? way(plan, before, station) : [station]).map(({ x, y }) => ({ x: x + (shift > 0 ? 3 : 0), y: y + shift }));
    before = station;
    return { station, course: course(points) };
  });
}

/** Hops at one place in a row are one visit. @param {Hop[]} hops @returns {Visit[]} */
function visitsOf(hops) {
  /** @type {Visit[]} */
  const visits = [];
  hops.forEach((hop, index) => {
    if (index && hops[index - 1].place === hop.place) {
      visits.push(visits[index - 1]);
      visits[index].last = index;
    } else {
      visits.push({ first: index, last: index, from: hops[index - 1]?.place ?? null, to: null });
    }
  });
  for (const visit of visits) visit.to = hops[visit.last + 1]?.place ?? null;
  return visits;
}

/** Nodes and pods are reached from within; everything else stands outside, to the left. @param {Layout} plan @param {string | null} place */
function isOutside(plan, place) {
  return place !== null && !plan.lanes.some(({ node, pods }) => node.name === place || pods.some(({ pod }) => place === `${pod.namespace}/${pod.name}`));
}

/** Machines that the cluster talks to and that no lane shows, as the control plane. @param {Layout} plan @param {Hop[]} hops */
export function machinesOf(plan, hops) {
  const known = new Set(["client", "router", "balancer"]);
  return [...new Set(hops.map(({ place }) => place))].filter((place) => !known.has(place) && isOutside(plan, place));
}

/** @param {Layout} plan @param {Hop[]} hops @param {number} index @param {Visit} visit @returns {Station} */
function stationOf(plan, hops, index, visit) {
  const hop = hops[index];
  const { place } = hop;
  if (place === "client") {
    const { x, y, w, h } = plan.client;
    return { x: plan.wide ? x + w : x, y: plan.wide ? y + h / 2 : plan.router.y, kind: "client", place, slot: plan.slot };
  }
  if (place === "router") return { ...plan.router, kind: "router", place, slot: plan.slot };
  if (place === "balancer") {
    const box = plan.balancer ?? { ...plan.router, w: 0, h: 0 };
    return { x: box.x + box.w / 2, y: box.y + box.h / 2, kind: "balancer", place, slot: plan.slot };
  }
  const lane = plan.lanes.find(({ node }) => node.name === place);
  if (lane) {
    const { x, y } = onBar(plan, lane, hops, index, visit);
    return { x, y, kind: "node", place, slot: lane.slot };
  }
  for (const its of plan.lanes) {
    const pod = its.pods.find(({ pod: { namespace, name } }) => `${namespace}/${name}` === place);
    if (pod) {
      const ports = [hop.after.dst.port, hop.after.src.port];
      const square = pod.squares.find(({ port }) => ports.includes(port)) ?? { x: pod.box.x, y: pod.box.y + pod.box.h / 2 };
      return { x: square.x, y: square.y, kind: "pod", place, slot: its.slot };
    }
  }
  const { x, y, w, h } = plan.elsewhere;
  return { x: x + w / 2, y: y + h / 2, kind: "machine", place, slot: plan.slot };
}

/**
 * Where on a node: at its open door, where the Service crosses its netfilter bar, or at the end towards the pods.
 * @param {Layout} plan
 * @param {import("./lanes.js").Lane} lane
 * @param {Hop[]} hops
 * @param {number} index
 * @param {Visit} visit
 * @returns {Point}
 */
function onBar(plan, lane, hops, index, visit) {
  const hop = hops[index];
  const y = lane.bar.y + lane.bar.h / 2;
  const start = { x: lane.bar.x + 10, y };
  const end = { x: lane.bar.x + lane.bar.w, y };
  const crossing = { x: crossingX(plan, lane, hops.slice(visit.first, visit.last + 1)), y };
  const entersLeft = visit.from === null || isOutside(plan, visit.from);
  const arrives = index === visit.first;
  const stays = visit.to === null;
  const leavesLeft = stays ? entersLeft || (index === visit.last && !arrives) : isOutside(plan, visit.to);
  if (arrives && visit.from === null) return start;
  if (arrives && hop.stage === "receive") return entersLeft ? doorOf(lane, hop) : end;
  if (entersLeft && leavesLeft) return crossing;
  if (entersLeft) return hop.stage === "postrouting" ? end : hop.stage === "forward" || hop.stage === "routing" ? between(crossing, end) : crossing;
  if (leavesLeft) {
    if (stays) return hop.stage === "input" ? crossing : start;
    return hop.stage === "postrouting" ? crossing : hop.stage === "forward" || hop.stage === "routing" ? between(crossing, end) : end;
  }
  const touched = hop.rules.some((rule) => rule.origin) || hop.event.endsWith("dnat") || hop.event === "rejected";
  return touched ? crossing : end;
}

/** @param {Point} a @param {Point} b @returns {Point} */
function between(a, b) {
  return { x: (a.x + b.x) / 2 + 10, y: a.y };
}

/** The Service whose rules this visit meets. @param {Layout} plan @param {import("./lanes.js").Lane} lane @param {Hop[]} hops */
function crossingX(plan, lane, hops) {
  for (const hop of hops) {
    for (const { origin } of hop.rules) {
      const band = plan.bands.find(({ service }) => `${service.namespace}/${service.name}` === origin?.service);
      if (band) return band.ports[Math.max(0, band.service.ports.findIndex(({ name }) => name === origin?.port))];
    }
  }
  return plan.bands[0]?.ports[0] ?? lane.bar.x + lane.bar.w / 2;
}

/** @param {import("./lanes.js").Lane} lane @param {Hop} hop @returns {Point} */
function doorOf(lane, { before, after }) {
  const ports = [before.dst.port, after.dst.port, after.src.port];
  const door = lane.doors.find(({ port }) => ports.includes(port.port));
  return { x: lane.slim ? (door?.x ?? lane.box.x) : lane.box.x, y: door?.y ?? lane.bar.y + lane.bar.h / 2 };
}

/** @param {Layout} plan @param {Station} a @param {Station} b @returns {Point[]} */
function way(plan, a, b) {
  const outsideFirst = { client: 0, machine: 1, balancer: 1, router: 1, node: 2, pod: 3 };
  if (outsideFirst[a.kind] > outsideFirst[b.kind]) return way(plan, b, a).reverse();
  if (b.kind === "node" && a.kind !== "node") {
    const lane = plan.lanes.find(({ node }) => node.name === b.place);
    const door = { x: lane?.box.x ?? b.x, y: b.y };
    return [...enter(plan, a, door), b];
  }
  if (a.kind === "node" && b.kind === "node") {
    return a.place === b.place ? [a, b] : [a, { x: plan.gate, y: a.y }, { x: plan.gate, y: b.y }, b];
  }
  if (a.kind === "node" && b.kind === "pod") {
    const gate = { x: plan.gate, y: a.y };
    return [a, gate, ...cubic(gate, { x: gate.x + 16, y: gate.y }, { x: b.x - 22, y: b.y }, b)];
  }
  return [a, b];
}

/** From outside to a node's edge, as wires.js draws the uplink. @param {Layout} plan @param {Point} a @param {Point} door @returns {Point[]} */
function enter(plan, a, door) {
  if (!plan.wide) {
    const corner = { x: plan.router.x, y: door.y - 12 };
    return [a, { x: plan.router.x, y: Math.min(a.y + 13, corner.y) }, corner, ...cubic(corner, { x: corner.x, y: door.y - 4 }, { x: door.x - 4, y: door.y }, door)];
  }
  const bend = (door.x - a.x) * 0.5;
  return [a, ...cubic(a, { x: a.x + bend, y: a.y }, { x: door.x - bend, y: door.y }, door)];
}
