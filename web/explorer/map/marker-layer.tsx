import type { CountyMapProps } from "./county-map.js";
import { spread } from "./markers.js";
import { project, type Point } from "./projection.js";

const MARKER = 9; // radius in pixels
const MARKER_ROOM = 17;

interface Props extends Pick<CountyMapProps, "requester" | "sites" | "selectedSite" | "onSite"> {
  /** Width and height of the map, in its units. */
  box: Point;
  /** Units to a pixel: markers keep their size. */
  scale: number;
  /** Path data of the county of the requester, and of that under the pointer. */
  own: string | null;
  pointed: string | null;
}

/** Sites with their ranks, and the requester. */
export function MarkerLayer({ requester, sites, selectedSite, onSite, ...rest }: Props) {
  const { box, scale, own, pointed } = rest;
  const placed = sites.flatMap((site) => {
    const at = pointOf(site);
    return at ? [{ ...site, at }] : [];
  });
  const me = requester && pointOf(requester);
  const points = [...(me ? [me] : []), ...placed.map(({ at }) => at)];
  const spots = spread(points, MARKER_ROOM * scale).slice(me ? 1 : 0);
  const selected = placed.findIndex(({ key }) => key === selectedSite);
  return (
    <svg class="map-markers" aria-hidden="true" viewBox={`0 0 ${box[0]} ${box[1]}`}>
      {own !== null && <path class="own" d={own} />}
      {pointed !== null && <path class="pointed" d={pointed} />}
      {me && selected >= 0 && (
        <line
          class="link"
          x1={me[0]}
          y1={me[1]}
          x2={spots[selected]![0]}
          y2={spots[selected]![1]}
        />
      )}
      {placed.map(({ key, name, rank, at }, index) => {
        const [x, y] = spots[index]!;
        const select = (event: MouseEvent) => {
          event.stopPropagation();
          onSite(key);
        };
        return (
          <g key={key} class={`site ${key === selectedSite ? "selected" : ""}`} onClick={select}>
            {(x !== at[0] || y !== at[1]) && (
              <line class="leader" x1={at[0]} y1={at[1]} x2={x} y2={y} />
            )}
            <g transform={`translate(${x} ${y}) scale(${scale})`}>
              <title>{name}</title>
              <circle r={rank === null ? MARKER * 0.6 : MARKER} />
              {rank !== null && (
                <text dy=".36em" class={rank > 9 ? "two-digits" : ""}>
                  {rank}
                </text>
              )}
            </g>
          </g>
        );
      })}
      {me && (
        <g class="me" transform={`translate(${me[0]} ${me[1]}) scale(${scale})`}>
          <path d="M0-10 3-3.2 10-3 4.6 1.4 6.2 8.4 0 4.6-6.2 8.4-4.6 1.4-10-3-3-3.2Z" />
        </g>
      )}
    </svg>
  );
}

function pointOf({
  longitude,
  latitude,
}: {
  longitude: number | null;
  latitude: number | null;
}): Point | null {
  return longitude === null || latitude === null ? null : project(longitude, latitude);
}
