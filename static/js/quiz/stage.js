// A compact stage: the cluster drawn, places to choose in a prediction, and after the answer the packet that proves it.
import { wantsCalm } from "../lab/dom.js";
import { Stage } from "../lab/diagram/stage.js";
import { Player } from "../lab/player/player.js";
import { timelineOf } from "../lab/player/timeline.js";

/** @typedef {{snapshot: import("../lab/types.js").Snapshot, trace?: import("../lab/types.js").Trace, pick?: number}} Shown */

/** @param {HTMLElement} room */
export function startStage(room) {
  if (room.dataset.ready) return;
  room.dataset.ready = "true";
  /** @type {Shown} */
  const shown = JSON.parse(room.dataset.stage ?? "{}");
  // A page may have other stages: the ids of this one's parts begin with the same prefix.
  const place = /** @type {HTMLElement} */ (room.querySelector(".stage"));
  const stage = new Stage(() => {}, place);
  stage.show(shown.snapshot);
  const branch = shown.trace?.branches.find(({ id }) => id === shown.pick);
  if (branch) play(stage, branch, room);
  else choosePlaces(stage);
}

/** @param {Stage} stage @param {import("../lab/types.js").Branch} branch @param {HTMLElement} room */
function play(stage, branch, room) {
  const timeline = timelineOf(branch);
  const player = new Player({ render: (time) => stage.render(time), step: () => {}, ended: () => {} }, stage.element.id.replace(/stage$/, ""));
  stage.play(timeline);
  player.load(timeline);
  if (wantsCalm()) {
    player.seek(timeline.duration);
    return;
  }
  // It begins when somebody can see it.
  const seen = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      seen.disconnect();
      player.play();
    },
    { threshold: 0.35 },
  );
  seen.observe(room);
}

/** In a prediction a click on a place chooses it; the list beneath says the same by keyboard. @param {Stage} stage */
function choosePlaces(stage) {
  const form = document.getElementById("answer");
  if (!form?.querySelector(".places")) return;
  stage.element.dataset.choosing = "";
  stage.element.addEventListener("click", (event) => {
    const key = /** @type {Element} */ (event.target).closest("[data-key]")?.getAttribute("data-key") ?? "";
    const option = optionOf(form, key);
    if (!option) return;
    option.click();
    option.focus({ preventScroll: true });
  });
  form.addEventListener("change", () => mark(stage, form));
}

/** @param {HTMLElement} form @param {string} key of a part of the drawing: `node node1`, `pod default/web` … */
function optionOf(form, key) {
  const [kind, name] = key.split(" ");
  const value = kind === "client" || kind === "router" ? kind : name;
  const all = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll(".places input")]);
  return all.find((option) => option.value === value || option.value.split("/").pop() === value);
}

/** @param {Stage} stage @param {HTMLElement} form */
function mark(stage, form) {
  for (const part of stage.element.querySelectorAll("[data-key]")) {
    const key = part.getAttribute("data-key") ?? "";
    const kind = key.split(" ")[0];
    const chosen = ["client", "router", "node", "pod"].includes(kind) && optionOf(form, key)?.checked === true;
    part.classList.toggle("predicted", chosen);
  }
}
