// The snapshot as a list of things to draw, each with an identity, a layer, a place and what it shows.
//
// Identity is what makes change visible: draw.js moves the thing that has the same key instead of drawing anew.
import { s } from "../dom.js";
import { labelThing } from "../known.js";
import { say } from "../words.js";
import { faultItems } from "./faults.js";
import { endpointPorts, podItem } from "./pods.js";
import { box, fit, label, socket, widthOf } from "./shapes.js";
import { wires } from "./wires.js";

/**
 * @typedef {object} Item
 * @property {string} key
 * @property {"back" | "wires" | "bands" | "nodes" | "front"} layer
 * @property {number} x
 * @property {number} y
 * @property {unknown} shows compared to know whether it has to be drawn again
 * @property {() => Element[]} draw
 * @property {string} [thing] what it stands for (hover.js)
 * @property {string} [about] what it belongs to (hover.js)
 * @property {string[]} [of] the Services that it belongs to; what belongs to all says nothing
 */

/** @typedef {import("./layout.js").Layout} Layout */
/** @typedef {import("./lanes.js").Lane} Lane */

/** @param {Layout} plan @param {import("../types.js").Snapshot} snapshot @returns {Item[]} */
export function scene(plan, snapshot) {
  const used = endpointPorts(snapshot);
  return [
    ...outside(plan, snapshot),
    clusterFrame(plan, snapshot),
    ...plan.bands.map((band) => bandItem(plan, band)),
    ...plan.lanes.flatMap((lane) => [
      laneItem(plan, lane),
      barItem(plan, lane, snapshot),
      ...lane.doors.map((door) => doorItem(lane, door)),
      ...crossings(plan, lane),
      ...lane.pods.map((pod) => podItem(pod, used)),
    ]),
    ...wires(plan, used),
    ...(plan.waiting ? [waitingItem(plan.waiting)] : []),
    ...faultItems(plan, snapshot),
  ];
}

/** @param {Layout} plan @param {import("../types.js").Snapshot} snapshot @returns {Item[]} */
function outside(plan, snapshot) {
  const { client, router, balancer, wide } = plan;
  /** @type {Item[]} */
  const items = [
    {
      key: "client", thing: `place:client address:${snapshot.client.address}`, layer: "front", x: client.x, y: client.y, shows: [snapshot.client, client.w, client.h],
      draw: () => [
        box(client.w, client.h, { class: "client" }),
        label(say("client"), { x: client.w / 2, y: client.h / 2 - 5, class: "name middle" }),
        label(snapshot.client.address, { x: client.w / 2, y: client.h / 2 + 13, class: "address middle" }),
      ],
    },
    {
      key: "router", thing: "place:router", layer: "front", x: router.x, y: router.y, shows: wide,
      draw: () => [
        s("circle", { r: 13, class: "router" }),
        s("path", { d: "M-6 -3H5M2 -6L5 -3L2 0M6 4H-5M-2 1L-5 4L-2 7", class: "router-arrows" }),
        label(say("router"), { x: wide ? 0 : 12, y: wide ? 29 : 24, class: wide ? "small middle" : "small" }),
      ],
    },
  ];
  if (balancer) {
    const balanced = snapshot.services.filter(({ loadBalancer }) => loadBalancer?.addresses.length);
    items.push({
      key: "balancer", thing: ["place:balancer", ...balanced.flatMap(({ loadBalancer }) => loadBalancer.addresses.map((address) => `address:${address}`))].join(" "),
      about: balanced.map(({ namespace, name }) => `service:${namespace}/${name}`).join(" "), layer: "front", x: balancer.x, y: balancer.y, shows: [balancer.w, balancer.h],
      draw: () => [
        box(balancer.w, balancer.h, { class: "client" }),
        label(say("balancer"), { x: balancer.w / 2, y: balancer.h / 2 + 4, class: "small middle" }),
      ],
    });
  }
  return items;
}

/** @param {Layout} plan @param {import("../types.js").Snapshot} snapshot @returns {Item} */
function clusterFrame(plan, snapshot) {
  const { cluster, wide } = plan;
  const more = plan.unseen.length ? say("more-services", { count: plan.unseen.length }) : "";
  return {
    key: "cluster", layer: "back", x: cluster.x, y: cluster.y, shows: [cluster.w, cluster.h, snapshot.proxyMode, more],
    draw: () => [
      box(cluster.w, cluster.h, { class: "cluster", rx: 16 }),
      label(say("cluster"), wide ? { x: 16, y: 22, class: "zone" } : { x: cluster.w - 12, y: 20, class: "zone end" }),
      ...(more ? [label(more, { x: cluster.w - (wide ? 16 : 12), y: wide ? 22 : 36, class: "small end" })] : []),
    ],
  };
}

/** @param {Layout} plan @param {import("./layout.js").Band} band @returns {Item} */
function bandItem(plan, band) {
  const { service, title } = band;
  const w = band.box.w;
  const name = `${service.namespace}/${service.name}`;
  return {
    key: `service ${name}`, thing: `service:${name}${service.clusterIP ? ` address:${service.clusterIP}` : ""}`, of: [name],
    about: Object.entries(service.selector ?? {}).map(([key, value]) => labelThing(service.namespace, key, value)).join(" "), layer: "bands", x: band.box.x, y: band.box.y,
    shows: [band.box, title, service.type, service.clusterIP],
    draw: () => [
      s("title", {}, say("service-title", { name, type: service.type, address: service.clusterIP ?? "" })),
      box(w, band.box.h, { class: "band", rx: 12 }),
      label(fit(service.name, title, "name"), { x: w / 2, y: -22, class: "name middle service" }),
      // Beside a neighbour there is no room for it; the band's title says it all the same.
      ...(title < 96 ? [] : [label(`${title > 190 ? `${service.type} · ` : ""}${service.clusterIP}`, { x: w / 2, y: -8, class: "address middle service" })]),
    ],
  };
}

/** @param {Layout} plan @param {Lane} lane @returns {Item} */
function laneItem(plan, lane) {
  const { node, box: area } = lane;
  const state = node.up ? (node.ready ? "" : say("node-not-ready")) : say("node-down");
  const open = lane.doors.length > 0 && lane.pods.length === 0 && !lane.slim;
  const x = lane.podsLeft - area.x;
  const middle = area.h / 2;
  const w = area.w - x - 12;
  // Where a Service's band begins there is no room for the address; the lane's title says it all the same.
  const told = !lane.dense || !plan.bands.length || plan.bands[0].box.x - area.x - 104 > 100;
  return {
    key: `node ${node.name}`, thing: `place:${node.name} address:${node.address}`, layer: "back", x: area.x, y: area.y, shows: [area.w, area.h, node.address, state, open, lane.slim, told],
    draw: () => lane.slim ? slimNode(lane, state) : [
      s("title", {}, `${node.name} ${node.address} ${state}`),
      box(area.w, area.h, { class: state ? "lane out" : "lane", rx: 12 }),
      label(fit(node.name, plan.wide ? (lane.dense ? 84 : 118) : 62, "name"), { x: 14, y: lane.dense || !plan.wide ? 19 : 21, class: "name" }),
      ...(told ? [label(node.address, lane.dense ? { x: 104, y: 19, class: "address" } : { x: 14, y: plan.wide ? 37 : 32, class: plan.wide ? "address" : "address tiny" })] : []),
      ...(state ? [label(state, { x: area.w - 12, y: 18, class: "small end bad" })] : []),
      ...(open
        ? [
            label(say("no-pod-here"), { x: x + w / 2, y: middle - 4, class: "small middle" }),
            label(say("open-all-the-same"), { x: x + w / 2, y: middle + 12, class: "small middle" }),
          ]
        : []),
    ],
  };
}

/** Among very many a node says its name; its address is told to who points at it. @param {Lane} lane @param {string} state */
function slimNode({ node, box: area, bar }, state) {
  const y = bar.y - area.y + 13;
  return [
    s("title", {}, `${node.name} ${node.address} ${state}`),
    box(area.w, area.h, { class: state ? "lane out" : "lane", rx: 7 }),
    label(fit(node.name, 58, "strong"), { x: 9, y, class: `small strong ${state ? "bad" : ""}` }),
  ];
}

/** @param {Layout} plan @param {Lane} lane @param {import("../types.js").Snapshot} snapshot @returns {Item} */
function barItem(plan, lane, snapshot) {
  const { bar, node } = lane;
  const { running, stale } = node.kubeProxy;
  const state = running ? (stale ? "stale" : "") : "stopped";
  // kube-proxy stands beside the path: it writes the rules that netfilter, on the path, follows.
  const beside = lane.dense || bar.w > 250;
  const at = plan.wide ? bar.w - 22 : bar.w - 7;
  // Between the port's number beneath the bar and the arrow there may be room for the state alone.
  const full = `kube-proxy${state ? ` · ${say(`kube-proxy-${state}`)}` : ""}`;
  const crossing = plan.bands.length === 1 && beside && !lane.dense ? (plan.bands[0].ports.at(-1) ?? bar.x) - bar.x + 16 : 0;
  const taken = lane.dense && plan.bands.length > 1 ? (plan.bands.at(-1)?.ports.at(-1) ?? bar.x) - bar.x + 20 : crossing;
  const fits = widthOf(full, "strong") <= at - 8 - taken;
  const words = fits || (!state && !lane.dense) ? full : state ? say(`kube-proxy-${state}`) : "";
  return {
    key: `netfilter ${node.name}`, thing: `place:${node.name}`, layer: "nodes", x: bar.x, y: bar.y, shows: [bar.w, bar.h, words, plan.wide, lane.dense, lane.slim, snapshot.proxyMode],
    draw: () => lane.slim ? slimBar(bar, full, state) : [
      box(bar.w, bar.h, { class: "netfilter", rx: 13 }),
      ...(plan.wide && !lane.dense ? [label(`netfilter · ${snapshot.proxyMode}`, { x: 8, y: 41, class: "small" })] : []),
      s("path", { d: lane.dense ? `M${at} -16V-4M${at - 3} -7.5L${at} -4L${at + 3} -7.5` : `M${at} 41V30M${at - 3} 33.5L${at} 30L${at + 3} 33.5`, class: state ? "writes stopped" : "writes" }),
      label(words, { x: beside ? at - 8 : bar.w / 2, y: lane.dense ? -7 : beside ? 41 : 54, class: `small ${beside ? "end" : "middle"} ${state ? "bad" : ""}` }),
    ],
  };
}

/** kube-proxy is drawn where something is wrong with it. @param {import("./layout.js").Box} bar @param {string} words @param {string} state */
function slimBar(bar, words, state) {
  const at = bar.w - 12;
  return [
    s("title", {}, words),
    box(bar.w, bar.h, { class: "netfilter", rx: 9 }),
    ...(state ? [s("path", { d: `M${at} 14V4M${at - 3} 7.5L${at} 4L${at + 3} 7.5`, class: "writes stopped" })] : []),
  ];
}

/** @param {Lane} lane @param {import("./lanes.js").Door} door @returns {Item} */
function doorItem(lane, door) {
  const { port, protocol, service } = door.port;
  const beside = lane.dense || lane.doors.length > 1;
  const crowded = lane.slim && lane.doors.length > 1;
  const silent = crowded && !lane.first;
  const place = crowded ? { x: 0, y: -(door.above ?? 13), class: "number middle" } : { x: door.r + 4, y: beside ? 4.5 : -8, class: "number" };
  return {
    key: `door ${lane.node.name} ${protocol} ${port}`, of: [service], layer: "front", x: door.x, y: door.y, shows: [door.r, service, port, beside, silent, crowded, door.above],
    draw: () => [
      socket("nodePort", {
        r: door.r, port: String(port), address: lane.node.address, number: port, service,
        title: say("door-title", { node: lane.node.name, port, service, protocol }),
      }),
      ...(silent ? [] : [label(protocol === "TCP" ? String(port) : `${port}/${protocol}`, { ...place, "data-role": "nodePort" })]),
    ],
  };
}

/** @param {Layout} plan @param {Lane} lane @returns {Item[]} */
function crossings(plan, lane) {
  // Beneath the bar stand kube-proxy's and netfilter's names; one band leaves room between them, more do not.
  const above = lane.dense || (plan.wide && plan.bands.length > 1);
  return plan.bands.flatMap(({ service, ports }) =>
    ports.map((x, index) => {
      const port = service.ports[index];
      const name = `${service.namespace}/${service.name}`;
      return {
        key: `port ${lane.node.name} ${name} ${port.protocol} ${port.port}`, of: [name], layer: /** @type {const} */ ("front"),
        x, y: lane.bar.y + lane.bar.h / 2, shows: [port.port, plan.wide, above, lane.slim, lane.first],
        draw: () => [
          socket("port", {
            r: lane.slim ? 8 : plan.wide ? 13 : 11, port: String(port.port), address: service.clusterIP ?? "", number: port.port, service: name,
            title: say("port-title", { service: name, address: service.clusterIP ?? "", port: port.port }),
          }),
          ...(lane.slim && !lane.first ? [] : [label(String(port.port), { x: 0, y: lane.slim ? -13 : above ? -19 : plan.wide ? 28 : 27, class: "number middle", "data-role": "port" })]),
        ],
      };
    }),
  );
}

/** @param {NonNullable<Layout["waiting"]>} waiting @returns {Item} */
function waitingItem(waiting) {
  const names = waiting.pods.map((pod) => `${pod.name} (${pod.status})`).join(", ");
  return {
    key: "waiting", thing: waiting.pods.map(({ namespace, name }) => `place:${namespace}/${name}`).join(" "), layer: "nodes", x: waiting.x, y: waiting.y, shows: [names, waiting.w],
    draw: () => [
      box(waiting.w, waiting.h, { class: "waiting", rx: 8 }),
      s("title", {}, names),
      label(fit(say("waiting-pods", { count: waiting.pods.length, names }), waiting.w - 24, "small"), { x: 12, y: 19, class: "small" }),
    ],
  };
}
