import { useMemo } from "preact/hooks";
import type { Atlas } from "./atlas.js";
import { CountyList } from "./county-list.js";
import { Drawing } from "./drawing.js";
import { Legend } from "./legend.js";
import { limitsOf } from "./scores.js";
import { SiteList } from "./site-list.js";
import "./map.css";

/** The requester, as the map shows it. */
export interface MapRequester {
  name: string;
  /** FIPS code, if it is a county. */
  county: string | null;
  longitude: number | null;
  latitude: number | null;
}

export interface MapSite {
  key: string;
  name: string;
  state: string;
  /** Null where nothing is ranked. */
  rank: number | null;
  longitude: number | null;
  latitude: number | null;
}

export interface CountyMapProps {
  /** Null while it is on its way. */
  atlas: Atlas | null;
  requester: MapRequester | null;
  /** Similarity from 0 to 1 by FIPS code; null without a requester, or while it is on its way. */
  scores: ReadonlyMap<string, number | null> | null;
  /** In the order of their ranks. */
  sites: readonly MapSite[];
  selectedSite: string | null;
  /** Why the map or its colors are missing; null if they are not. */
  note: string | null;
  onCounty(code: string): void;
  onSite(key: string): void;
}

/** Counties by their similarity to the requester, with the sites; all of it is in the lists beside, too. */
export function CountyMap(props: CountyMapProps) {
  const { atlas, requester, scores, sites } = props;
  const compared = useMemo(
    () => atlas && scores && comparedScores(atlas, scores, requester?.county ?? null),
    [atlas, scores, requester?.county],
  );
  const limits = useMemo(() => compared && limitsOf(compared), [compared]);
  const isColored = requester !== null && props.note === null;
  return (
    <figure class="county-map">
      <figcaption>
        <h2>{isColored ? `Counties like ${requester.name}` : "The learning sites"}</h2>
        <p class="hint">
          {isColored && "The stronger the color, the more similar. "}Numbers are the ranks of the
          sites.
        </p>
      </figcaption>
      {props.note && <p class="note">{props.note}</p>}
      {(atlas || !props.note) && <Drawing {...props} compared={compared} limits={limits} />}
      {limits && <Legend limits={limits} />}
      <div class="map-lists">
        <SiteList sites={sites} selected={props.selectedSite} onSite={props.onSite} />
        {atlas && (
          <CountyList
            atlas={atlas}
            scores={compared}
            limits={limits}
            requester={requester}
            onCounty={props.onCounty}
          />
        )}
      </div>
    </figure>
  );
}

/** Scores in the order of the atlas, without that of the requester: nothing is like another more than itself. */
function comparedScores(
  { counties }: Atlas,
  scores: ReadonlyMap<string, number | null>,
  own: string | null,
): (number | null)[] {
  return counties.map(({ code }) => (code === own ? null : (scores.get(code) ?? null)));
}
