// Albers equal-area projection of the United States, with the numbers that the county map was drawn with:
// data/building/map_projection.py, which names the source of the formulas.

export type Point = readonly [x: number, y: number];
type Projection = (longitude: number, latitude: number) => Point;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

function albers(
  parallels: Point,
  meridian: number,
  middle: Point,
  scale: number,
  at: Point,
): Projection {
  const [first, second] = parallels.map((each) => Math.sin(radians(each))) as [number, number];
  const n = (first + second) / 2;
  const c = 1 + first * (2 * n - first);
  const raw = (longitude: number, latitude: number): Point => {
    const rho = Math.sqrt(c - 2 * n * Math.sin(radians(latitude))) / n;
    const theta = n * radians(longitude);
    return [rho * Math.sin(theta), -rho * Math.cos(theta)];
  };
  const [x0, y0] = raw(...middle);
  return (longitude, latitude) => {
    const turned = ((((longitude - meridian + 180) % 360) + 360) % 360) - 180;
    const [x, y] = raw(turned, latitude);
    return [at[0] + scale * (x - x0), at[1] - scale * (y - y0)];
  };
}

const SCALE = 1300;
const LOWER_48 = albers([29.5, 45.5], -96, [-0.6, 38.7], SCALE, [487.5, 305]);
const ALASKA = albers([55, 65], -154, [-2, 58.5], SCALE * 0.32, [147, 562]);
const HAWAII = albers([8, 18], -157, [-3, 19.9], SCALE, [262, 577]);
const PUERTO_RICO = albers([17.5, 18.5], -66.3, [0, 18.2], SCALE * 2, [903, 580]);

/** Where a point of the United States stands in the box of the atlas; null for one that is not drawn. */
export function project(longitude: number, latitude: number): Point | null {
  if (latitude > 50)
    return longitude < -125 || longitude > 165 ? ALASKA(longitude, latitude) : null;
  if (latitude < 24) {
    if (longitude > -161 && longitude < -154) return HAWAII(longitude, latitude);
    if (longitude > -68 && longitude < -65.1) return PUERTO_RICO(longitude, latitude);
    return null;
  }
  return longitude > -125 && longitude < -66 ? LOWER_48(longitude, latitude) : null;
}
