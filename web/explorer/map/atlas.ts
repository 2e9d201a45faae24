// The county map as atlas.mjs writes it, made into paths and rings to draw and to hit.

/** The file: arcs are steps on a grid, rings are distances to arcs. data/README.md says how to read both. */
export interface AtlasFile {
  width: number;
  height: number;
  steps: number;
  arcs: number[][];
  codes: string;
  states: string;
  names: string[];
  rings: number[][][];
}

export interface County {
  /** FIPS code, such as "39163". */
  code: string;
  name: string;
  /** Postal code of its state. */
  state: string;
  /** Path data; empty for a county of a small territory, which is not drawn. */
  path: string;
  /** Coordinates of each ring, x and y in turn. */
  rings: number[][];
  /** Left, top, right, bottom. */
  box: [number, number, number, number];
}

export interface Atlas {
  width: number;
  height: number;
  /** In the order of their codes, which is that of the API's `similarityMap`. */
  counties: County[];
  byCode: Map<string, number>;
  /** Path data of the lines between states, and of those beside which no county lies. */
  borders: string;
  coast: string;
}

export function readAtlas(file: AtlasFile): Atlas {
  const arcs = readArcs(file);
  const statesOf: string[][] = arcs.map(() => []);
  let fresh = 0;
  const counties = file.names.map((name, index) => {
    const state = file.states.slice(index * 2, index * 2 + 2);
    const rings = file.rings[index]!.map((distances) => {
      const ring: number[] = [];
      for (const distance of distances) {
        const number = distance === 0 ? fresh++ : fresh - Math.abs(distance);
        statesOf[number]!.push(state);
        const arc = distance < 0 ? backwards(arcs[number]!) : arcs[number]!;
        ring.push(...(ring.length ? arc.slice(2) : arc));
      }
      return ring;
    });
    const code = file.codes.slice(index * 5, index * 5 + 5);
    return { code, name, state, rings, path: rings.map(closed).join(""), box: boxOf(rings) };
  });
  const lines = (wanted: (states: string[]) => boolean): string =>
    arcs
      .filter((_, index) => wanted(statesOf[index]!))
      .map(open)
      .join("");
  return {
    width: file.width,
    height: file.height,
    counties,
    byCode: new Map(counties.map(({ code }, index) => [code, index])),
    borders: lines((states) => states.length > 1 && states[0] !== states[1]),
    coast: lines((states) => states.length === 1),
  };
}

/** The number of the county at a point of the box, or -1. */
export function countyAt(atlas: Atlas, x: number, y: number): number {
  return atlas.counties.findIndex(
    ({ box: [left, top, right, bottom], rings }) =>
      x >= left && x <= right && y >= top && y <= bottom && isInside(rings, x, y),
  );
}

/** Crossings of a ray to the right are odd in number; holes are rings too. */
function isInside(rings: number[][], x: number, y: number): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let at = 0; at + 3 < ring.length; at += 2) {
      const [ax, ay, bx, by] = [ring[at]!, ring[at + 1]!, ring[at + 2]!, ring[at + 3]!];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
  }
  return inside;
}

function readArcs({ arcs, steps }: AtlasFile): number[][] {
  let [x, y] = [0, 0];
  return arcs.map((arc) => {
    const points: number[] = [];
    for (let at = 0; at < arc.length; at += 2) {
      x += arc[at]!;
      y += arc[at + 1]!;
      points.push(x / steps, y / steps);
    }
    return points;
  });
}

function backwards(arc: number[]): number[] {
  const points: number[] = [];
  for (let at = arc.length - 2; at >= 0; at -= 2) points.push(arc[at]!, arc[at + 1]!);
  return points;
}

function boxOf(rings: number[][]): County["box"] {
  const box: County["box"] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) {
    for (let at = 0; at < ring.length; at += 2) {
      box[0] = Math.min(box[0], ring[at]!);
      box[1] = Math.min(box[1], ring[at + 1]!);
      box[2] = Math.max(box[2], ring[at]!);
      box[3] = Math.max(box[3], ring[at + 1]!);
    }
  }
  return box;
}

const open = (points: number[]): string => `M${points.join(" ")}`;
const closed = (ring: number[]): string => `${open(ring)}Z`;
