// Pages without other scripts: their moments in the reader's own time.
import { startMoments } from "./times.js";

startMoments();
