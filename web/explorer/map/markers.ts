import type { Point } from "./projection.js";

/**
 * Where to draw markers so that no two overlap: each at its point, or on the nearest free spot around it.
 *
 * The first ones have precedence. `room` is the least distance between two.
 */
export function spread(places: readonly Point[], room: number): Point[] {
  const taken: Point[] = [];
  for (const place of places) taken.push(freeSpot(place, taken, room));
  return taken;
}

const DIRECTIONS = 16;

function freeSpot([x, y]: Point, taken: readonly Point[], room: number): Point {
  const isFree = ([px, py]: Point) =>
    taken.every(([tx, ty]) => Math.hypot(px - tx, py - ty) >= room);
  for (let ring = 0; ; ring++) {
    for (let turn = 0; turn < (ring ? DIRECTIONS : 1); turn++) {
      const angle = (turn / DIRECTIONS) * 2 * Math.PI;
      const spot: Point = [
        x + ring * (room / 2) * Math.cos(angle),
        y + ring * (room / 2) * Math.sin(angle),
      ];
      if (isFree(spot)) return spot;
    }
  }
}
