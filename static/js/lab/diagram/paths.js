// Every way that the request can go, drawn at once: as wide as it is likely, with its share at its end.
import { s } from "../dom.js";
import { percent } from "../words.js";
import { pathOf } from "./curves.js";
import { stopsOf } from "./routes.js";
import { label } from "./shapes.js";

/** @typedef {import("../types.js").Trace} Trace */

export class Paths {
  /** @param {import("./draw.js").Drawing} drawing */
  constructor(drawing) {
    this.lines = s("g", { class: "paths" });
    this.shares = s("g", { class: "paths" });
    drawing.layers.route.prepend(this.lines);
    drawing.layers.packet.prepend(this.shares);
    /** @type {Trace | null} */
    this.trace = null;
  }

  /** @param {Trace | null} trace @param {import("./layout.js").Layout | undefined} plan */
  show(trace, plan) {
    this.trace = trace;
    this.draw(plan);
  }

  /** @param {import("./layout.js").Layout | undefined} plan */
  draw(plan) {
    this.lines.replaceChildren();
    this.shares.replaceChildren();
    if (!this.trace || !plan) return;
    /** What ends alike at one spot is said once. @type {Map<string, {x: number, y: number, kind: string, share: string, count: number}>} */
    const ends = new Map();
    for (const { kind, probability, branches } of this.trace.outcomes) {
      const branch = this.trace.branches.find(({ id }) => id === branches[0]);
      if (!branch) continue;
      const hops = branch.hops.filter(({ leg }) => leg === "request");
      const stops = stopsOf(plan, hops);
      const last = stops[stops.length - 1]?.station;
      if (!last) continue;
      const d = pathOf(stops.flatMap((stop) => stop.course.points));
      this.lines.append(s("path", { d, class: "path", "data-kind": kind, "stroke-width": (2 + probability * 9).toFixed(1) }));
      const key = `${Math.round(last.x)} ${Math.round(last.y)} ${kind} ${percent(probability)}`;
      const known = ends.get(key) ?? { x: last.x, y: last.y, kind, share: percent(probability), count: 0 };
      ends.set(key, { ...known, count: known.count + 1 });
    }
    /** Different endings at one spot stand below each other. @type {Map<string, number>} */
    const rows = new Map();
    for (const { x, y, kind, share, count } of ends.values()) {
      const spot = `${Math.round(x)} ${Math.round(y)}`;
      const row = rows.get(spot) ?? 0;
      rows.set(spot, row + 1);
      this.shares.append(label(count > 1 ? `${count} × ${share}` : share, { x: x - 12, y: y - 14 - row * 14, class: "path-share end", "data-kind": kind }));
    }
  }
}
