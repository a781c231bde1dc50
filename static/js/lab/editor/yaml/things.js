// What the fields of a manifest stand for (hover.js): names of objects, labels and selectors, addresses, ports of containers, and
// the fields of a Service that its rules follow from.
import { labelThing } from "../../known.js";
import { read } from "./outline.js";
import { pathOf, textAt } from "./tree.js";

/** @typedef {import("./tree.js").Node_} Node_ */
/** @typedef {import("./tree.js").Slot} Slot */
/** @typedef {{from: number, to: number, is: string[], about: string[], targetPort?: string}} Field */

const NAMED = /** @type {Record<string, string>} */ ({ Service: "service", Deployment: "deployment", Ingress: "ingress", Pod: "place" });
/** Fields of a Service that are the cause of rules, beside its ports. */
const CAUSES = /^spec\.(?:clusterIP|(?:external|internal)TrafficPolicy|sessionAffinity|externalIPs|loadBalancerSourceRanges|selector|type)(?:[.[]|$)|^spec\.ports\[\d+\]\./;
const LABELS = /^(?:spec\.selector|spec\.selector\.matchLabels|spec\.template\.metadata\.labels|metadata\.labels)$/;
const ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const MOST = 2000;

/** @param {string} text @returns {Field[]} in order */
export function thingFields(text) {
  /** @type {Field[]} */
  const fields = [];
  for (const { root } of read(text)) {
    const kind = textAt(root, "kind");
    const name = textAt(root, "metadata", "name");
    const namespace = textAt(root, "metadata", "namespace") || "default";
    if (!kind || !name || !root.value) continue;
    for (const slot of leaves(root.value)) {
      const found = fieldOf(slot, { kind, name, namespace });
      if (found && fields.length < MOST) fields.push(found);
    }
  }
  return fields;
}

/** @param {Node_} node @returns {Generator<Slot>} */
function* leaves(node) {
  for (const slot of node.slots) {
    if (slot.value?.type === "scalar") yield slot;
    else if (slot.value) yield* leaves(slot.value);
  }
}

/** `spec.ports[0].port`. @param {(string | number)[]} path */
function written(path) {
  return path.map((key, index) => (typeof key === "number" ? `[${key}]` : `${index ? "." : ""}${key}`)).join("");
}

/** @param {Slot} slot @param {{kind: string, name: string, namespace: string}} object @returns {Field | null} */
function fieldOf(slot, { kind, name, namespace }) {
  const value = /** @type {Node_} */ (slot.value);
  const path = pathOf(slot);
  const field = written(path);
  const said = value.text ?? "";
  if (!said) return null;
  const own = NAMED[kind] ? [`${NAMED[kind]}:${namespace}/${name}`] : [];
  /** @type {string[]} */
  const is = [];
  /** @type {string[]} */
  const about = [];
  if (field === "metadata.name") is.push(...own);
  const holder = written(path.slice(0, -1));
  if (LABELS.test(holder) && (holder !== "spec.selector" || kind === "Service") && (holder !== "metadata.labels" || kind === "Pod")) is.push(labelThing(namespace, String(path.at(-1)), said));
  if (ADDRESS.test(said)) is.push(`address:${said}`);
  if (kind === "Service" && CAUSES.test(field)) {
    for (const cause of new Set([field, field.replace(/^(spec\.(?:selector|externalIPs|loadBalancerSourceRanges)).*$/, "$1")])) is.push(`field:Service/${namespace}/${name}:${cause}`);
    if (field === "spec.type") about.push(...own);
  }
  if (kind === "Ingress" && /\.service\.name$/.test(field)) is.push(`service:${namespace}/${said}`);
  if (kind === "Ingress" && /\.(?:host|path)$/.test(field)) about.push(...own);
  if (field.endsWith("nodeName")) is.push(`place:${said}`);
  const targetPort = path.at(-1) === "containerPort" ? said : undefined;
  if (!is.length && !about.length && !targetPort) return null;
  const from = typeof slot.key === "string" ? slot.from : value.from;
  return { from, to: Math.max(value.to, slot.to), is, about, ...(targetPort && { targetPort }) };
}
