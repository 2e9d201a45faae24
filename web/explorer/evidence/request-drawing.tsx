import { monthName, percent, plural, points } from "../common/numbers.js";
import { Meter } from "../common/meter.js";
import { useWidth } from "../common/width.js";
import { AXIS, LEAST_HEIGHT, RADIUS, ROW, timelineOf, type Group } from "./layers.js";

interface Properties {
  groups: readonly Group[];
  site: { name: string; state: string };
  contribution: number;
}

/**
 * Jurisdictions at the left, the site at the right, requests between them by month.
 *
 * Names are text of the page in boxes of their own, cut where they end: they cannot overlap.
 */
export function RequestDrawing({ groups, site, contribution }: Properties) {
  const [box, width] = useWidth<HTMLDivElement>(300);
  const rows = groups.reduce((sum, { requests }) => sum + requests.length, 0);
  const label =
    `${plural(rows, "request")} of ${plural(groups.length, "similar jurisdiction")} lead to ${site.name}. ` +
    "“Show as table” has the same in words.";
  return (
    <>
      <div class="layers" role="img" aria-label={label}>
        <p class="layer-title">Similar jurisdiction</p>
        <p class="layer-title">By month</p>
        <p class="layer-title">Site</p>
        <ol class="layer-jurisdictions" style={{ paddingTop: `${AXIS}px` }}>
          {groups.map(({ jurisdiction, similarity, requests }) => (
            <li key={jurisdiction.key} style={{ height: `${requests.length * ROW}px` }}>
              <span class="layer-name">
                {jurisdiction.name}, {jurisdiction.state}
              </span>
              <span class="layer-similarity">
                <Meter value={similarity} />
                {percent(similarity)}%
              </span>
            </li>
          ))}
        </ol>
        <div ref={box} class="layer-requests">
          <Requests
            groups={groups}
            width={width.value}
            height={AXIS + Math.max(rows * ROW, LEAST_HEIGHT)}
          />
        </div>
        <div class="layer-site" style={{ paddingTop: `${AXIS}px` }}>
          <p>
            <strong>{site.name}</strong>
            <span>
              {site.state} · {points(contribution)} points
            </span>
          </p>
        </div>
      </div>
      <Key />
    </>
  );
}

interface RequestsProperties {
  groups: readonly Group[];
  width: number;
  height: number;
}

function Requests({ groups, width, height }: RequestsProperties) {
  const requests = groups.flatMap((group) => group.requests);
  const time = timelineOf(
    requests.map(({ month }) => month),
    width,
  );
  const most = Math.max(...requests.map(({ contribution }) => contribution), Number.MIN_VALUE);
  const middle = AXIS + (height - AXIS) / 2;
  const drawn = positions(groups, (month) => time.x(month));
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
      {time.marks.map(({ title, x }) => (
        <g key={title}>
          <line class="tick" x1={x} x2={x} y1={AXIS - 4} y2={height} />
          <text x={x} y={AXIS - 10}>
            {title}
          </text>
        </g>
      ))}
      {drawn.map(({ request, from, x, y }) => (
        <g key={`${request.key} ${request.jurisdiction.key}`}>
          <path class="edge" d={`M0 ${from}C12 ${from} 4 ${y} 18 ${y}L${Math.max(x, 18)} ${y}`} />
          <path
            class="edge to-site"
            d={`M${x} ${y}C${(x + width) / 2} ${y} ${width - 24} ${middle} ${width} ${middle}`}
            style={{ strokeWidth: 1 + 4 * (request.contribution / most) }}
          />
        </g>
      ))}
      {drawn.map(({ request, x, y }) => (
        <circle
          key={`${request.key} ${request.jurisdiction.key}`}
          class={`outcome-${outcomeClass(request.outcome.value)}`}
          data-request={request.key}
          cx={x}
          cy={y}
          r={4 + (RADIUS - 4) * Math.sqrt(request.contribution / most)}
        >
          <title>
            {`${monthName(request.month)}, ${request.outcome.title.toLowerCase()}: ` +
              `${request.models.join("; ") || "no model named"} (${points(request.contribution)} points)`}
          </title>
        </circle>
      ))}
    </svg>
  );
}

/** Where each request stands, and `from` which height its jurisdiction leads to it. */
function positions(groups: readonly Group[], x: (month: string) => number) {
  let row = 0;
  return groups.flatMap(({ requests }) => {
    const from = AXIS + (row + requests.length / 2) * ROW;
    return requests.map((request) => ({
      request,
      from,
      x: x(request.month),
      y: AXIS + (row++ + 0.5) * ROW,
    }));
  });
}

const OUTCOMES = { completed: "completed", open: "under way", ended: "withdrawn or referred" };

function outcomeClass(status: string): keyof typeof OUTCOMES {
  if (status === "COMPLETED") return "completed";
  return status === "WITHDRAWN" || status === "REFERRED_ELSEWHERE" ? "ended" : "open";
}

function Key() {
  return (
    <ul class="layer-key" aria-hidden="true">
      {Object.entries(OUTCOMES).map(([name, title]) => (
        <li key={name}>
          <svg width="14" height="14" viewBox="-7 -7 14 14">
            <circle class={`outcome-${name}`} r="5" />
          </svg>
          {title}
        </li>
      ))}
      <li>larger: adds more points</li>
    </ul>
  );
}
