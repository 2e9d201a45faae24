import type { MissingModelsQuery, RequestsByStateQuery, UnlikePlacesQuery } from "../api/index.js";
import { percent } from "../common/numbers.js";
import { stateName, titleOf } from "../state/index.js";
import { UNDER_5 } from "./demand.js";
import { FiguresTable } from "./figures-table.js";

const share = (value: string | number): string => `${percent(Number(value))}%`;

/** States by requests, most first; those from which none came are listed too. */
export function ByState({ coverageGaps }: RequestsByStateQuery) {
  if (!coverageGaps) return null;
  const areas = [...(coverageGaps.areas ?? [])].sort(
    (one, other) => (other.requests ?? 0) - (one.requests ?? 0) || other.people - one.people,
  );
  return (
    <FiguresTable
      title="Requests by state"
      name="requests-by-state"
      columns={[
        { title: "State", value: ({ state }) => state && stateName(state) },
        {
          title: "Requests",
          value: ({ requests }) => requests,
          unknown: UNDER_5,
          isBar: true,
        },
        {
          title: "Jurisdictions",
          value: ({ requesters }) => requesters,
          unknown: UNDER_5,
        },
        {
          title: "Requests per million people",
          value: ({ requestsPerMillion }) =>
            requestsPerMillion === null ? null : Number(requestsPerMillion.toFixed(2)),
        },
        { title: "People", value: ({ people }) => people },
      ]}
      rows={areas}
      synthetic={coverageGaps.synthetic}
    />
  );
}

/** Models and topics that somebody asked for and no current site has. */
export function MissingModels({ recruitmentGaps, dataVersion }: MissingModelsQuery) {
  return (
    <FiguresTable
      title="Wanted, and at no documented site"
      name="models-at-no-site"
      columns={[
        {
          title: "Model or topic",
          value: ({ model, topic }) => model?.name ?? topic?.name ?? null,
        },
        { title: "Requests", value: ({ requests }) => requests, unknown: UNDER_5, isBar: true },
        {
          title: "Sites with something related",
          value: ({ related }) => related.map(({ name }) => name).join("; ") || null,
          unknown: "none",
        },
      ]}
      rows={recruitmentGaps}
      synthetic={dataVersion.requestsAreSynthetic}
      hint="For those who recruit sites: a site with one of these would serve requests that none serves now."
      none="Every model and topic that was asked for is at some documented site."
    />
  );
}

/** Requests from places that no site with the wanted model resembles. */
export function UnlikePlaces({ coverageGaps }: UnlikePlacesQuery) {
  if (!coverageGaps) return null;
  return (
    <FiguresTable
      title="Wanted by places that no such site is like"
      name="places-unlike-every-site"
      columns={[
        { title: "Model", value: ({ model }) => model.name },
        {
          title: "Wanted by",
          value: ({ urbanClass }) => urbanClass && titleOf("UrbanClass", urbanClass),
          unknown: "not known",
        },
        { title: "Requests", value: ({ requests }) => requests, unknown: UNDER_5, isBar: true },
        {
          title: "Jurisdictions",
          value: ({ requesters }) => requesters,
          unknown: UNDER_5,
        },
        {
          title: "Median similarity",
          value: ({ medianFit }) => medianFit,
          text: share,
          unknown: "not shown",
        },
        {
          title: "Best similarity",
          value: ({ bestFit }) => bestFit,
          text: share,
          unknown: "no site runs it",
        },
        {
          title: "Closest site",
          value: ({ closestSite }) =>
            closestSite ? `${closestSite.name}, ${closestSite.state}` : null,
          unknown: "none",
        },
      ]}
      rows={coverageGaps.models ?? []}
      synthetic={coverageGaps.synthetic}
      hint="For those who recruit sites: models that some sites run, but none in a place at least half as similar."
      none="Every requested model is at a site in a similar place."
    />
  );
}
