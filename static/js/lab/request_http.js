// What is asked above TCP: scheme, host and path, as an Ingress reads them. The fields appear when HTTP is chosen.
import { byId, h } from "./dom.js";

/** @typedef {{scheme?: "http" | "https", host?: string, path?: string, insecure?: boolean}} Http */

export class HttpFields {
  /** @param {Http | undefined} kept */
  constructor(kept) {
    this.row = byId("request-http");
    this.protocol = byId("request-protocol");
    this.host = byId("request-host");
    this.path = byId("request-path");
    this.insecure = byId("request-insecure");
    this.say(kept ?? {});
  }

  /** The scheme, where one was chosen. @returns {"http" | "https" | null} */
  scheme() {
    const { value } = this.protocol;
    return value === "http" || value === "https" ? value : null;
  }

  /** @param {Http} http */
  say({ host, path, insecure }) {
    this.host.value = host ?? "";
    this.path.value = path || "/";
    this.insecure.checked = Boolean(insecure);
  }

  /** What is asked for; null where it is a bare packet. @returns {Http | null} */
  said() {
    const scheme = this.scheme();
    if (!scheme) return null;
    const host = this.host.value.trim();
    const path = this.path.value.trim();
    return { scheme, ...(host && { host }), path: path.startsWith("/") ? path : `/${path}`, ...(scheme === "https" && this.insecure.checked && { insecure: true }) };
  }

  /**
   * The hosts that the Ingresses know, to choose among and as destinations of their own.
   * @param {import("./types.js").Snapshot} snapshot
   * @returns {import("./request.js").Target[]}
   */
  offer({ ingresses }) {
    const hosts = new Set(ingresses.flatMap(({ rules }) => rules.map(({ host }) => host).filter(Boolean)));
    byId("request-hosts").replaceChildren(...[...hosts].map((value) => h("option", { value })));
    /** @type {Map<string, import("./request.js").Target>} */
    const found = new Map();
    for (const { namespace, addresses, rules } of ingresses) {
      for (const { host, path, service } of addresses[0] ? rules : []) {
        const http = { host, path: path || "/" };
        const target = { address: addresses[0], port: 80, protocol: "TCP", role: /** @type {const} */ ("port"), service: service ? `${namespace}/${service}` : undefined, http };
        found.set(`${host}${http.path} ${addresses[0]}`, target);
      }
    }
    return [...found.values()];
  }

  paint() {
    const scheme = this.scheme();
    this.row.hidden = !scheme;
    byId("request-insecure-row").hidden = scheme !== "https";
  }
}
