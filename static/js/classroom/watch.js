// A lab that is shown to all: when the teacher ends it, everybody is back in their own; when another is shown, at that.
import { byId } from "../lab/dom.js";
import { Line } from "./socket.js";

const { show, home, watcher } = byId("class").dataset;
if (show) {
  new Line(watcher, (heard) => {
    if (heard.type === "out" || (heard.type === "room" && !heard.show)) location.assign(home);
    else if (heard.type === "room" && heard.show !== show) location.reload();
    // A question is answered at one's own seat.
    else if (heard.type === "question" && heard.key) location.assign(home);
  });
}
