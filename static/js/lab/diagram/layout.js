// Where everything stands: a function of the snapshot, the room there is, and how wide words are.
//
// A cluster is a weave: nodes are lanes from left to right, Services are dashed bands from top to bottom, and where
// they cross, on the node's netfilter bar, the Service's port sits: present on every node, a box on none. Every lane keeps
// a slot free above its bar for the packet's card, left of the pods, so that the card covers nothing that matters.
import { say } from "../words.js";
import { lanesOf } from "./lanes.js";
import { widthOf } from "./shapes.js";

/** @typedef {import("../types.js").Snapshot} Snapshot */
/** @typedef {{x: number, y: number}} Point */
/** @typedef {{x: number, y: number, w: number, h: number}} Box */
/** @typedef {import("./lanes.js").Lane} Lane */

/**
 * @typedef {object} Band a Service, drawn across all nodes
 * @property {import("../types.js").Service} service
 * @property {Box} box
 * @property {number} title the width its name may take
 * @property {number[]} ports x of each of its ports
 */

/**
 * @typedef {object} Layout
 * @property {boolean} wide
 * @property {number} width
 * @property {number} height
 * @property {Box} client
 * @property {Point} router
 * @property {Box | null} balancer
 * @property {Box} elsewhere a machine that only a packet's journey brings in
 * @property {Box} cluster
 * @property {number} lanesTop
 * @property {number} lanesBottom
 * @property {number} gate x of the pod network, which joins the nodes
 * @property {Band[]} bands
 * @property {import("../types.js").Service[]} unseen Services for which no band has room
 * @property {Lane[]} lanes
 * @property {(Box & {pods: import("../types.js").Pod[]}) | null} waiting pods that stand on no node yet
 * @property {Box} slot where the card stands while the packet is outside
 */

const NARROW = 840;
const GAP = 10;
const SLIM_GAP = 4;

/** The API server's own Service is no part of what a learner builds. @param {import("../types.js").Service} service */
function drawn(service) {
  const internal = service.namespace === "default" && service.name === "kubernetes";
  return !internal && Boolean(service.clusterIP) && service.clusterIP !== "None";
}

/**
 * @param {Snapshot} snapshot
 * @param {number} width
 * @param {number} room the height that is there; the drawing may need more
 * @param {boolean} [tight] lanes say less, so that all are seen in a low room
 * @returns {Layout}
 */
export function layout(snapshot, width, room, tight = false) {
  const wide = width >= NARROW;
  const services = snapshot.services.filter(drawn);
  const balanced = services.some((service) => service.loadBalancer?.addresses.length);
  const waitingPods = snapshot.pods.filter((pod) => !snapshot.nodes.some((node) => node.name === pod.node));

  const outside = wide ? outsideLeft(width) : outsideTop(width, balanced);
  const top = outside.clusterTop;
  const lanesTop = top + (services.length ? 50 : 34);
  const frame = { x: outside.clusterLeft, w: width - outside.clusterLeft - (wide ? 20 : 6) };
  const lanes = lanesOf(snapshot, frame, wide, tight);

  // Lanes grow into the room that is left, but not without limit: air, not emptiness.
  const bottom = wide ? 20 : 10;
  const below = waitingPods.length ? 54 : 14;
  const gap = lanes[0]?.slim ? SLIM_GAP : GAP;
  const needed = lanes.reduce((sum, lane) => sum + lane.box.h + gap, 0) - gap;
  const spare = Math.max(0, room - bottom - below - lanesTop - needed);
  const extra = wide && lanes.length ? Math.min(lanes[0].slim ? 10 : 34, spare / lanes.length) : 0;
  let y = lanesTop;
  for (const lane of lanes) {
    lane.stretch(y, extra);
    y += lane.box.h + gap;
  }
  const lanesBottom = y - gap;
  const cluster = { ...frame, y: top, h: lanesBottom + below - top };
  const needs = cluster.y + cluster.h + bottom;
  const height = Math.max(room, needs);

  const bar = lanes[0]?.bar ?? { x: frame.x + 40, y: 0, w: frame.w - 80, h: 0 };
  const { bands, unseen } = bandsOf(services, bar, lanesTop, lanesBottom, wide);
  const last = lanes[lanes.length - 1]?.bar ?? bar;
  const middle = wide ? (bar.y + last.y + last.h) / 2 : 30;
  const client = wide ? { x: 20, y: middle - 30, w: outside.clientWidth, h: 60 } : outside.client;
  const router = wide ? { x: client.x + client.w + outside.routerGap, y: middle } : outside.router;
  return {
    wide, width, height, client, router, cluster, lanesTop, lanesBottom, bands, unseen, lanes,
    balancer: balanced ? balancerBox(wide, router, frame.x) : null,
    elsewhere: wide ? { x: 20, y: client.y + (balanced ? 164 : 118), w: outside.clientWidth, h: 40 } : { x: width - 98, y: 58, w: 92, h: 34 },
    gate: bar.x + bar.w + (wide ? 26 : 14),
    waiting: waitingPods.length ? { x: frame.x + 14, y: lanesBottom + 12, w: frame.w - 28, h: 30, pods: waitingPods } : null,
    slot: { x: 12, y: client.y - 78, w: Math.max(180, cluster.x - 20), h: 66 },
  };
}

/** @param {number} width */
function outsideLeft(width) {
  const tight = width < 960;
  const clientWidth = tight ? 112 : 128;
  const routerGap = tight ? 38 : 58;
  const clusterLeft = 20 + clientWidth + routerGap * 2 + 8;
  return { clientWidth, routerGap, clusterLeft, clusterTop: 16, client: /** @type {any} */ (null), router: /** @type {any} */ (null) };
}

/** @param {number} width @param {boolean} balanced */
function outsideTop(width, balanced) {
  return {
    clientWidth: 0, routerGap: 0, clusterLeft: 6, clusterTop: balanced ? 116 : 74,
    client: { x: Math.min(120, width - 160), y: 8, w: 140, h: 44 },
    router: { x: 28, y: 30 },
  };
}

/** As wide as its name. @param {boolean} wide @param {Point} router @param {number} end where the cluster begins */
function balancerBox(wide, router, end) {
  const w = Math.max(68, Math.ceil(widthOf(say("balancer"), "small")) + 18);
  return wide ? { x: Math.min(router.x - w / 2, end - 8 - w), y: router.y + 74, w, h: 40 } : { x: 62, y: 66, w: Math.max(112, w), h: 34 };
}

/**
 * Bands stand side by side over the bars; where no more fit, the rest is told in words.
 * @param {import("../types.js").Service[]} services
 * @param {Box} bar
 * @param {number} top
 * @param {number} bottom
 * @param {boolean} wide
 */
function bandsOf(services, bar, top, bottom, wide) {
  const least = wide ? 84 : 44;
  const room = wide ? bar.w - 24 : bar.w;
  const seen = services.slice(0, Math.max(1, Math.floor(room / least)));
  const share = room / Math.max(1, seen.length);
  const start = bar.x + (wide ? 12 : 0);
  /** @type {Band[]} */
  const bands = seen.map((service, index) => {
    const ports = Math.max(1, service.ports.length);
    const step = Math.min(wide ? 52 : 26, (share - 12) / ports);
    const w = Math.min(share - 8, Math.max(wide ? 112 : 44, ports * step + 24));
    const center = seen.length === 1 ? bar.x + bar.w * (wide ? 0.55 : 0.62) : start + share * (index + 0.5);
    return {
      service,
      box: { x: center - w / 2, y: top - 6, w, h: bottom - top + 12 },
      title: seen.length === 1 ? (wide ? Math.min(300, bar.w) : bar.x + bar.w + 60) : share - 16,
      ports: service.ports.map((_, port) => center + (port - (service.ports.length - 1) / 2) * step),
    };
  });
  return { bands, unseen: services.slice(seen.length) };
}
