// The hop table: the drawing in words. The present hop is marked, and a row's number leads to its moment.
import { byId, h } from "../dom.js";
import { causedBy, mentions } from "../mentions.js";
import { page } from "../page.js";
import { differs } from "../player/timeline.js";
import { percent, say } from "../words.js";

/** @typedef {import("../types.js").Hop} Hop */
/** @typedef {import("../types.js").Address} Address */

export class HopTable {
  /** @param {(index: number) => void} goTo */
  constructor(goTo) {
    this.body = byId("hops");
    this.scroller = byId("hops-scroll");
    /** @type {HTMLTableRowElement[]} */
    this.rows = [];
    this.body.addEventListener("click", (/** @type {Event} */ event) => {
      const button = /** @type {Element} */ (event.target).closest("button[data-hop]");
      if (button instanceof HTMLElement) goTo(Number(button.dataset.hop));
    });
  }

  /** @param {Hop[] | null} hops */
  show(hops) {
    this.scroller.hidden = !hops;
    byId("packet-empty").hidden = Boolean(hops);
    this.rows = (hops ?? []).map(rowOf);
    const all = this.rows.flatMap((row, index) => {
      const { leg } = /** @type {Hop[]} */ (hops)[index];
      const turns = index === 0 || /** @type {Hop[]} */ (hops)[index - 1].leg !== leg;
      return turns ? [legRow(leg), row] : [row];
    });
    this.body.replaceChildren(...all);
    this.scroller.scrollTop = 0;
  }

  /** @param {number} index */
  mark(index) {
    this.rows.forEach((row, at) => {
      row.toggleAttribute("data-future", at > index);
      if (at === index) row.setAttribute("aria-current", "step");
      else row.removeAttribute("aria-current");
    });
    this.reveal(this.rows[index]);
  }

  /** Scrolls the table alone, never the page. @param {HTMLTableRowElement | undefined} row */
  reveal(row) {
    if (!row || this.scroller.scrollHeight <= this.scroller.clientHeight) return;
    const head = 34;
    const top = row.offsetTop - head;
    const bottom = row.offsetTop + row.offsetHeight;
    const { scrollTop, clientHeight } = this.scroller;
    if (top < scrollTop) this.scroller.scrollTop = top - 26;
    else if (bottom > scrollTop + clientHeight) this.scroller.scrollTop = bottom - clientHeight + 40;
  }
}

/** @param {Hop} hop @param {number} index */
function rowOf(hop, index) {
  const number = String(index + 1);
  const button = h("button", { type: "button", "data-hop": index, "aria-label": say("go-to-hop", { hop: number }) }, number);
  const what = h("td", { class: "what", role: "cell" }, ...mentions(hop.text));
  if (hop.choice && hop.choice.of > 1) {
    what.append(" ", h("span", { class: "share" }, say("picked", { share: percent(hop.choice.probability), of: hop.choice.of })));
  }
  if (hop.rules.length) what.append(rulesOf(hop));
  if (hop.conntrack) what.append(conntrackOf(hop.conntrack));
  return h(
    "tr",
    { role: "row", "data-about": `place:${hop.place}` },
    h("td", { class: "number", role: "cell" }, button),
    h("td", { class: "place", role: "cell", "data-thing": `place:${hop.place}` }, placeName(hop.place), h("span", { class: "stage-name" }, hop.stage)),
    what,
    addressCell(say("source"), hop.before.src, hop.after.src),
    addressCell(say("destination"), hop.before.dst, hop.after.dst),
  );
}

/** A pod's own name is enough where it stands. @param {string} place */
function placeName(place) {
  const short = place.split("/").pop() ?? place;
  if (place === "client" || place === "router" || place === "balancer") return say(place);
  const name = short.length > 20 ? `${short.slice(0, 8)}…${short.slice(-5)}` : short;
  return h("span", { title: place }, name);
}

/** What the kernel's connection tracking knows of this flow: what was sent, and what an answer has to look like. @param {NonNullable<Hop["conntrack"]>} entry */
function conntrackOf({ state, original, reply }) {
  const way = (/** @type {string} */ key, /** @type {{src: string, dst: string}} */ { src, dst }) => h("div", {}, h("dt", {}, say(key)), h("dd", {}, ...mentions(`${src} → ${dst}`)));
  return h("details", { class: "rules" }, h("summary", {}, "conntrack ", h("code", {}, state)), h("dl", { class: "conntrack" }, way("conntrack-original", original), way("conntrack-reply", reply)));
}

/** @param {Hop} hop */
function rulesOf({ place, rules }) {
  const lines = rules.map((rule) => {
    const see = h("button", { type: "button", class: "see-rule", title: say("see-rule"), "data-thing": ruleThing(place, rule), ...causedBy(rule.origin) }, rule.text);
    see.addEventListener("click", () => page.rule.set({ place, rule }));
    return h("li", {}, see);
  });
  const list = h("ol", { class: "rule-list" }, ...lines);
  return h("details", { class: "rules" }, h("summary", {}, say(rules.length === 1 ? "one-rule" : "rules", { count: rules.length })), list);
}

/** A rule on a node. @param {string} node @param {{table: string, chain: string, position: number | string | null, text: string}} rule */
export function ruleThing(node, { table, chain, position, text }) {
  return `rule:${node}:${table}:${chain}:${position ?? text.replace(/\s+/g, "_")}`;
}

/** @param {string} name @param {Address} before @param {Address} after */
function addressCell(name, before, after) {
  const cell = h("td", { class: "address", role: "cell", "data-label": name });
  if (differs(before, after)) {
    cell.append(h("del", {}, h("span", { class: "visually-hidden" }, say("was")), value(before)), h("ins", {}, h("span", { class: "visually-hidden" }, say("becomes")), value(after)));
  } else {
    cell.append(value(after));
  }
  return cell;
}

/** @param {Address} address */
function value({ address, port, role }) {
  const span = h("span", { "data-thing": `address:${address}` }, address);
  if (port === null) return span;
  const known = role === "nodePort" || role === "port" || role === "targetPort";
  const attributes = known ? { class: "port", "data-role": role, "data-port": String(port) } : {};
  span.append(":", h("span", attributes, String(port)));
  return span;
}

/** @param {string} leg */
function legRow(leg) {
  return h("tr", { class: "leg", role: "row" }, h("td", { colspan: 5, role: "cell" }, say(`leg-${leg}`)));
}
