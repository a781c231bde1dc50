// The wall: follows the room, without anybody at its keyboard.
import { announce, byId } from "../lab/dom.js";
import { say } from "../lab/words.js";
import { Clock } from "./clock.js";
import { dress } from "./dress.js";
import { Line } from "./socket.js";
import { seldom, swap } from "./swap.js";

const place = byId("class");
const clock = new Clock(() => undefined);

function arrange() {
  const wall = byId("wall");
  clock.set(Number(wall.dataset.serverNow));
  const card = /** @type {HTMLElement | null} */ (wall.querySelector(".wall-card"));
  if (!card) return clock.stop();
  clock.show(card);
  dress(card);
}

const refresh = seldom(700, async () => {
  try {
    const answer = await fetch(location.href);
    if (!answer.ok || answer.redirected) return location.assign(place.dataset.home);
    const html = await answer.text();
    const next = new DOMParser().parseFromString(html, "text/html").getElementById("wall");
    const here = byId("wall");
    if (next && next.dataset.key && next.dataset.key === here.dataset.key) {
      // The same question: a packet that is on its way is not stopped.
      here.dataset.version = next.dataset.version;
      swap(html, ["wall-votes", "wall-bars"]);
    } else {
      swap(html, ["wall", "class"]);
      arrange();
      const prompt = document.querySelector(".wall-prompt")?.textContent?.trim();
      if (prompt && byId("wall").querySelector('[data-state="open"]')) announce(say("live-new", { prompt }));
    }
    const card = /** @type {HTMLElement | null} */ (byId("wall").querySelector(".wall-card"));
    const fresh = /** @type {HTMLElement | null} */ (next?.querySelector(".wall-card"));
    if (card && fresh && card.dataset.closes !== fresh.dataset.closes) {
      if (fresh.dataset.closes) card.dataset.closes = fresh.dataset.closes;
      else delete card.dataset.closes;
      clock.show(card);
    }
  } catch {
    // The line says that it is lost; what is shown stays.
  }
});

const line = new Line("wall", (heard) => {
  switch (heard.type) {
    case "question":
      refresh();
      break;
    case "votes": {
      const votes = document.getElementById("wall-votes");
      if (votes) votes.textContent = say("live-votes", { count: heard.count, here: heard.here });
      if (!votes || document.querySelector("#wall-bars .tally, .wall-rows") || String(heard.version) !== byId("wall").dataset.version) refresh();
      break;
    }
    case "room":
      if (heard.closed) location.assign(place.dataset.home);
      break;
    case "out":
      location.assign(place.dataset.home);
      break;
  }
});
window.setInterval(() => (line.open_now() && !document.querySelector(".wall-wait")) || refresh(), 4000);

const full = byId("full");
full.hidden = !document.fullscreenEnabled;
full.addEventListener("click", () => void (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()));
arrange();
