// What is drawn in a card: the cluster of the question, and the packet that proves the answer, fetched when somebody comes to see it.
import { parseInto } from "./swap.js";

/** @param {HTMLElement} card */
export function dress(card) {
  for (const room of card.querySelectorAll(".quiz-stage[data-stage]")) void draw(/** @type {HTMLElement} */ (room));
  for (const place of card.querySelectorAll("[data-proof]")) proof(/** @type {HTMLElement} */ (place));
}

/** @param {HTMLElement} room */
async function draw(room) {
  const { startStage } = await import("../quiz/stage.js");
  if (room.isConnected) startStage(room);
}

/** @param {HTMLElement} place */
function proof(place) {
  const address = place.dataset.proof ?? "";
  delete place.dataset.proof;
  const seen = new IntersectionObserver(
    async (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      seen.disconnect();
      try {
        const answer = await fetch(address);
        if (!answer.ok || !place.isConnected) return;
        parseInto(place, await answer.text());
        for (const room of place.querySelectorAll(".quiz-stage[data-stage]")) void draw(/** @type {HTMLElement} */ (room));
      } catch {
        // Without it the answer is still told in words; a reload fetches it.
      }
    },
    { rootMargin: "200px" },
  );
  // What is empty has no area to be seen: it gets a little until it is there.
  place.classList.add("proof-place");
  seen.observe(place);
}
