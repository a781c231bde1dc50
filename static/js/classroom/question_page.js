// The learner's page of live questions. Without a line it asks every few seconds.
import { byId } from "../lab/dom.js";
import { say } from "../lab/words.js";
import { Question } from "./question.js";
import { Line, connection } from "./socket.js";

const SELDOM = 3000;
const place = byId("class");

const question = new Question(byId("live-card"), {
  address: place.dataset.now,
  say: (words) => line.say(words),
  changed: (shown, fresh) => {
    // Nothing is asked any more: the page says so in its own words.
    if (!shown && fresh) location.reload();
  },
});
question.begin(place.dataset.key, place.dataset.own === "true", Number(place.dataset.clock), JSON.parse(byId("live-filled").textContent));

const line = new Line("seat", (heard) => {
  switch (heard.type) {
    case "question":
      void question.take(/** @type {any} */ (heard));
      break;
    case "answered":
      question.answered(/** @type {any} */ (heard));
      break;
    case "room":
      if (heard.closed) location.assign(place.dataset.home);
      break;
    case "out":
      connection(say("class-out"));
      break;
  }
});
window.setInterval(() => {
  if (!line.open_now() && !document.hidden) void question.poll();
}, SELDOM);
