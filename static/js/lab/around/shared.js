// Somebody's shared lab: its moments are stepped through, the packet that was shown is played again.
import { byId } from "../dom.js";
import { page } from "../page.js";
import { say } from "../words.js";
import { hands } from "./dialog.js";

export function startShared() {
  const journey = JSON.parse(document.getElementById("lab-journey")?.textContent ?? "null");
  const back = byId("shared-back");
  const forth = byId("shared-forth");
  const count = byId("shared-count");
  const again = byId("shared-replay");
  const last = page.state.value?.log.at(-1)?.number ?? 0;
  /** @type {number[]} */
  let moments = [];
  let now = 0;
  page.state.watch((state) => {
    if (!state) return;
    moments = [...state.log, ...state.ahead].map(({ number }) => number).filter((number) => number >= state.begins);
    now = state.log.at(-1)?.number ?? 0;
    const place = moments.indexOf(now);
    count.textContent = say("shared-step", { step: place + 1, of: moments.length });
    count.title = state.log.at(-1)?.label ?? "";
    back.disabled = place <= 0;
    forth.disabled = place >= moments.length - 1;
    byId("shared-moments").hidden = moments.length < 2;
  });
  const step = async (/** @type {number} */ by) => {
    const held = document.activeElement;
    await hands().go(moments[moments.indexOf(now) + by]);
    if (held instanceof HTMLButtonElement && held.disabled) (held === back ? forth : back).focus();
  };
  back.addEventListener("click", () => void step(-1));
  forth.addEventListener("click", () => void step(1));
  again.hidden = !journey;
  if (!journey) return;
  const replay = async () => {
    if (now !== last) await hands().go(last);
    hands().replay(journey.trace, journey.pick, true);
  };
  again.addEventListener("click", () => void replay());
  hands().replay(journey.trace, journey.pick, false);
}
