// The snapshot as a list of things to draw, each with an identity, a layer, a place and what it shows.
//
// Identity is what makes change visible: draw.js moves the thing that has the same key instead of drawing anew.
import { say } from "../words.js";
import { s } from "../dom.js";
import { box, fit, label, socket } from "./shapes.js";

/**
 * @typedef {object} Item
 * @property {string} key
 * @property {"back" | "wires" | "bands" | "nodes" | "front"} layer
 * @property {number} x
 * @property {number} y
 * @property {unknown} shows compared to know whether it has to be drawn again
 * @property {() => Element[]} draw
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
      ...lane.pods.map((pod) => podItem(plan, pod, used)),
    ]),
    ...wires(plan, snapshot, used),
    ...(plan.waiting ? [waitingItem(plan.waiting)] : []),
  ];
}

/** Which pod:port pairs some Service sends to. @param {import("../types.js").Snapshot} snapshot */
function endpointPorts(snapshot) {
  /** @type {Map<string, {ready: boolean, service: string}>} */
  const used = new Map();
  for (const service of snapshot.services) {
    for (const endpoint of service.endpoints) {
      const ready = endpoint.ready || endpoint.serving;
      used.set(`${endpoint.pod} ${endpoint.port}`, { ready, service: `${service.namespace}/${service.name}` });
    }
  }
  return used;
}

/** @param {Layout} plan @param {import("../types.js").Snapshot} snapshot @returns {Item[]} */
function outside(plan, snapshot) {
  const { client, router, balancer, wide } = plan;
  /** @type {Item[]} */
  const items = [
    {
      key: "client", layer: "front", x: client.x, y: client.y, shows: [snapshot.client, client.w, client.h],
      draw: () => [
        box(client.w, client.h, { class: "client" }),
        label(say("client"), { x: client.w / 2, y: client.h / 2 - 5, class: "name middle" }),
        label(snapshot.client.address, { x: client.w / 2, y: client.h / 2 + 13, class: "address middle" }),
      ],
    },
    {
      key: "router", layer: "front", x: router.x, y: router.y, shows: wide,
      draw: () => [
        s("circle", { r: 13, class: "router" }),
        s("path", { d: "M-6 -3H5M2 -6L5 -3L2 0M6 4H-5M-2 1L-5 4L-2 7", class: "router-arrows" }),
        label(say("router"), { x: wide ? 0 : 12, y: wide ? 29 : 24, class: wide ? "small middle" : "small" }),
      ],
    },
  ];
  if (balancer) {
    items.push({
      key: "balancer", layer: "front", x: balancer.x, y: balancer.y, shows: [balancer.w, balancer.h],
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
    key: `service ${name}`, layer: "bands", x: band.box.x, y: band.box.y,
    shows: [band.box, title, service.type, service.clusterIP],
    draw: () => [
      s("title", {}, say("service-title", { name, type: service.type, address: service.clusterIP ?? "" })),
      box(w, band.box.h, { class: "band", rx: 12 }),
      label(fit(service.name, title, "name"), { x: w / 2, y: -22, class: "name middle service" }),
      label(`${title > 190 ? `${service.type} · ` : ""}${service.clusterIP}`, { x: w / 2, y: -8, class: "address middle service" }),
    ],
  };
}

/** @param {Layout} plan @param {Lane} lane @returns {Item} */
function laneItem(plan, lane) {
  const { node, box: area } = lane;
  const state = node.up ? (node.ready ? "" : say("node-not-ready")) : say("node-down");
  const open = lane.doors.length > 0 && lane.pods.length === 0;
  const x = lane.podsLeft - area.x;
  const middle = area.h / 2;
  const w = area.w - x - 12;
  return {
    key: `node ${node.name}`, layer: "back", x: area.x, y: area.y, shows: [area.w, area.h, node.address, state, open],
    draw: () => [
      box(area.w, area.h, { class: state ? "lane out" : "lane", rx: 12 }),
      label(fit(node.name, plan.wide ? (lane.dense ? 84 : 118) : 62, "name"), { x: 14, y: lane.dense || !plan.wide ? 19 : 21, class: "name" }),
      label(node.address, lane.dense ? { x: 104, y: 19, class: "address" } : { x: 14, y: plan.wide ? 37 : 32, class: plan.wide ? "address" : "address tiny" }),
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

/** @param {Layout} plan @param {Lane} lane @param {import("../types.js").Snapshot} snapshot @returns {Item} */
function barItem(plan, lane, snapshot) {
  const { bar, node } = lane;
  const { running, stale } = node.kubeProxy;
  const state = running ? (stale ? "stale" : "") : "stopped";
  const words = `kube-proxy${state ? ` · ${say(`kube-proxy-${state}`)}` : ""}`;
  // kube-proxy stands beside the path: it writes the rules that netfilter, on the path, follows.
  const beside = lane.dense || bar.w > 250;
  const at = plan.wide ? bar.w - 22 : bar.w - 7;
  return {
    key: `netfilter ${node.name}`, layer: "nodes", x: bar.x, y: bar.y, shows: [bar.w, bar.h, words, plan.wide, lane.dense, snapshot.proxyMode],
    draw: () => [
      box(bar.w, bar.h, { class: "netfilter", rx: 13 }),
      ...(plan.wide && !lane.dense ? [label(`netfilter · ${snapshot.proxyMode}`, { x: 8, y: 41, class: "small" })] : []),
      s("path", { d: lane.dense ? `M${at} -16V-4M${at - 3} -7.5L${at} -4L${at + 3} -7.5` : `M${at} 41V30M${at - 3} 33.5L${at} 30L${at + 3} 33.5`, class: state ? "writes stopped" : "writes" }),
      label(words, { x: beside ? at - 8 : bar.w / 2, y: lane.dense ? -7 : beside ? 41 : 54, class: `small ${beside ? "end" : "middle"} ${state ? "bad" : ""}` }),
    ],
  };
}

/** @param {Lane} lane @param {import("./lanes.js").Door} door @returns {Item} */
function doorItem(lane, door) {
  const { port, protocol, service } = door.port;
  const beside = lane.dense || lane.doors.length > 1;
  return {
    key: `door ${lane.node.name} ${protocol} ${port}`, layer: "front", x: door.x, y: door.y, shows: [door.r, service, port, beside],
    draw: () => [
      socket("nodePort", {
        r: door.r, port: String(port), address: lane.node.address, number: port, service,
        title: say("door-title", { node: lane.node.name, port, service, protocol }),
      }),
      label(protocol === "TCP" ? String(port) : `${port}/${protocol}`, { x: door.r + 4, y: beside ? 4.5 : -8, class: "number", "data-role": "nodePort" }),
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
        key: `port ${lane.node.name} ${name} ${port.protocol} ${port.port}`, layer: /** @type {const} */ ("front"),
        x, y: lane.bar.y + lane.bar.h / 2, shows: [port.port, plan.wide, above],
        draw: () => [
          socket("port", {
            r: plan.wide ? 13 : 11, port: String(port.port), address: service.clusterIP ?? "", number: port.port, service: name,
            title: say("port-title", { service: name, address: service.clusterIP ?? "", port: port.port }),
          }),
          label(String(port.port), { x: 0, y: above ? -19 : plan.wide ? 28 : 27, class: "number middle", "data-role": "port" }),
        ],
      };
    }),
  );
}

/**
 * @param {Layout} plan
 * @param {import("./lanes.js").PodBox} placed
 * @param {Map<string, {ready: boolean, service: string}>} used
 * @returns {Item}
 */
function podItem(plan, { pod, level, box: area, squares }, used) {
  const name = `${pod.namespace}/${pod.name}`;
  const ready = pod.ready && !pod.terminating;
  const tone = pod.terminating ? "leaving" : ready ? "ready" : "waiting";
  const room = area.w - 26;
  const address = pod.address ?? "";
  const ports = squares.map((square) => `:${square.port}`).join(" ");
  const state = pod.status === "Running" && !pod.ready ? say("not-ready") : pod.status;
  const local = squares.map(({ x, y, port, name: called }) => ({ x: x - area.x, y: y - area.y, port, called }));
  const dot = (/** @type {number} */ x, /** @type {number} */ y) => s("circle", { cx: x, cy: y, r: 3.5, class: `dot ${tone}` });
  return {
    key: `pod ${name}`, layer: "front", x: area.x, y: area.y, shows: [area.w, area.h, level, address, local, state, tone, local.map(({ port }) => used.get(`${name} ${port}`) ?? null)],
    draw: () => [
      s("title", {}, `${name} ${address}${ports} ${state} ${pod.image}`),
      box(area.w, area.h, { class: `pod ${tone}`, rx: level === "mini" ? 7 : 10 }),
      ...(level === "full"
        ? [
            label(fit(pod.name, room, "name"), { x: 17, y: 20, class: "name small-name" }),
            podAddress(address, local, { x: 17, y: 35 }),
            dot(21, 46.5),
            label(fit(`${state} · ${pod.image}`, area.w - 37, "small"), { x: 29, y: 50, class: "small" }),
          ]
        : level === "mid"
          ? [label(fit(pod.name, room - 10, "name"), { x: 17, y: 17, class: "name small-name" }), podAddress(address, local, { x: 17, y: 31 }), dot(area.w - 11, 12)]
          : [label(fit(pod.name, room - 8, "strong"), { x: 16, y: 17.5, class: "small strong" }), dot(area.w - 10, area.h / 2)]),
      ...local.map(({ x, y, port, called }) => {
        const use = used.get(`${name} ${port}`);
        const sign = socket("targetPort", {
          r: level === "mini" ? 9.5 : 11, port: called ? `${port} ${called}` : String(port), address, number: port, service: null, hollow: !use?.ready,
          title: say(use ? "square-title" : "square-unused-title", { pod: pod.name, port }),
        });
        return s("g", { transform: `translate(${x} ${y})` }, sign);
      }),
    ],
  };
}

/**
 * @param {string} address
 * @param {{port: number, called: string}[]} squares
 * @param {{x: number, y: number}} at
 */
function podAddress(address, squares, at) {
  const text = s("text", { ...at, class: "address" }, address);
  squares.forEach(({ port, called }, index) => {
    const ports = called ? `${port} ${called}` : String(port);
    text.append(index ? "," : "", s("tspan", { class: "number-in", "data-role": "targetPort", "data-port": ports }, `:${port}`));
  });
  return text;
}

/**
 * @param {Layout} plan
 * @param {import("../types.js").Snapshot} snapshot
 * @param {Map<string, {ready: boolean, service: string}>} used
 * @returns {Item[]}
 */
function wires(plan, snapshot, used) {
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
    items.push(wire(`edge ${lane.node.name}`, `M${lane.box.x} ${y}H${lane.bar.x}`, "wire"));
    for (const { pod, squares } of lane.pods) {
      for (const { port, x, y: end } of squares) {
        const use = used.get(`${pod.namespace}/${pod.name} ${port}`);
        if (!use) continue;
        const d = `M${plan.gate} ${y}C${plan.gate + 16} ${y} ${x - 22} ${end} ${x} ${end}`;
        items.push(wire(`endpoint ${pod.namespace}/${pod.name} ${port}`, d, use.ready ? "wire endpoint" : "wire endpoint unready"));
      }
    }
  }
  return items;
}

/** The way from the router to a node's edge. @param {Layout} plan @param {number} x @param {number} y */
export function uplink({ router, wide }, x, y) {
  if (!wide) return `M${router.x} ${router.y + 13}V${y - 12}Q${router.x} ${y} ${x} ${y}`;
  const bend = (x - router.x) * 0.5;
  return `M${router.x + 13} ${router.y}C${router.x + bend} ${router.y} ${x - bend} ${y} ${x} ${y}`;
}

/** @param {string} key @param {string} d @param {string} kind @returns {Item} */
function wire(key, d, kind) {
  return { key: `wire ${key}`, layer: "wires", x: 0, y: 0, shows: [d, kind], draw: () => [s("path", { d, class: kind })] };
}

/** @param {NonNullable<Layout["waiting"]>} waiting @returns {Item} */
function waitingItem(waiting) {
  const names = waiting.pods.map((pod) => `${pod.name} (${pod.status})`).join(", ");
  return {
    key: "waiting", layer: "nodes", x: waiting.x, y: waiting.y, shows: [names, waiting.w],
    draw: () => [
      box(waiting.w, waiting.h, { class: "waiting", rx: 8 }),
      s("title", {}, names),
      label(fit(say("waiting-pods", { count: waiting.pods.length, names }), waiting.w - 24, "small"), { x: 12, y: 19, class: "small" }),
    ],
  };
}
