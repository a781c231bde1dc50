// What is broken around the nodes, in the drawing: the firewall as a wall before them, a pod network that is cut, and a
// switch at each node. The switch is for the pointer; the panel "Break it" has the same for the keyboard.
import { s } from "../dom.js";
import { say } from "../words.js";
import { fit, label, widthOf } from "./shapes.js";

/** @typedef {import("./scene.js").Item} Item */

/** @param {import("./layout.js").Layout} plan @param {import("../types.js").Snapshot} snapshot @returns {Item[]} */
export function faultItems(plan, snapshot) {
  const { firewall, podNetwork } = snapshot.surroundings;
  const closed = firewall.some(({ action }) => action === "deny");
  return [
    ...(closed && plan.lanes.length ? [wall(plan)] : []),
    ...(!podNetwork && plan.lanes.length > 1 ? [cut(plan)] : []),
    ...plan.lanes.map((lane) => power(plan, lane)),
  ];
}

/** @param {import("./layout.js").Layout} plan @returns {Item} */
function wall(plan) {
  const { cluster, lanesTop, lanesBottom, wide } = plan;
  const x = wide ? cluster.x - 13 : cluster.x + 2;
  const height = lanesBottom - lanesTop + 16;
  return {
    key: "firewall", layer: "nodes", x, y: lanesTop - 8, shows: [height, wide],
    draw: () => {
      const rows = Math.floor(height / 8);
      const bricks = Array.from({ length: rows }, (_, row) => s("path", { d: `M0 ${row * 8}H10M${row % 2 ? 3.5 : 6.5} ${row * 8}v8`, class: "brick-joint" }));
      return [
        s("title", {}, say("firewall-title")),
        s("rect", { width: 10, height: rows * 8, class: "brick-wall" }),
        ...bricks,
        ...(wide ? [label(say("firewall"), { x: 11, y: -7, class: "small end bad" })] : []),
      ];
    },
  };
}

/** @param {import("./layout.js").Layout} plan @returns {Item} */
function cut(plan) {
  const [first, second] = plan.lanes;
  const y = (first.bar.y + second.bar.y + first.bar.h) / 2;
  return {
    key: "pod-network", layer: "nodes", x: plan.gate, y, shows: plan.wide,
    draw: () => [s("title", {}, say("pod-network-title")), s("circle", { r: 9, class: "cut-disc" }), s("path", { d: "M-5 -5L5 5M5 -5L-5 5", class: "cut-cross" })],
  };
}

/** @param {import("./layout.js").Layout} plan @param {import("./lanes.js").Lane} lane @returns {Item} */
function power({ wide }, { node, box, bar, dense, slim }) {
  const room = wide ? (dense ? 84 : 118) : 62;
  const x = box.x + (slim ? 78 : 14 + widthOf(fit(node.name, room, "name"), "name") + 14);
  return {
    key: `power ${node.name}`, layer: "front", x, y: slim ? bar.y + 9 : box.y + (dense || !wide ? 14.5 : 16.5), shows: [node.up, wide],
    draw: () => [
      s(
        "g", { class: node.up ? "power" : "power off", "data-power": node.name, "data-up": String(node.up) },
        s("title", {}, say(node.up ? "power-off" : "power-on", { node: node.name })),
        s("circle", { r: wide ? 9 : 12, class: "power-disc" }),
        s("path", { d: "M0 -4.6V-0.6M-2.9 -3.1A4 4 0 1 0 2.9 -3.1", class: "power-sign" }),
      ),
    ],
  };
}
