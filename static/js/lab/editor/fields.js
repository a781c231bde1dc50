// What Kubernetes knows of the fields of each kind: fetched when first asked for, then walked along a path.
// Made by script/fields from the API server's schema and nodeport_lab/content/fields.

/**
 * @typedef {object} Field
 * @property {string} type integer, string, boolean, port, quantity …, core.ServicePort, []string, map:string
 * @property {string} [text] in the page's language
 * @property {string} [english] Kubernetes' own words, where there are none of ours
 * @property {Record<string, string>} [values] what it may be, and what that means
 * @property {string} [default]
 * @property {[number, number | null] | "nodePort"} [range]
 * @property {string} [belongs] whose port it is
 * @property {string} [docs] an address
 * @property {boolean} [required]
 * @property {boolean} [filled] by the server, not by people
 */
/** @typedef {{root: string, text: string, docs?: string, structs: Record<string, Record<string, Field>>}} Kind */
/** @typedef {{kind: string, apiVersion: string, file: string, text: string}} Known */
/** @typedef {{kinds: Known[], top: Record<string, Field>, snippets: {label: string, detail: string, text: string}[]}} Index */
/** @typedef {{field: Field, name: string, type: string}} Found a field, and the type of what stands at the path */

export class Fields {
  /** @param {(file: string) => Promise<any>} fetcher gives a file's content, or throws where it cannot be had */
  constructor(fetcher) {
    this.fetcher = fetcher;
    /** @type {Map<string, any>} */
    this.files = new Map();
    /** @type {Map<string, Promise<void>>} */
    this.coming = new Map();
  }

  /** @returns {Index | null} */
  get index() {
    return this.files.get("index") ?? null;
  }

  /** @param {string} apiVersion @param {string} kind @returns {Known | null} the kind, if need be under any version */
  known(apiVersion, kind) {
    const all = this.index?.kinds.filter((known) => known.kind === kind) ?? [];
    return all.find((known) => known.apiVersion === apiVersion) ?? all[0] ?? null;
  }

  /** @param {string} apiVersion @param {string} kind @returns {Kind | null} null where it is unknown or not yet here */
  kind(apiVersion, kind) {
    const known = this.known(apiVersion, kind);
    return (known && this.files.get(known.file)) ?? null;
  }

  /** Whether all that is needed for these kinds is here. @param {string[]} kinds */
  has(kinds) {
    return Boolean(this.index) && this.wanted(kinds).length === 0;
  }

  /** Fetch what is not yet here. It may fail: then there is less to offer. @param {string[]} kinds */
  async load(kinds) {
    await this.file("index");
    await Promise.all(this.wanted(kinds).map((file) => this.file(file)));
  }

  /** @param {string[]} kinds */
  wanted(kinds) {
    const files = kinds.map((kind) => this.known("", kind)?.file ?? "");
    return [...new Set(files)].filter((file) => file && !this.files.has(file));
  }

  /** @param {string} name @returns {Promise<void>} */
  file(name) {
    const coming = this.coming.get(name) ?? this.fetcher(name).then(
      (content) => void this.files.set(name, content),
      () => void this.coming.delete(name),
    );
    this.coming.set(name, coming);
    return coming;
  }
}

/**
 * The field at a path, and the type there: in an item of a list the type of the item, but still the list's field.
 * @param {Kind} kind @param {(string | number)[]} path
 * @returns {Found | null}
 */
export function walk(kind, path) {
  let type = kind.root;
  let name = "";
  /** @type {Field} */
  let field = { type, text: kind.text, docs: kind.docs };
  for (const step of path) {
    if (typeof step === "number") {
      if (!type.startsWith("[]")) return null;
      type = type.slice(2);
    } else if (type.startsWith("map:")) {
      type = type.slice(4);
    } else {
      const next = kind.structs[type]?.[step];
      if (!next) return null;
      field = next;
      name = step;
      type = next.type;
    }
  }
  return { field, name, type };
}

/** Whether a type has fields of its own. @param {string} type */
export function isStruct(type) {
  return type.includes(".") && !type.startsWith("[]") && !type.startsWith("map:");
}

/** The sign of a port: which of the three a field is, wherever it stands. @param {string} struct @param {string} name */
export function roleOf(struct, name) {
  if (struct === "core.ServicePort" && (name === "port" || name === "targetPort" || name === "nodePort")) return name;
  if (struct === "core.ContainerPort" && name === "containerPort") return "targetPort";
  if (struct === "networking.ServiceBackendPort" && name === "number") return "port";
  if (struct === "discovery.EndpointPort" && name === "port") return "targetPort";
  return null;
}
