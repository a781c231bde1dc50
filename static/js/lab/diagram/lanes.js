// The lanes: a node with its open doors on the left edge, its netfilter bar, and its pods at the right.

/** @typedef {import("../types.js").Snapshot} Snapshot */
/** @typedef {import("../types.js").Pod} Pod */
/** @typedef {import("./layout.js").Box} Box */
/** @typedef {"full" | "mid" | "mini" | "dot"} Level how much a pod says of itself; a dot says its port alone */
/** @typedef {{port: import("../types.js").OpenPort, x: number, y: number, r: number, above?: number}} Door how far above its number stands, where not beside it */
/** @typedef {{pod: Pod, box: Box, level: Level, squares: {port: number, name: string, x: number, y: number}[]}} PodBox */

/**
 * @typedef {object} Lane
 * @property {import("../types.js").Node_} node
 * @property {Box} box
 * @property {Box} bar netfilter: what every packet through this node passes
 * @property {Door[]} doors
 * @property {PodBox[]} pods
 * @property {number} podsLeft
 * @property {Box} slot where the packet's card stands while the packet is here
 * @property {boolean} dense says its names in one row above the bar, nothing beneath
 * @property {boolean} slim one of very many: its doors stand in a row on the path, what is the same everywhere is said once
 * @property {boolean} first
 * @property {(y: number, extra: number) => void} stretch puts the lane at y, grown by extra
 */

const LEVELS = { full: 58, mid: 40, mini: 27, dot: 20 };
const POD_GAP = 5;
const DOOR_STEP = 27;
const MANY_DOORS = 8;
/** From how many nodes on each says less, and from how many still less, so that all are seen at once. */
const CROWD = 5;
const HOST = 9;
/** More pods on one node than this are shown as dots. */
const MANY_PODS = 8;
const DOT_GAP = 6;

/**
 * @param {Snapshot} snapshot
 * @param {{x: number, w: number}} frame
 * @param {boolean} wide
 * @param {boolean} tight
 * @returns {Lane[]}
 */
export function lanesOf(snapshot, frame, wide, tight) {
  const dense = wide && (tight || snapshot.nodes.length >= CROWD);
  const slim = dense && snapshot.nodes.length >= HOST;
  return snapshot.nodes.map((node, index) => {
    const pods = snapshot.pods.filter((pod) => pod.node === node.name);
    return slim ? slimLane(node, pods, frame, index === 0) : lane(node, pods, frame, wide, dense);
  });
}

/**
 * @param {import("../types.js").Node_} node
 * @param {Pod[]} pods
 * @param {{x: number, w: number}} frame
 * @param {boolean} wide
 * @param {boolean} dense
 * @returns {Lane}
 */
function lane(node, pods, frame, wide, dense) {
  const left = frame.x + (wide ? 24 : 20);
  const right = frame.x + frame.w - (wide ? 12 : 8);
  const podsWidth = wide ? Math.max(150, Math.min(250, frame.w * 0.25)) : Math.min(146, frame.w * 0.39);
  const podsLeft = right - 12 - podsWidth;
  const barLeft = left + (wide ? 92 : 66);
  const barRight = podsLeft - (wide ? 62 : 34);
  const doors = node.openPorts.slice(0, MANY_DOORS);

  const grid = pods.length > MANY_PODS ? dotGrid(pods.length, podsWidth) : dense ? denseGrid(pods.length) : gridOf(pods.length, podsWidth, wide);
  const step = doors.length > 3 ? 21 : DOOR_STEP;
  const doorsAbove = Math.max(0, doors.length - 1) * (step / 2);
  const head = (dense ? 28 : wide ? 50 : 40) + doorsAbove;
  const tail = dense ? 9 : wide ? 26 : 34;
  const least = head + 26 + Math.max(tail, doorsAbove + 6);
  const height = Math.max(least, grid.rows * (LEVELS[grid.level] + POD_GAP) - POD_GAP + (dense ? 10 : 16));

  /** @type {Lane} */
  const made = {
    node,
    dense,
    slim: false,
    first: false,
    box: { x: left, y: 0, w: right - left, h: height },
    bar: { x: barLeft, y: 0, w: barRight - barLeft, h: 26 },
    doors: [],
    pods: [],
    podsLeft,
    slot: { x: left + (wide ? 124 : 8), y: 0, w: podsLeft - left - (wide ? 138 : 16), h: 44 },
    stretch(y, extra) {
      made.box.y = y;
      made.box.h = height + extra;
      const center = y + head + 13 + (made.box.h - least) * 0.55;
      made.bar.y = center - 13;
      made.slot.y = made.bar.y - 53;
      made.doors = doors.map((port, index) => ({
        port, x: left, r: doors.length > 3 ? 10 : doors.length > 2 ? 12 : 14,
        y: center + (index - (doors.length - 1) / 2) * step,
      }));
      made.pods = place(pods, grid, { x: podsLeft, y, w: podsWidth, h: made.box.h });
    },
  };
  return made;
}

/**
 * A lane among very many: a name, a row of doors, a bar, and its pods as dots.
 * @param {import("../types.js").Node_} node
 * @param {Pod[]} pods
 * @param {{x: number, w: number}} frame
 * @param {boolean} first
 * @returns {Lane}
 */
function slimLane(node, pods, frame, first) {
  const left = frame.x + 24;
  const right = frame.x + frame.w - 12;
  const podsWidth = Math.max(150, Math.min(260, frame.w * 0.26));
  const podsLeft = right - 12 - podsWidth;
  const barLeft = left + 196;
  const doors = node.openPorts.slice(0, MANY_DOORS);
  const grid = dotGrid(pods.length, podsWidth);
  const step = doors.length > 1 ? Math.min(44, 84 / (doors.length - 1)) : 0;
  // Said once, above the first lane's doors, in as many rows as keep the numbers apart.
  const rows = step >= 40 || doors.length < 2 ? 1 : step >= 20 ? 2 : 3;
  const head = first ? 8 + 12 * rows : 5;
  const height = Math.max(head + 25, grid.rows * (LEVELS.dot + POD_GAP) + 6);
  /** @type {Lane} */
  const made = {
    node, first, dense: true, slim: true,
    box: { x: left, y: 0, w: right - left, h: height },
    bar: { x: barLeft, y: 0, w: podsLeft - 50 - barLeft, h: 18 },
    doors: [],
    pods: [],
    podsLeft,
    slot: { x: barLeft, y: 0, w: podsLeft - barLeft - 60, h: 44 },
    stretch(y, extra) {
      made.box.y = y;
      made.box.h = height + extra;
      const center = y + (first ? height - 14 : height / 2) + extra / 2;
      made.bar.y = center - 9;
      made.slot.y = made.bar.y - 50;
      made.doors = doors.map((port, index) => ({ port, x: left + 100 + index * step, r: 8, y: center, above: 13 + 12 * (index % rows) }));
      made.pods = place(pods, grid, { x: podsLeft, y, w: podsWidth, h: made.box.h });
    },
  };
  return made;
}

/**
 * How much a pod may say, by how many share the lane.
 * @param {number} count
 * @param {number} width
 * @param {boolean} wide
 * @returns {{level: Level, columns: number, rows: number}}
 */
function gridOf(count, width, wide) {
  if (count <= 1) return { level: "full", columns: 1, rows: 1 };
  if (count === 2) return { level: "mid", columns: 1, rows: 2 };
  if (count <= 4 && width >= 244) return { level: "mid", columns: 2, rows: 2 };
  if (count === 3) return { level: "mini", columns: 1, rows: 3 };
  const columns = wide ? 2 : 1;
  return { level: "mini", columns, rows: Math.ceil(count / columns) };
}

/** @param {number} count @param {number} width @returns {{level: Level, columns: number, rows: number}} */
function dotGrid(count, width) {
  const columns = Math.floor((width + DOT_GAP) / (LEVELS.dot + DOT_GAP));
  return { level: "dot", columns, rows: Math.ceil(count / columns) };
}

/** @param {number} count @returns {{level: Level, columns: number, rows: number}} */
function denseGrid(count) {
  if (count <= 1) return { level: "mid", columns: 1, rows: 1 };
  // One above the other two still say their names; side by side they do not.
  return count === 2 ? { level: "mini", columns: 1, rows: 2 } : { level: "mini", columns: 2, rows: Math.ceil(count / 2) };
}

/**
 * @param {Pod[]} pods
 * @param {{level: Level, columns: number, rows: number}} grid
 * @param {Box} area
 * @returns {PodBox[]}
 */
function place(pods, { level, columns, rows }, area) {
  const h = LEVELS[level];
  const gap = level === "dot" ? DOT_GAP : 24;
  const w = level === "dot" ? h : (area.w - (columns - 1) * gap) / columns;
  const top = area.y + (area.h - rows * (h + POD_GAP) + POD_GAP) / 2;
  return pods.map((pod, index) => {
    const x = area.x + (index % columns) * (w + gap);
    const y = top + Math.floor(index / columns) * (h + POD_GAP);
    return { pod, level, box: { x, y, w, h }, squares: level === "dot" ? squares(pod, { x: x + w / 2, y, w, h }).slice(0, 1) : squares(pod, { x, y, w, h }) };
  });
}

/**
 * What the pod listens on: a square each on its left edge.
 * @param {Pod} pod
 * @param {Box} box
 */
function squares(pod, box) {
  const seen = [...new Map(pod.listening.map((open) => [open.port, open])).values()].slice(0, 2);
  return seen.map((open, index) => ({
    port: open.port,
    name: pod.ports.find((port) => port.containerPort === open.port)?.name ?? "",
    x: box.x,
    y: box.y + box.h / 2 + (box.h === LEVELS.dot ? 0 : (index - (seen.length - 1) / 2) * 22),
  }));
}
