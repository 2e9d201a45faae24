import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { percent } from "../common/numbers.js";
import { useWidth } from "../common/width.js";
import { countyAt, type Atlas } from "./atlas.js";
import { CountyLayer } from "./county-layer.js";
import type { CountyMapProps } from "./county-map.js";
import { MarkerLayer } from "./marker-layer.js";
import type { Point } from "./projection.js";

interface DrawingProps extends CountyMapProps {
  /** Scores in the order of the atlas, and those of the last of each class; null while there are none. */
  compared: (number | null)[] | null;
  limits: (number | null)[] | null;
}

/** A county under the pointer, or tapped. */
interface Pointed {
  /** Its number in the atlas. */
  county: number;
  at: Point;
}

/** Counties below, sites and requester above them: two layers, so that one is not painted anew with the other. */
export function Drawing(props: DrawingProps) {
  const { atlas, requester, compared, limits, onCounty } = props;
  const [box, width] = useWidth<HTMLDivElement>(600);
  const pointed = useSignal<Pointed | null>(null);
  const { width: boxWidth, height: boxHeight } = atlas ?? { width: 975, height: 610 };
  const scale = boxWidth / width.value; // units to a pixel
  const own = atlas?.byCode.get(requester?.county ?? "");
  const over = pointed.value;

  const locate = (event: MouseEvent): Pointed | null => {
    const { left, top } = box.current!.getBoundingClientRect();
    const at: Point = [(event.clientX - left) * scale, (event.clientY - top) * scale];
    const county = atlas ? countyAt(atlas, ...at) : -1;
    return county < 0 ? null : { county, at };
  };
  const click = (event: MouseEvent) => {
    const found = locate(event);
    const isTouch = event instanceof PointerEvent && event.pointerType !== "mouse";
    // A tap shows what is there, for a finger has no hover; the button below the map takes it.
    if (isTouch) pointed.value = found;
    else if (found && atlas) onCounty(atlas.counties[found.county]!.code);
  };
  const counties = useMemo(
    () => atlas && <CountyLayer atlas={atlas} scores={compared} limits={limits} />,
    [atlas, compared, limits],
  );
  return (
    <div class="map-drawing" ref={box} style={{ aspectRatio: `${boxWidth} / ${boxHeight}` }}>
      <div
        class="map-image"
        role="img"
        aria-label={nameOf(props)}
        onPointerMove={(event) => {
          if (event.pointerType === "mouse") pointed.value = locate(event);
        }}
        onPointerLeave={(event) => {
          if (event.pointerType === "mouse") pointed.value = null;
        }}
        onClick={click}
      >
        {counties}
        <MarkerLayer
          {...props}
          box={[boxWidth, boxHeight]}
          scale={scale}
          own={own === undefined ? null : atlas!.counties[own]!.path}
          pointed={over && atlas!.counties[over.county]!.path}
        />
      </div>
      {over && (
        <Pointed
          atlas={atlas!}
          pointed={over}
          scale={scale}
          score={compared?.[over.county] ?? null}
          isOwn={over.county === own}
          onCounty={onCounty}
        />
      )}
    </div>
  );
}

function nameOf({ atlas, requester, sites }: CountyMapProps): string {
  const drawn = `${sites.length} learning sites`;
  if (!requester) return `Map of the United States with ${drawn}. The same is in the lists below.`;
  const counties = atlas ? `${atlas.counties.length} counties` : "counties";
  return `Map of ${counties}, in stronger colors where more like ${requester.name}, with ${drawn}. The same is in the lists below.`;
}

interface PointedProps {
  atlas: Atlas;
  pointed: Pointed;
  scale: number;
  score: number | null;
  isOwn: boolean;
  onCounty(code: string): void;
}

/** What is known of the county under the pointer; after a tap with a button that chooses it. */
function Pointed({ atlas, pointed, scale, score, isOwn, onCounty }: PointedProps) {
  const { code, name, state } = atlas.counties[pointed.county]!;
  return (
    <>
      <Tip at={pointed.at} scale={scale} isRight={pointed.at[0] > atlas.width / 2}>
        <b>
          {name}, {state}
        </b>
        {isOwn && " · the requester"}
        {!isOwn && score !== null && ` · ${percent(score)}% similar`}
      </Tip>
      {!isOwn && (
        <p class="map-tapped">
          <button type="button" onClick={() => onCounty(code)}>
            Ask for {name}
          </button>
        </p>
      )}
    </>
  );
}

interface TipProps {
  at: Point;
  scale: number;
  /** True if it stands on the right half, so that it opens to the left. */
  isRight: boolean;
  children: ComponentChildren;
}

function Tip({ at: [x, y], scale, isRight, children }: TipProps) {
  const side = isRight ? "calc(-100% - 14px)" : "14px";
  return (
    <div
      class="map-tip"
      aria-hidden="true"
      style={{ transform: `translate(${x / scale}px, ${y / scale}px) translate(${side}, -50%)` }}
    >
      {children}
    </div>
  );
}
