// Text in which whatever it names can be pointed at (hover.js), and lights up when it is pointed at elsewhere.
import { h } from "./dom.js";
import { known, pieces } from "./known.js";
import { page } from "./page.js";

/** @typedef {import("./types.js").Snapshot} Snapshot */
/** @typedef {import("./types.js").Origin} Origin */

/**
 * @param {string} text
 * @param {Snapshot | null} [snapshot] the cluster that it tells of
 * @param {string} [port] how a port looks in it
 * @returns {(Node | string)[]}
 */
export function mentions(text, snapshot = page.state.value?.snapshot ?? null, port = "port") {
  if (!snapshot) return [text];
  return pieces(text, known(snapshot)).map(({ text: word, role, things }) =>
    role ? h("span", { class: port, "data-role": role, "data-port": word, title: port === "port" ? null : role }, word) : things ? h("span", { "data-thing": things.join(" ") }, word) : word,
  );
}

/**
 * What caused a rule, as attributes: the field, the Service, the endpoint, and the port that it is about.
 * @param {Origin | null} origin
 * @param {{role?: string | null, number?: number | string | null}} [port] where it is known already
 * @returns {import("./dom.js").Attributes}
 */
export function causedBy(origin, port = portOf(origin)) {
  if (!origin) return {};
  const { service, field, endpoint } = origin;
  const about = [`service:${service}`, fieldThing("Service", service, field), ...(endpoint ? [`address:${endpoint.split(":")[0]}`] : [])].join(" ");
  return { "data-about": about, ...(port.role && port.number && { "data-role": port.role, "data-port": String(port.number), "data-service": service }) };
}

/** @param {Origin | null} origin */
function portOf(origin) {
  const match = /^spec\.ports\[(\d+)\]\.(nodePort|port|targetPort)$/.exec(origin?.field ?? "");
  const service = page.state.value?.snapshot.services.find(({ namespace, name }) => `${namespace}/${name}` === origin?.service);
  const port = match && service?.ports[Number(match[1])];
  return port ? { role: match[2], number: port[/** @type {import("./types.js").Role} */ (match[2])] } : {};
}

/** A field of an object. @param {string} kind @param {string} name `namespace/name` @param {string} field */
export function fieldThing(kind, name, field) {
  return `field:${kind}/${name}:${field}`;
}

/** What an object of this kind is called as a thing; null where nothing else shows it. @param {string} kind @param {string} namespace @param {string} name */
export function objectThing(kind, namespace, name) {
  const prefix = /** @type {Record<string, string>} */ ({ Service: "service", Deployment: "deployment", Ingress: "ingress", Pod: "place" })[kind];
  if (prefix) return `${prefix}:${namespace || "default"}/${name}`;
  return kind === "Node" ? `place:${name}` : null;
}
