// What the documents around have to offer to a field that names something of theirs: labels, ports, Services.
import { read } from "./yaml/outline.js";
import { find, textAt } from "./yaml/tree.js";

/** @typedef {import("./yaml/tree.js").Document_} Document_ */
/** @typedef {import("./yaml/tree.js").Node_} Node_ */
/** @typedef {{value: string, note: string}} Offer a value, and where it comes from */
/** @typedef {{name: string, labels: [string, string][], containers: Node_[]}} Template the pods of a workload */

/** @type {Map<string, {text: string, documents: Document_[]}>} what was read of each file, as long as it stays the same */
const known = new Map();

/** The documents of other files. @param {{name: string, text: string}[]} files @returns {Document_[]} */
export function documentsOf(files) {
  return files.flatMap(({ name, text }) => {
    if (known.get(name)?.text !== text) known.set(name, { text, documents: read(text) });
    return known.get(name)?.documents ?? [];
  });
}

/** A scalar as it stands in the text, in quotes where it has them. @param {Node_ | null} node */
function raw(node) {
  return node?.type === "scalar" ? (node.quoted ? JSON.stringify(node.text) : (node.text ?? "")) : "";
}

/** @param {Node_ | null} map @returns {[string, string][]} */
function pairs(map) {
  if (map?.type !== "map") return [];
  return map.slots.map((slot) => /** @type {[string, string]} */ ([String(slot.key), raw(slot.value)])).filter(([, value]) => value);
}

/** @param {Document_[]} documents @returns {Template[]} */
export function templates(documents) {
  return documents.flatMap(({ root }) => {
    const pod = textAt(root, "kind") === "Pod" ? root.value : find(root, "spec", "template");
    if (!pod) return [];
    const containers = find(pod, "spec", "containers")?.slots.flatMap(({ value }) => value ?? []) ?? [];
    return [{ name: textAt(root, "metadata", "name"), labels: pairs(find(pod, "metadata", "labels")), containers }];
  });
}

/** The Services by name, each with its ports. @param {Document_[]} documents */
export function services(documents) {
  return documents.flatMap(({ root }) => {
    const name = textAt(root, "metadata", "name");
    if (textAt(root, "kind") !== "Service" || !name) return [];
    const ports = find(root, "spec", "ports")?.slots.map((slot) => ({ name: textAt(slot, "name"), port: textAt(slot, "port"), nodePort: textAt(slot, "nodePort") })) ?? [];
    return [{ name, type: textAt(root, "spec", "type") || "ClusterIP", ports }];
  });
}

/** The ports of containers: by name where they have one, and by number. @param {Template[]} pods @returns {Offer[]} */
export function containerPorts(pods) {
  return unique(pods.flatMap(({ name, containers }) => containers.flatMap((container) =>
    (find(container, "ports")?.slots ?? []).flatMap((slot) => {
      const number = textAt(slot, "containerPort");
      const named = textAt(slot, "name");
      const from = name || textAt(container, "name");
      return [
        ...(named ? [{ value: named, note: `${number} · ${from}` }] : []),
        ...(number ? [{ value: number, note: from }] : []),
      ];
    }),
  )));
}

/** The labels of pods, as `key: value`. @param {Template[]} pods @returns {(Offer & {key: string})[]} */
export function labelsOf(pods) {
  return unique(pods.flatMap(({ name, labels }) => labels.map(([key, value]) => ({ key, value, note: name }))));
}

/** The pods that a selector means, the Service's own first; all where it means none. @param {Template[]} pods @param {Node_ | null} selector */
export function selected(pods, selector) {
  const wanted = pairs(selector);
  const matching = pods.filter(({ labels }) => wanted.length > 0 && wanted.every(([key, value]) => labels.some(([k, v]) => k === key && v === value)));
  return matching.length > 0 ? matching : pods;
}

/** Names of the objects of a kind. @param {Document_[]} documents @param {string} kind @returns {Offer[]} */
export function namesOf(documents, kind) {
  return unique(documents.flatMap(({ root }) => {
    const value = textAt(root, "kind") === kind ? textAt(root, "metadata", "name") : "";
    return value ? [{ value, note: kind }] : [];
  }));
}

/** @template {Offer & {key?: string}} T @param {T[]} offers @returns {T[]} */
function unique(offers) {
  const seen = new Set();
  return offers.filter(({ key, value }) => {
    const id = `${key ?? ""}\n${value}`;
    return !seen.has(id) && seen.add(id);
  });
}
