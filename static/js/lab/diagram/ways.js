// From thing to thing by arrow keys: which of many places lies next in a direction.

/** @typedef {{left: number, top: number, width: number, height: number}} Area */

/** @param {Area} area */
function middle({ left, top, width, height }) {
  return { x: left + width / 2, y: top + height / 2 };
}

/**
 * The index of the nearest in a direction, what lies straight ahead before what lies aside; -1 where nothing does.
 * @param {Area} from
 * @param {Area[]} areas
 * @param {[number, number]} way
 */
export function nearest(from, areas, [dx, dy]) {
  const here = middle(from);
  let best = -1;
  let least = Infinity;
  for (const [index, area] of areas.entries()) {
    const { x, y } = middle(area);
    const ahead = (x - here.x) * dx + (y - here.y) * dy;
    const aside = Math.abs((x - here.x) * dy) + Math.abs((y - here.y) * dx);
    if (ahead <= 2 || aside > ahead * 3 + 12) continue;
    const far = ahead + aside * 2;
    if (far < least) [best, least] = [index, far];
  }
  return best;
}
