// The failure finder: for the request that is on the page, one look after another, and the first that explains why it fails.
import { Refusal, ask } from "../api.js";
import { announce, byId, h } from "../dom.js";
import { fieldThing, mentions } from "../mentions.js";
import { page } from "../page.js";
import { say } from "../words.js";
import { requestText } from "./naming.js";
import { onVeil, veil, veiled } from "../veil.js";

/** @typedef {{line: number, column: number}} Position */
/** @typedef {{look: string, six: boolean, status: "passed" | "failed" | "noted" | "skipped", code: string, title: string, text: string, commands: string[], object: {kind: string, name: string} | null, field: string | null, place: {file: string, from: Position, to: Position} | null, edit: {label: string, file: string, from: Position, to: Position, text: string} | null, repair: {label: string, action: object} | null}} Look */
/** @typedef {{request: import("./naming.js").Asked, fails: boolean, observed: string[], command: string, looks: Look[], cause: number | null}} Answer */

const MARKS = { passed: "✓", failed: "✕", noted: "!", skipped: "–" };

export class FinderPanel {
  /** @param {import("../panels/tabs.js").PanelTabs} tabs @param {import("./insight.js").Acts} acts */
  constructor(tabs, acts) {
    this.acts = acts;
    this.element = byId("panel-finder");
    this.visible = false;
    this.asked = "";
    tabs.watch("finder", (visible) => {
      this.visible = visible;
      void this.look();
    });
    page.state.watch(() => void this.look());
    onVeil(() => void this.look());
    byId("request").addEventListener("change", () => void this.look());
  }

  async look() {
    const state = page.state.value;
    if (!this.visible || !state) return;
    const wanted = this.acts.request();
    if (veiled(wanted)) {
      this.asked = "";
      this.element.replaceChildren(veil());
      return;
    }
    if (!wanted) {
      this.asked = "";
      this.element.replaceChildren(h("p", { class: "empty" }, say("finder-empty")));
      return;
    }
    const key = JSON.stringify([state.workspace, state.revision, wanted]);
    if (key === this.asked) return;
    this.asked = key;
    try {
      const answer = await ask("find", wanted);
      if (this.asked === key) this.show(answer);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.asked = "";
      this.element.replaceChildren(h("p", { class: "empty" }, error.message));
    }
  }

  /** @param {Answer} answer */
  show({ request, fails, observed, command, looks, cause }) {
    const six = looks.filter((look) => look.six);
    const further = looks.filter((look) => !look.six);
    const found = cause === null ? null : looks[cause];
    const first = observed.length > 1 ? "mixed" : observed[0];
    const verdict = h("section", { class: "finder-verdict", "data-tone": fails ? "bad" : "good" },
      h("h2", {}, ...mentions(requestText(request))),
      h("p", {}, h("strong", {}, say(`observed-${first}`)), " ", this.command(command)),
      ...(found ? [h("p", { class: "finder-cause" }, h("strong", {}, fails ? say("finder-cause") : say("finder-note")), " ", ...mentions(found.text)), this.deeds(found)] : [h("p", {}, say("finder-nothing"))]),
    );
    const list = (/** @type {Look[]} */ some, /** @type {string} */ label) => h("ol", { class: "looks", "aria-label": label }, ...some.map((look) => this.item(look, look === found)));
    this.element.replaceChildren(
      verdict,
      h("div", { class: "finder-looks" },
        h("section", {}, h("h3", {}, say("finder-six")), list(six, say("finder-six"))),
        ...(further.length ? [h("section", {}, h("h3", {}, say("finder-further")), list(further, say("finder-further")))] : []),
      ),
    );
    announce(found ? `${say("finder-cause")} ${found.text}` : say("finder-nothing"));
  }

  /** @param {Look} look @param {boolean} isCause */
  item(look, isCause) {
    const commands = look.commands.map((line) => this.command(line));
    const about = look.object && look.field ? fieldThing(look.object.kind, look.object.name, look.field) : null;
    return h("li", { class: "look", "data-status": look.status, "data-about": about, "aria-current": isCause ? "true" : null },
      h("span", { class: "look-mark", "aria-hidden": "true" }, MARKS[look.status]),
      h("div", { class: "look-said" },
        h("p", { class: "look-title" }, look.title, " ", h("span", { class: "look-status" }, say(`look-${look.status}`))),
        h("p", {}, ...mentions(look.text)),
        ...(isCause || look.status === "passed" || look.status === "skipped" ? [] : [this.deeds(look)]),
        ...(commands.length ? [h("p", { class: "look-commands" }, ...commands)] : []),
      ),
    );
  }

  /** Where to go, what to write there, what mends it. @param {Look} look */
  deeds({ place, edit, repair, field, object }) {
    const deeds = h("p", { class: "look-deeds" });
    if (place) {
      const go = h("button", { type: "button", class: "button small" }, say("where", { file: place.file, line: place.from.line }), ...(field ? [" ", h("code", {}, field)] : []));
      go.addEventListener("click", () => this.acts.edit(place));
      deeds.append(go);
    } else if (object && field) {
      deeds.append(h("span", {}, `${object.kind} ${object.name.replace(/^default\//, "")} `, h("code", {}, field)));
    }
    if (edit) {
      const write = h("button", { type: "button", class: "button small primary" }, edit.label);
      write.addEventListener("click", () => this.acts.write(edit));
      deeds.append(write);
    }
    if (repair) {
      const mend = h("button", { type: "button", class: "button small primary" }, repair.label);
      mend.addEventListener("click", () => void this.acts.act(repair.action, repair.label));
      deeds.append(mend);
    }
    return deeds;
  }

  /** @param {string} line */
  command(line) {
    const button = h("button", { type: "button", class: "command", lang: "en", title: say("run-in-terminal") }, ...mentions(line, undefined, "term-port"));
    button.addEventListener("click", () => this.acts.type(line));
    return button;
  }
}
