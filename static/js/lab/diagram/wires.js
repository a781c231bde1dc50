// The wires of the scene: from outside to every node, between the nodes, and to the pods that are endpoints.
import { s } from "../dom.js";

/** @typedef {import("./scene.js").Item} Item */
/** @typedef {import("./layout.js").Layout} Layout */
/** @typedef {import("./lanes.js").Lane} Lane */

/**
 * @param {Layout} plan
 * @param {import("./pods.js").Used} used
 * @returns {Item[]}
 */
export function wires(plan, used) {
  if (plan.lanes.length === 0) return [];
  const middle = (/** @type {Lane} */ lane) => lane.bar.y + lane.bar.h / 2;
  const first = middle(plan.lanes[0]);
  const last = middle(plan.lanes[plan.lanes.length - 1]);
  const trunk = [
    ...plan.lanes.map((lane) => `M${lane.bar.x + lane.bar.w} ${middle(lane)}H${plan.gate}`),
    `M${plan.gate} ${first}V${last}`,
  ].join("");
  /** @type {Item[]} */
  const items = [wire("trunk", trunk, "wire trunk")];
  const { router, client } = plan;
  const out = plan.wide
    ? `M${client.x + client.w} ${router.y}H${router.x - 13}`
    : `M${client.x} ${router.y}H${router.x + 13}`;
  items.push(wire("outside", out, "wire"));
  for (const lane of plan.lanes) {
    const y = middle(lane);
    items.push(wire(`uplink ${lane.node.name}`, uplink(plan, lane.box.x, y), lane.node.up ? "wire" : "wire cut"));
    items.push(wire(`edge ${lane.node.name}`, `M${lane.box.x + (lane.slim ? 90 : 0)} ${y}H${lane.bar.x}`, "wire"));
    for (const { pod, squares } of lane.pods) {
      for (const { port, x, y: end } of squares) {
        const use = used.get(`${pod.namespace}/${pod.name} ${port}`);
        if (!use) continue;
        const d = `M${plan.gate} ${y}C${plan.gate + 16} ${y} ${x - 22} ${end} ${x} ${end}`;
        items.push(wire(`endpoint ${pod.namespace}/${pod.name} ${port}`, d, use.ready ? "wire endpoint" : "wire endpoint unready", use.services));
      }
    }
  }
  return items;
}

/** The way from the router to a node's edge. @param {Layout} plan @param {number} x @param {number} y */
function uplink({ router, wide }, x, y) {
  if (!wide) return `M${router.x} ${router.y + 13}V${y - 12}Q${router.x} ${y} ${x} ${y}`;
  const bend = (x - router.x) * 0.5;
  return `M${router.x + 13} ${router.y}C${router.x + bend} ${router.y} ${x - bend} ${y} ${x} ${y}`;
}

/** @param {string} key @param {string} d @param {string} kind @param {string[]} [of] @returns {Item} */
function wire(key, d, kind, of) {
  return { of, key: `wire ${key}`, layer: "wires", x: 0, y: 0, shows: [d, kind], draw: () => [s("path", { d, class: kind })] };
}
