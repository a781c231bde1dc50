// A branch of a trace as time: every hop is a step that may fly, then stays. One number says where in it we are.

/** @typedef {import("../types.js").Hop} Hop */
/** @typedef {import("../types.js").Address} Address */
/**
 * @typedef {object} Step
 * @property {number} index
 * @property {Hop} hop
 * @property {boolean} moves from another place than the step before
 * @property {boolean} changes an address is rewritten here
 * @property {number} starts in milliseconds
 * @property {number} lands when the flight ends
 * @property {number} ends
 */
/** @typedef {{branch: import("../types.js").Branch, steps: Step[], duration: number}} Timeline */

const FLIGHT = 580;
const STROLL = 280;
const STAY = 280;
const REWRITE = 1400;
const LAST = 900;

/** @param {Address} one @param {Address} other */
export function differs(one, other) {
  return one.address !== other.address || one.port !== other.port;
}

/** @param {Hop} hop */
export function rewrites(hop) {
  return differs(hop.before.src, hop.after.src) || differs(hop.before.dst, hop.after.dst);
}

/** @param {import("../types.js").Branch} branch @returns {Timeline} */
export function timelineOf(branch) {
  let time = 0;
  const steps = branch.hops.map((hop, index) => {
    const before = branch.hops[index - 1];
    const moves = Boolean(before) && before.place !== hop.place;
    const changes = rewrites(hop);
    const starts = time;
    const lands = starts + (moves ? FLIGHT : before ? STROLL : 0);
    const stay = changes ? REWRITE : index === branch.hops.length - 1 ? LAST : STAY;
    time = lands + stay;
    return { index, hop, moves, changes, starts, lands, ends: time };
  });
  return { branch, steps, duration: time };
}

/**
 * The step that is on at a time, and how far its flight and its stay have come (0 to 1 each).
 * @param {Timeline} timeline
 * @param {number} time
 */
export function at(timeline, time) {
  const { steps } = timeline;
  const found = steps.find((step) => time < step.ends) ?? steps[steps.length - 1];
  const flown = found.lands > found.starts ? Math.min(1, (time - found.starts) / (found.lands - found.starts)) : 1;
  const stayed = Math.max(0, Math.min(1, (time - found.lands) / (found.ends - found.lands)));
  return { step: found, flown, stayed };
}

/** When a step has said all that it has to say. @param {Step} step */
export function rest(step) {
  return step.ends - 1;
}
