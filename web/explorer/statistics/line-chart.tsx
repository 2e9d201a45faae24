import { useSignal } from "@preact/signals";
import { useWidth } from "../common/width.js";
import { gaplessRuns, ticks } from "./scale.js";

export interface ChartPoint {
  /** “Jun 2025” */
  label: string;
  /** Null where it is not known: the line breaks there. */
  value: number | null;
  /** A label of the axis below, where one stands. */
  tick: string | null;
}

interface Properties {
  /** What is drawn, in a sentence, for those who do not see it. */
  label: string;
  points: readonly ChartPoint[];
}

const HEIGHT = 190;
const [LEFT, RIGHT, TOP, BOTTOM] = [34, 8, 10, 24];

/** A line over time, laid out in real pixels. */
export function LineChart({ label, points }: Properties) {
  const [box, width] = useWidth<HTMLDivElement>(800);
  const pointed = useSignal<number | null>(null);
  const values = points.map(({ value }) => value);
  const scale = ticks(Math.max(1, ...values.map((value) => value ?? 0)));
  const highest = scale.at(-1)!;
  const room = width.value - LEFT - RIGHT;
  const x = (index: number) => LEFT + (index / Math.max(1, points.length - 1)) * room;
  const y = (value: number) => HEIGHT - BOTTOM - (value / highest) * (HEIGHT - TOP - BOTTOM);
  const locate = (event: PointerEvent) => {
    const { left } = box.current!.getBoundingClientRect();
    const index = Math.round(((event.clientX - left - LEFT) / room) * (points.length - 1));
    pointed.value = Math.min(points.length - 1, Math.max(0, index));
  };
  const over = pointed.value === null ? null : points[pointed.value];
  return (
    <div class="line-chart" ref={box}>
      <svg
        role="img"
        aria-label={label}
        width={width.value}
        height={HEIGHT}
        viewBox={`0 0 ${width.value} ${HEIGHT}`}
        onPointerMove={locate}
        onPointerDown={locate}
        onPointerLeave={() => {
          pointed.value = null;
        }}
      >
        {scale.map((value) => (
          <g key={value}>
            <line class="grid" x1={LEFT} x2={width.value - RIGHT} y1={y(value)} y2={y(value)} />
            <text class="value" x={LEFT - 6} y={y(value) + 4}>
              {value}
            </text>
          </g>
        ))}
        {points.map(
          ({ tick }, index) =>
            tick !== null && (
              <text key={tick} class="tick" x={x(index)} y={HEIGHT - 6}>
                {tick}
              </text>
            ),
        )}
        {gaplessRuns(values).map((run) => {
          const line = run.map(({ index, value }) => `${x(index)} ${y(value)}`).join("L");
          const [first, last] = [x(run[0]!.index), x(run.at(-1)!.index)];
          return (
            <g key={run[0]!.index}>
              <path class="area" d={`M${first} ${y(0)}L${line}L${last} ${y(0)}Z`} />
              <path class="line" d={`M${line}`} />
            </g>
          );
        })}
        {over && over.value !== null && (
          <circle class="over" cx={x(pointed.value!)} cy={y(over.value)} r="4.5" />
        )}
      </svg>
      <p class="reading" aria-hidden="true">
        {over ? `${over.label}: ${over.value ?? "under 5"}` : "Point at the line to read a month."}
      </p>
    </div>
  );
}
