import { useSignal } from "@preact/signals";
import { percent } from "../common/numbers.js";
import type { Atlas, County } from "./atlas.js";
import type { MapRequester } from "./county-map.js";
import { classOf, RANKS } from "./scores.js";

interface CountyListProps {
  atlas: Atlas;
  /** In the order of the atlas; null without a requester. */
  scores: readonly (number | null)[] | null;
  limits: readonly (number | null)[] | null;
  requester: MapRequester | null;
  onCounty(code: string): void;
}

interface Row {
  county: County;
  score: number | null;
}

/** The counties of the map, to read each score and to choose each without a mouse; with those not drawn. */
export function CountyList({ atlas, scores, limits, requester, onCounty }: CountyListProps) {
  const state = useSignal("");
  const rows = rowsOf(atlas, scores, state.value);
  const states = [...new Set(atlas.counties.map((county) => county.state))].sort();
  const notDrawn = new Set(
    atlas.counties.filter(({ path }) => !path).map((county) => county.state),
  );
  return (
    <details class="map-list">
      <summary>Counties of the map</summary>
      <label class="map-state">
        Show{" "}
        <select value={state.value} onChange={(event) => (state.value = event.currentTarget.value)}>
          <option value="">{scores ? `the ${RANKS[0]} most similar` : "choose a state"}</option>
          {states.map((code) => (
            <option key={code} value={code}>
              {code}
              {notDrawn.has(code) && " (not on the map)"}
            </option>
          ))}
        </select>
      </label>
      <ol class="map-counties" tabIndex={0} aria-label={state.value || "Most similar counties"}>
        {rows.map(({ county, score }) => (
          <li key={county.code}>
            {county.code === requester?.county ? (
              <span class="own">
                {county.name}, {county.state}
              </span>
            ) : (
              <button type="button" onClick={() => onCounty(county.code)}>
                {county.name}, {county.state}
              </button>
            )}
            {scores && <Score {...{ score, limits, isOwn: county.code === requester?.county }} />}
          </li>
        ))}
      </ol>
    </details>
  );
}

interface ScoreProps {
  score: number | null;
  limits: readonly (number | null)[] | null;
  isOwn: boolean;
}

function Score({ score, limits, isOwn }: ScoreProps) {
  if (isOwn) return <span class="score">the requester</span>;
  if (score === null) return <span class="score">too little is known</span>;
  return (
    <span class="score">
      <i class={`swatch class-${classOf(score, limits ?? [])}`} aria-hidden="true" />
      {percent(score)}%
    </span>
  );
}

/** The most similar counties, or those of a state; most similar first, or by name without scores. */
function rowsOf({ counties }: Atlas, scores: CountyListProps["scores"], state: string): Row[] {
  const rows = counties.map((county, index): Row => ({ county, score: scores?.[index] ?? null }));
  const wanted = rows.filter(({ county, score }) =>
    state ? county.state === state : score !== null,
  );
  if (!scores && !state) return [];
  wanted.sort(
    (one, other) =>
      (other.score ?? -1) - (one.score ?? -1) || (one.county.name < other.county.name ? -1 : 1),
  );
  return state ? wanted : wanted.slice(0, RANKS[0]);
}
