// The pods of the scene: as much of each as its box has room for, and a square for every port that it listens on.
import { s } from "../dom.js";
import { labelThing } from "../known.js";
import { say } from "../words.js";
import { box, fit, label, socket } from "./shapes.js";

/** @typedef {import("./scene.js").Item} Item */
/** @typedef {Map<string, {ready: boolean, services: string[]}>} Used which pod:port pairs some Service sends to */

/** Which pod:port pairs some Service sends to. @param {import("../types.js").Snapshot} snapshot */
export function endpointPorts(snapshot) {
  /** @type {Used} */
  const used = new Map();
  for (const service of snapshot.services) {
    for (const endpoint of service.endpoints) {
      const ready = endpoint.ready || endpoint.serving;
      const key = `${endpoint.pod} ${endpoint.port}`;
      const before = used.get(key);
      used.set(key, { ready: ready || Boolean(before?.ready), services: [...(before?.services ?? []), `${service.namespace}/${service.name}`] });
    }
  }
  return used;
}

/**
 * @param {import("./lanes.js").PodBox} placed
 * @param {Used} used
 * @returns {Item}
 */
export function podItem({ pod, level, box: area, squares }, used) {
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
    key: `pod ${name}`, thing: `place:${name}${address ? ` address:${address}` : ""}`, about: aboutPod(pod), of: squares.flatMap(({ port }) => used.get(`${name} ${port}`)?.services ?? []), layer: "front", x: area.x, y: area.y, shows: [area.w, area.h, level, address, local, state, tone, local.map(({ port }) => used.get(`${name} ${port}`) ?? null)],
    draw: () => [
      s("title", {}, `${name} ${address}${ports} ${state} ${pod.image}`),
      box(area.w, area.h, { class: `pod ${tone}`, rx: level === "dot" ? 5 : level === "mini" ? 7 : 10 }),
      ...(level === "full"
        ? [
            label(fit(pod.name, room, "name"), { x: 17, y: 20, class: "name small-name" }),
            podAddress(address, local, { x: 17, y: 35 }),
            dot(21, 46.5),
            label(stateAnd(state, pod.image, area.w - 37), { x: 29, y: 50, class: "small" }),
          ]
        : level === "mid"
          ? [label(fit(pod.name, room - 10, "name"), { x: 17, y: 17, class: "name small-name" }), podAddress(address, local, { x: 17, y: 31 }), dot(area.w - 11, 12)]
          : level === "dot" ? local.length ? [] : [dot(area.w / 2, area.h / 2)]
          : [label(fit(pod.name, room - 8, "strong"), { x: 16, y: 17.5, class: "small strong" }), dot(area.w - 10, area.h / 2)]),
      ...local.map(({ x, y, port, called }) => {
        const use = used.get(`${name} ${port}`);
        const sign = socket("targetPort", {
          r: level === "dot" ? 8 : level === "mini" ? 9.5 : 11, port: called ? `${port} ${called}` : String(port), address, number: port, service: null, hollow: !use?.ready,
          title: say(use ? "square-title" : "square-unused-title", { pod: pod.name, port }),
        });
        return s("g", { transform: `translate(${x} ${y})` }, sign);
      }),
    ],
  };
}

/** What a pod is doing, and of which image where there is room for some of it. @param {string} state @param {string} image @param {number} room */
function stateAnd(state, image, room) {
  const both = fit(`${state} · ${image}`, room, "small");
  return both.startsWith(`${state} · ${image.slice(0, 3)}`) ? both : fit(state, room, "small");
}

/** What a pod belongs to: whoever made it, and whoever selects it. @param {import("../types.js").Pod} pod */
function aboutPod({ namespace, owner, labels }) {
  const [kind, name] = owner?.split("/") ?? [];
  const made = kind === "Deployment" ? [`deployment:${namespace}/${name}`] : [];
  return [...made, ...Object.entries(labels ?? {}).map(([key, value]) => labelThing(namespace, key, value))].join(" ");
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
