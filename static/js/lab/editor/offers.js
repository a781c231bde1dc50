// What could stand where the cursor is: the fields that are not there yet, the values that are allowed, the names that
// other documents offer, whole documents. It knows neither the editor nor the page (completion.js does).
import { isStruct, roleOf, walk } from "./fields.js";
import { containerPorts, documentsOf, labelsOf, namesOf, selected, services, templates } from "./neighbours.js";
import { find, pathOf, textAt } from "./yaml/tree.js";

/** @typedef {import("./fields.js").Field} Field */
/** @typedef {import("./fields.js").Fields} Fields */
/** @typedef {import("./fields.js").Kind} Kind */
/** @typedef {import("./neighbours.js").Offer} Offer */
/** @typedef {import("./yaml/outline.js").Place} Place */
/** @typedef {import("./yaml/tree.js").Document_} Document_ */
/**
 * @typedef {object} Choice
 * @property {string} label
 * @property {string} insert what is put into the text
 * @property {number} [select] where in it the cursor goes; the end unless said
 * @property {"field" | "value" | "document"} kind
 * @property {string} [note] shown behind the label
 * @property {Field} [field] what it is about
 * @property {string | null} [role] nodePort, port or targetPort
 * @property {boolean} [more] whether there is something to choose at once behind it
 */
/** @typedef {{from: number, choices: Choice[]}} Offers */
/** @typedef {{place: Place, documents: Document_[], kind: Kind | null, fields: Fields, taken: number[]}} Scene */

/**
 * @param {Place} place where the cursor is
 * @param {Fields} fields
 * @param {{name: string, text: string}[]} others the files beside this one
 * @param {number[]} [taken] the nodePorts that the cluster has given away
 * @returns {Offers | null} null where there is nothing to offer
 */
export function offersAt(place, fields, others, taken = []) {
  if (!fields.index) return null;
  const { root } = place.document;
  const kind = fields.kind(textAt(root, "apiVersion"), textAt(root, "kind"));
  /** @type {Document_[] | null} */
  let documents = null;
  const scene = {
    place, kind, fields, taken,
    // Read only where something asks for them.
    get documents() {
      documents ??= [...place.documents, ...documentsOf(others)];
      return documents;
    },
  };
  const choices = place.role === "value" ? values(scene) : keys(scene);
  const sharp = choices.some(({ label }) => label !== place.typed);
  return choices.length > 0 && (sharp || place.role === "key") ? { from: place.from, choices } : null;
}

/** @param {Scene} scene @returns {Choice[]} */
function keys(scene) {
  const { place, kind, fields } = scene;
  const path = pathOf(place.slot);
  const present = new Set(place.map?.slots.filter((slot) => slot !== place.current).map((slot) => slot.key));
  if (path.length === 0 && !place.flow) return top(scene, present);
  const found = kind && walk(kind, path);
  if (!kind || !found) return [];
  const { type } = found;
  if (isStruct(type)) return fieldsOf(kind, type, present, place, "");
  if (type.startsWith("map:")) return labels(scene, path).filter((choice) => !present.has(choice.label.split(":")[0]));
  if (type.startsWith("[]") && !place.dashed) {
    const item = type.slice(2);
    if (isStruct(item)) return fieldsOf(kind, item, new Set(), place, "- ");
    return scalars(scene, path).map((choice) => ({ ...choice, insert: `- ${choice.insert}` }));
  }
  return fields && scalars(scene, path);
}

/** The fields of a struct, those that people write. @param {Kind} kind @param {string} struct @param {Set<unknown>} present @param {Place} place @param {string} dash */
function fieldsOf(kind, struct, present, place, dash) {
  const all = Object.entries(kind.structs[struct]).filter(([name, field]) => !field.filled && !present.has(name));
  // The three ports first, then what must be there, then what is told in our words: that is what a learner looks for.
  const weight = (/** @type {[string, Field]} */ [name, field]) => (roleOf(struct, name) ? 0 : field.required ? 1 : field.text ? 2 : 3);
  const ranked = all.sort((a, b) => weight(a) - weight(b));
  return ranked.map(([name, field]) => keyChoice(name, field, place, dash, roleOf(struct, name)));
}

/** @param {string} name @param {Field} field @param {Place} place @param {string} dash @param {string | null} role @returns {Choice} */
function keyChoice(name, field, place, dash, role) {
  const bare = place.current !== null && place.current.colon !== undefined;
  const deeper = " ".repeat(place.column + dash.length + 2);
  const tail = bare ? "" : place.flow ? ": " : following(field.type, deeper, place);
  const more = !bare && (Boolean(field.values) || field.type === "boolean" || tail.includes("\n") || role === "targetPort");
  return { label: name, insert: dash + name + tail, kind: "field", note: field.belongs, field, role, more };
}

/** What comes after a key of a type. @param {string} type @param {string} deeper @param {Place} place */
function following(type, deeper, place) {
  if (type.startsWith("[]")) return `:\n${listsAreFlush(place) ? deeper.slice(2) : deeper}- `;
  return type.startsWith("map:") || isStruct(type) ? `:\n${deeper}` : ": ";
}

/** Whether this document writes its dashes right below the key. @param {Place} place */
function listsAreFlush(place) {
  /** @param {import("./yaml/tree.js").Node_ | null} node @returns {boolean | null} */
  const look = (node) => {
    for (const slot of node?.slots ?? []) {
      const { value } = slot;
      if (value?.type === "list" && !value.flow && node?.type === "map") return value.column === node.column;
      const deeper = look(value);
      if (deeper !== null) return deeper;
    }
    return null;
  };
  return look(place.document.root.value) ?? false;
}

/** At the top of a document. @param {Scene} scene @param {Set<unknown>} present @returns {Choice[]} */
function top(scene, present) {
  const { place, kind, fields } = scene;
  const index = /** @type {NonNullable<Fields["index"]>} */ (fields.index);
  const own = kind ? kind.structs[kind.root] : { ...index.top, spec: { type: "x.object" } };
  const choices = Object.entries(own)
    .filter(([name, field]) => !field.filled && !present.has(name))
    .map(([name, field]) => {
      const known = index.top[name] && { ...field, text: index.top[name].text };
      const nested = name === "metadata" ? { ...(known ?? field), type: "x.object" } : (known ?? field);
      return { ...keyChoice(name, nested, place, "", null), more: true };
    });
  const order = ["apiVersion", "kind", "metadata"];
  choices.sort((a, b) => rank(order, a.label) - rank(order, b.label));
  if (present.size > 0) return choices;
  const filled = filling(scene);
  return [...index.snippets.map((snippet) => whole(snippet, filled)), ...choices.filter(({ label }) => order.includes(label))];
}

/** @param {string[]} order @param {string} name */
function rank(order, name) {
  const at = order.indexOf(name);
  return at < 0 ? order.length : at;
}

/** What whole documents take from their neighbours. @param {Scene} scene @returns {Record<string, string>} */
function filling({ documents, taken: given }) {
  const [pod] = templates(documents).filter(({ labels }) => labels.length > 0);
  const around = services(documents);
  const [service] = around;
  const taken = new Set([...given.map(String), ...around.flatMap(({ ports }) => ports.map((port) => port.nodePort))]);
  let nodePort = 30080;
  while (taken.has(String(nodePort))) nodePort += 1;
  return {
    nodePort: String(nodePort),
    ...(pod && { labels: pod.labels.map(([key, value]) => `${key}: ${value}`).join("\n    "), targetPort: containerPorts([pod])[0]?.value }),
    ...(service && { service: service.name, port: service.ports[0]?.port }),
  };
}

/** @param {{label: string, detail: string, text: string}} snippet @param {Record<string, string>} filled @returns {Choice} */
function whole({ label, detail, text }, filled) {
  const insert = text.replace(/\$\{(\w+):([^}]*)\}/g, (_, name, otherwise) => filled[name] || otherwise).trimEnd();
  return { label, insert: `${insert}\n`, kind: "document", note: detail, select: /name: \S+/.exec(insert)?.index };
}

/** @param {Scene} scene @returns {Choice[]} */
function values(scene) {
  const path = pathOf(scene.place.slot);
  const index = /** @type {NonNullable<Fields["index"]>} */ (scene.fields.index);
  const { root } = scene.place.document;
  if (path.length === 1 && path[0] === "kind") {
    const version = textAt(root, "apiVersion");
    const fitting = index.kinds.filter(({ apiVersion }) => apiVersion === version);
    return (fitting.length > 0 ? fitting : index.kinds).map(({ kind, apiVersion, text }) => value(kind, apiVersion, { type: "", text }));
  }
  if (path.length === 1 && path[0] === "apiVersion") {
    const known = scene.fields.known("", textAt(root, "kind"));
    const versions = known ? [known.apiVersion] : [...new Set(index.kinds.map(({ apiVersion }) => apiVersion))];
    return versions.map((version) => value(version, index.kinds.filter(({ apiVersion }) => apiVersion === version).map(({ kind }) => kind).join(" ")));
  }
  return scalars(scene, path);
}

/** @param {string} label @param {string} [note] @param {Field} [field] @returns {Choice} */
function value(label, note, field) {
  return { label, insert: label, kind: "value", note, field };
}

/** The values of the field at a path. @param {Scene} scene @param {(string | number)[]} path @returns {Choice[]} */
function scalars(scene, path) {
  const found = scene.kind && walk(scene.kind, path);
  if (!scene.kind || !found) return [];
  const { field, type } = found;
  if (type.startsWith("[]") || isStruct(type)) return [];
  const named = names(scene, scene.kind, path);
  if (named.length > 0) return named;
  if (type === "boolean") return ["true", "false"].map((word) => value(word, "", field));
  return Object.entries(field.values ?? {}).map(([word, meaning]) => value(word, meaning, field));
}

/** What other documents have for a field that names something of theirs. @param {Scene} scene @param {Kind} kind @param {(string | number)[]} path @returns {Choice[]} */
function names(scene, kind, path) {
  const { place } = scene;
  const { root } = place.document;
  const name = path[path.length - 1];
  const struct = walk(kind, path.slice(0, -1))?.type ?? "";
  const offered = (/** @type {Offer[]} */ offers) => offers.map(({ value: word, note }) => value(word, note));
  if (struct === "core.ServicePort" && name === "targetPort") {
    return offered(containerPorts(selected(templates(scene.documents), find(root, "spec", "selector"))));
  }
  if (name === "port" && /^core\.(HTTPGet|TCPSocket|GRPC)Action$/.test(struct)) return offered(containerPorts(templates([place.document])));
  if (struct === "networking.IngressServiceBackend" && name === "name") {
    return services(scene.documents).map((service) => value(service.name, service.type));
  }
  if (struct === "networking.ServiceBackendPort") {
    const backend = place.slot.parent?.slot?.parent?.slot;
    const meant = textAt(backend, "name");
    return offered(services(scene.documents).filter((service) => !meant || service.name === meant).flatMap((service) =>
      service.ports.map((port) => ({ value: name === "name" ? port.name : port.port, note: service.name })).filter(({ value: word }) => word)));
  }
  if (struct === "networking.IngressSpec" && name === "ingressClassName") return offered(namesOf(scene.documents, "IngressClass"));
  if (struct === "meta.ObjectMeta" && name === "namespace") return offered(namesOf(scene.documents, "Namespace"));
  const key = path[path.length - 1];
  return labels(scene, path.slice(0, -1)).filter((choice) => choice.label.startsWith(`${key}: `)).map((choice) => value(choice.label.slice(String(key).length + 2), choice.note));
}

/** Labels that fit into a map of labels: those of the pods for a selector, those of the selector for a template. @param {Scene} scene @param {(string | number)[]} path @returns {Choice[]} */
function labels(scene, path) {
  const where = path.join(".");
  const { root } = scene.place.document;
  const own = templates([scene.place.document]);
  /** @type {(Offer & {key: string})[]} */
  let offers = [];
  if (where === "spec.selector") offers = labelsOf(templates(scene.documents));
  else if (where === "spec.selector.matchLabels") offers = labelsOf(own);
  else if (where === "spec.template.metadata.labels") {
    const selector = find(root, "spec", "selector", "matchLabels");
    offers = labelsOf([{ name: "selector", containers: [], labels: selector?.slots.map((slot) => /** @type {[string, string]} */ ([String(slot.key), textAt(slot)])) ?? [] }]);
  } else if (where === "metadata.labels" && textAt(root, "kind") === "EndpointSlice") {
    offers = services(scene.documents).map(({ name }) => ({ key: "kubernetes.io/service-name", value: name, note: "Service" }));
  }
  return offers.filter(({ value: word }) => word).map(({ key, value: word, note }) => value(`${key}: ${word}`, note));
}
