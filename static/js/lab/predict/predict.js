// Predict first: before a packet is sent the learner says where it will end, and is told afterwards whether it was so, and why.
//
// Asked beneath the request bar, so that places can be chosen in the drawing as well. Any ending that was possible is right.
import { announce, byId, h } from "../dom.js";
import { page } from "../page.js";
import { sign } from "../signs.js";
import { percent, say } from "../words.js";
import { judge } from "./judge.js";

/** @typedef {import("./judge.js").Guess} Guess */

const KINDS = ["answered", "refused", "dropped", "no-route"];

/** @param {string} place */
function placeName(place) {
  return ["client", "router", "balancer"].includes(place) ? say(place) : place.replace(/^default\//, "");
}

/** Where a packet can end: outside, on a node, in a pod. @param {import("../types.js").Snapshot} snapshot */
function placesOf({ nodes, pods }) {
  return ["client", "router", "balancer", ...nodes.map(({ name }) => name), ...pods.map(({ namespace, name }) => `${namespace}/${name}`)];
}

/**
 * Ask. @param {import("../types.js").Snapshot} snapshot
 * @param {string} line the terminal's line that sends the packet, or nothing
 * @returns {Promise<Guess | null>} null where the learner would rather not send
 */
export function predict(snapshot, line) {
  const panel = byId("predict");
  const opener = document.activeElement;
  byId("predict-told").hidden = true;
  return new Promise((resolve) => {
    const radios = KINDS.map((kind) => {
      const input = h("input", { type: "radio", name: "predict-kind", value: kind, required: true });
      return h("label", { class: "predict-kind", "data-kind": kind }, input, h("span", { class: "ending", "data-kind": kind }, sign(kind)), say(`ending-${kind}`));
    });
    const place = h("select", { class: "select small", id: "predict-place" }, h("option", { value: "" }, "–"), ...placesOf(snapshot).filter((name) => !name.includes("/")).map((name) => h("option", { value: name }, placeName(name))), h("optgroup", { label: "Pod" }, ...snapshot.pods.map(({ namespace, name }) => h("option", { value: `${namespace}/${name}` }, placeName(`${namespace}/${name}`)))));
    const pods = snapshot.pods.map(({ namespace, name }) => h("label", { class: "check" }, h("input", { type: "checkbox", name: "predict-pod", value: `${namespace}/${name}` }), placeName(`${namespace}/${name}`)));
    const sources = [...new Set([...snapshot.from.map(({ address }) => address), ...snapshot.nodes.map(({ address }) => address)])].filter(Boolean);
    const source = h("select", { class: "select small", id: "predict-source" }, h("option", { value: "" }, say("predict-open")), ...sources.map((address) => h("option", {}, address)));
    const where = h("div", { class: "field" }, h("label", { for: "predict-place" }, say("predict-place")), place);
    const who = h("fieldset", { class: "predict-pods", hidden: true }, h("legend", {}, say("predict-pods")), ...pods);
    const seen = h("div", { class: "field", hidden: true }, h("label", { for: "predict-source" }, say("predict-source")), source);
    const wrong = h("p", { class: "request-error", role: "alert", hidden: true });
    const go = h("button", { class: "button primary small" }, say("predict-go"));
    const cancel = h("button", { type: "button", class: "button quiet small" }, say("predict-cancel"));
    const form = h("form", { class: "predict-form", novalidate: true },
      h("h2", { id: "predict-title" }, say("predict-title")), ...(line ? [h("p", { class: "predict-line" }, h("code", { lang: "en" }, line))] : []), h("p", { class: "predict-how" }, say("predict-how")),
      h("fieldset", { class: "predict-kinds" }, h("legend", { class: "visually-hidden" }, say("predict-kind")), ...radios), where, who, seen, wrong, h("div", { class: "predict-acts" }, go, cancel),
    );
    const chosen = () => /** @type {string} */ (new FormData(form).get("predict-kind") ?? "");
    const shape = () => {
      const answered = chosen() === "answered";
      where.hidden = answered;
      who.hidden = seen.hidden = !answered;
      wrong.hidden = true;
    };
    // A place that is clicked in the drawing is the place; a pod, once "answered" is chosen, one of those that answer.
    const clicked = (/** @type {Event} */ event) => {
      const tokens = /** @type {Element} */ (event.target).closest("[data-thing]")?.getAttribute("data-thing") ?? "";
      const name = /(?:^| )place:(\S+)/.exec(tokens)?.[1];
      if (!name) return;
      event.preventDefault();
      event.stopPropagation();
      const pod = pods.map((label) => label.querySelector("input")).find((input) => input?.value === name);
      if (chosen() === "answered" && pod) pod.checked = !pod.checked;
      else place.value = name;
      announce(placeName(name));
    };
    const stage = byId("stage");
    const done = (/** @type {Guess | null} */ guess) => {
      stage.removeEventListener("click", clicked, true);
      stage.classList.remove("choosing");
      panel.hidden = true;
      panel.replaceChildren();
      if (opener instanceof HTMLElement) opener.focus();
      resolve(guess);
    };
    form.addEventListener("change", shape);
    cancel.addEventListener("click", () => done(null));
    form.addEventListener("keydown", (event) => event.key === "Escape" && done(null));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const kind = chosen();
      const named = new FormData(form).getAll("predict-pod").map(String);
      if (!kind || (kind === "answered" ? !named.length : !place.value)) {
        wrong.textContent = say("predict-choose");
        wrong.hidden = false;
        (form.querySelector("input:checked") ?? form.querySelector("input"))?.parentElement?.querySelector("input")?.focus();
        return;
      }
      done({ kind, place: kind === "answered" ? null : place.value, pods: kind === "answered" ? named : [], source: kind === "answered" ? source.value : "" });
    });
    stage.addEventListener("click", clicked, true);
    stage.classList.add("choosing");
    panel.replaceChildren(form);
    panel.hidden = false;
    shape();
    form.querySelector("input")?.focus();
    panel.scrollIntoView?.({ block: "nearest" });
  });
}

/** Tell whether it was so. @param {Guess} guess @param {import("../types.js").Trace} trace @param {import("../types.js").Branch} branch */
export function tell(guess, trace, branch) {
  const { verdict, notes } = judge(guess, trace, branch);
  const pods = (/** @type {string[]} */ names) => names.map(placeName).join(", ");
  const yours = guess.kind === "answered" ? say("predict-at", { kind: say("ending-answered"), place: pods(guess.pods) }) : say("predict-at", { kind: say(`ending-${guess.kind}`), place: placeName(guess.place ?? "") });
  const lines = notes.map((note) => {
    if (note.kind === "random") return say("predict-random", { outcomes: note.outcomes.map(({ kind, place, share }) => `${say("predict-at", { kind: say(`ending-${kind}`), place: placeName(place) })} ${percent(share)}`).join(", ") });
    if (note.kind === "place") return say("predict-place-wrong", { place: placeName(note.place) });
    if (note.kind === "missing") return say("predict-missing", { pods: pods(note.pods) });
    return note.right ? say("predict-source-right") : say("predict-source-wrong", { source: note.source, guess: guess.source });
  });
  const told = byId("predict-told");
  told.dataset.verdict = verdict;
  told.replaceChildren(h("p", {}, h("strong", {}, say(`predict-${verdict}`)), " ", say("predict-yours", { guess: yours }), " ", ...lines.map((line) => h("span", {}, `${line} `)), branch.ending.why));
  told.hidden = false;
  announce(told.textContent ?? "");
  page.predicted.set({ guess, verdict });
}
