// One packet, two readings: the idea (nodePort, then the Service's port, then the pod's targetPort) and the mechanism (what
// netfilter really did, hop by hop). A switch chooses; the drawing plays the mechanism either way.
import { byId, h } from "../dom.js";
import { mentions } from "../mentions.js";
import { page } from "../page.js";
import { sign } from "../signs.js";
import { rewrites } from "../player/timeline.js";
import { say } from "../words.js";

/** @typedef {import("../types.js").Branch} Branch */

const LETTERS = { nodePort: "N", port: "P", targetPort: "T" };

export class Idea {
  /** @param {{get: (name: string) => any, set: (name: string, value: any) => void}} memory */
  constructor(memory) {
    this.element = byId("idea");
    this.button = byId("reading-idea");
    this.button.addEventListener("click", () => {
      const on = this.button.getAttribute("aria-pressed") !== "true";
      memory.set("idea", on);
      this.set(on);
    });
    page.journey.watch((journey) => this.show(journey?.branch ?? null));
    this.set(memory.get("idea") === true);
  }

  /** @param {boolean} on */
  set(on) {
    this.button.setAttribute("aria-pressed", String(on));
    byId("panel-packet").toggleAttribute("data-idea", on);
  }

  /** @param {Branch | null} branch */
  show(branch) {
    this.element.hidden = !branch;
    if (!branch) return;
    const steps = (branch.idea ?? []).map(({ role, address, port, name }) => {
      const letter = LETTERS[/** @type {keyof typeof LETTERS} */ (role)];
      const mark = letter ? [h("span", { class: "mark", "data-role": role }, letter), " "] : [];
      const value = h("span", { class: "idea-address" }, h("span", { "data-thing": `address:${address}` }, address), ":", h("span", { class: "port", "data-role": letter ? role : null, "data-port": letter ? String(port) : null }, String(port)));
      return h("li", {}, h("span", { class: "idea-role" }, ...mark, letter ? String(role) : ""), value, h("span", { class: "idea-name" }, ...mentions(name)));
    });
    const end = h("li", { class: "idea-end", "data-kind": branch.ending.kind }, sign(branch.ending.kind), " ", say(`ending-${branch.ending.kind}`));
    const changes = branch.hops.filter((hop) => hop.leg === "request" && rewrites(hop));
    const did = changes.map(({ event, place, before, after }) => h("li", { "data-about": `place:${place}` }, ...mentions(`${event.toUpperCase()} · ${place.split("/").pop()}: `), h("span", { class: "mono" }, ...mentions(`${text(before.src)} → ${text(before.dst)}`)), " ⇒ ", h("span", { class: "mono" }, ...mentions(`${text(after.src)} → ${text(after.dst)}`))));
    this.element.replaceChildren(
      h("h2", {}, say("idea")), h("ol", { class: "idea-steps" }, ...steps, end),
      h("h2", {}, say("mechanism", { count: changes.length })), did.length ? h("ul", { class: "idea-mechanism" }, ...did) : h("p", {}, say("mechanism-none")),
    );
  }
}

/** @param {import("../types.js").Address} address */
function text({ address, port }) {
  return port === null ? address : `${address}:${port}`;
}
