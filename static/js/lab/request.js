// The request bar: from where, to what, by which protocol. Any address may be typed.
import { byId, h, set } from "./dom.js";
import { HttpFields } from "./request_http.js";
import { say } from "./words.js";

/** @typedef {import("./types.js").Snapshot} Snapshot */
/** @typedef {import("./request_http.js").Http} Http */
/** @typedef {{from: string, to: {address: string, port: number}, protocol: string, http?: Http}} Request_ */
/** @typedef {Snapshot["to"][number] & {http?: {host: string, path: string}}} Target */

const OTHER = "other";
const LETTERS = { nodePort: "N", port: "P", targetPort: "T" };

export class RequestBar {
  /**
   * @param {{send: (request: Request_) => void, many: (request: Request_) => void, changed: (kept: object) => void, aimed: (target: {address: string, port: number | null}) => void}} acts
   * @param {{from?: string, to?: string, typed?: string, protocol?: string, http?: Http} | undefined} kept
   */
  constructor(acts, kept) {
    this.acts = acts;
    this.kept = kept ?? {};
    this.form = byId("request");
    this.from = byId("request-from");
    this.to = byId("request-to");
    this.typed = byId("request-address");
    this.protocol = byId("request-protocol");
    this.http = new HttpFields(this.kept.http);
    this.error = byId("request-error");
    this.button = byId("send");
    this.offered = false;
    /** Whether a person chose where to: only then does it stay when something better to aim at appears. */
    this.chosen = Boolean(this.kept.to);
    /** @type {Target[]} */
    this.targets = [];
    this.typed.value = this.kept.typed ?? "";
    if (this.kept.protocol) this.protocol.value = this.kept.protocol;
    this.form.addEventListener("change", (/** @type {Event} */ event) => this.change(event.target === this.to));
    byId("send-many").addEventListener("click", () => this.submit(this.acts.many));
    this.form.addEventListener("submit", (/** @type {Event} */ event) => {
      event.preventDefault();
      this.submit();
    });
  }

  /** Offer what the cluster offers now; keep what was chosen while it still exists. @param {Snapshot} snapshot */
  offer(snapshot) {
    // What the page came with is there to be seen at once, and was chosen by nobody.
    const from = (this.offered && this.from.value) || this.kept.from;
    const to = (this.offered && this.to.value) || this.kept.to;
    this.offered = true;
    const aimedAt = this.targets.find((target) => key(target) === to);
    const hosts = this.http.offer(snapshot);
    this.targets = [...snapshot.to, ...hosts];
    this.from.replaceChildren(...snapshot.from.map(({ name, label, address }) => h("option", { value: name }, name === "client" ? `${say("client")} ${address}` : label)));
    if (snapshot.from.some(({ name }) => name === from)) this.from.value = from;

    const groups = ["nodePort", "port", "targetPort"].flatMap((role) => {
      const options = this.targets.filter((target) => target.role === role && !target.http);
      return options.length ? [h("optgroup", { label: say(`group-${role}`) }, ...options.map((target) => h("option", { value: key(target) }, nameOf(target))))] : [];
    });
    if (hosts.length) groups.push(h("optgroup", { label: say("group-ingress") }, ...hosts.map((target) => h("option", { value: key(target) }, nameOf(target)))));
    this.to.replaceChildren(...groups, h("option", { value: OTHER }, say("other-address")));
    this.to.value = this.again(to, aimedAt) ?? OTHER;
    this.paint();
  }

  /**
   * The same target, or, where its port was changed, the one that took its place.
   * @param {string | undefined} wanted
   * @param {Target | undefined} aimedAt
   * @returns {string | undefined}
   */
  again(wanted, aimedAt) {
    if (wanted === OTHER) return OTHER;
    const exact = this.targets.find((target) => key(target) === wanted);
    // Nobody asked for a pod or for the API server's own Service: they were all that there was.
    if (!this.chosen && exact && (exact.role === "targetPort" || exact.service === "default/kubernetes")) return key(this.targets[0]);
    const successor = aimedAt && this.targets.find((target) => target.role === aimedAt.role && target.service === aimedAt.service && target.node === aimedAt.node && !target.http === !aimedAt.http);
    const found = exact ?? successor ?? this.targets[0];
    return found && key(found);
  }

  /** A port was clicked in the drawing. @param {string} address @param {number} port */
  aim(address, port) {
    const found = this.targets.find((target) => target.address === address && target.port === port && !target.http);
    if (found) this.to.value = key(found);
    else {
      this.to.value = OTHER;
      this.typed.value = `${address}:${port}`;
    }
    this.change();
  }

  /** Say this request, as if it had been chosen. @param {Request_} request */
  say({ from, to, protocol, http }) {
    if ([...this.from.options].some(({ value }) => value === from)) this.from.value = from;
    this.aim(to.address, to.port);
    this.protocol.value = http?.scheme ?? protocol;
    if (http) this.http.say(http);
    this.change();
  }

  /** @param {boolean} [elsewhere] another destination was chosen */
  change(elsewhere = false) {
    this.chosen = true;
    const target = this.target();
    if (target?.http && elsewhere) {
      this.protocol.value = this.http.scheme() ?? "http";
      this.http.say(target.http);
    } else if (target && elsewhere && target.protocol !== this.transport()) this.protocol.value = target.protocol;
    this.paint();
    this.acts.changed({ from: this.from.value, to: this.to.value, typed: this.typed.value, protocol: this.protocol.value, http: this.http.said() ?? this.kept.http });
  }

  target() {
    return this.targets.find((candidate) => key(candidate) === this.to.value);
  }

  /** HTTP goes over TCP. */
  transport() {
    return this.http.scheme() ? "TCP" : this.protocol.value;
  }

  paint() {
    const target = this.target();
    this.http.paint();
    this.typed.hidden = this.to.value !== OTHER;
    const mark = byId("request-mark");
    mark.hidden = !target;
    const to = target && [`address:${target.address}`, ...(target.pod ? [`place:${target.pod}`] : target.node ? [`place:${target.node}`] : [])].join(" ");
    set(this.from, { "data-thing": `place:${this.from.value}` });
    set(this.to, { "data-thing": to ?? null, "data-role": target?.role ?? null, "data-port": target ? String(target.port) : null, "data-service": target?.service ?? null });
    if (target) {
      mark.dataset.role = target.role;
      mark.dataset.port = String(target.port);
      mark.textContent = LETTERS[target.role];
    }
    this.acts.aimed(target ?? parse(this.typed.value) ?? { address: "", port: null });
    this.complain("");
  }

  /** What is asked for by now; null while it is no address. @returns {Request_ | null} */
  wanted() {
    const chosen = this.target();
    const target = chosen ?? parse(this.typed.value);
    const http = this.http.said();
    // An Ingress controller listens for each scheme on the scheme's own port.
    const port = chosen?.http && http?.scheme === "https" ? 443 : target?.port;
    return target && port ? { from: this.from.value, to: { address: target.address, port }, protocol: this.transport(), ...(http && { http }) } : null;
  }

  /** @param {(request: Request_) => void} [send] */
  submit(send = this.acts.send) {
    const wanted = this.wanted();
    if (wanted) send(wanted);
    else {
      this.complain(say("address-wanted"));
      this.typed.focus();
    }
  }

  /** @param {string} text */
  complain(text) {
    this.error.textContent = text;
    this.error.hidden = !text;
    this.typed.toggleAttribute("aria-invalid", false);
    if (text && !this.typed.hidden) this.typed.setAttribute("aria-invalid", "true");
  }

  /** @param {boolean} busy */
  busy(busy) {
    this.button.setAttribute("aria-busy", String(busy));
    this.button.disabled = busy;
  }
}

/** @param {Target} target */
function key({ address, port, protocol, http }) {
  return http ? `http://${http.host}${http.path}@${address}` : `${address}:${port}/${protocol}`;
}

/** @param {Target} target */
function nameOf(target) {
  if (target.http) return `${target.http.host || target.address}${target.http.path}  ${target.address}`;
  const whose = target.node && target.role === "nodePort" ? target.node : (target.pod ?? target.service ?? "").split("/").pop();
  const short = whose && whose.length > 26 ? `${whose.slice(0, 12)}…${whose.slice(-6)}` : whose;
  return `${target.address}:${target.port}${target.protocol === "TCP" ? "" : `/${target.protocol}`}${short ? `  ${short}` : ""}`;
}

/**
 * An address and a port as people type them. Whether anything is there is for the cluster to say.
 * @param {string} text
 */
function parse(text) {
  const match = /^\s*(?:\w+:\/\/)?(\[[0-9a-f:]+\]|[^\s:/]+):(\d{1,5})\/?\s*$/i.exec(text);
  const port = Number(match?.[2]);
  return match && port >= 1 && port <= 65535 ? { address: match[1].replace(/^\[|\]$/g, ""), port } : null;
}
