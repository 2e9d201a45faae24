import type { ComponentChildren } from "preact";
import {
  DemandDocument,
  MissingModelsDocument,
  RequestsByStateDocument,
  UnlikePlacesDocument,
} from "../api/generated/graphql.js";
import { useQuery } from "../common/use-query.js";
import { Failure } from "../frame/failure.js";
import { Printed } from "../frame/printed.js";
import { Skeleton } from "../frame/skeleton.js";
import { Synthetic } from "../frame/synthetic.js";
import { ByModel, ByMonth, ByUrbanClass, ByYear, Totals } from "./demand.js";
import { ByState, MissingModels, UnlikePlaces } from "./gaps.js";
import "./statistics.css";

/** The demand, and where no site meets it. */
export function StatisticsPage() {
  const [month, ...others] = [
    useQuery(DemandDocument, { by: "MONTH" }),
    useQuery(DemandDocument, { by: "YEAR" }),
    useQuery(DemandDocument, { by: "URBAN_CLASS" }),
    useQuery(DemandDocument, { by: "MODEL" }),
  ] as const;
  const [year, urbanClass, model] = others;
  const state = useQuery(RequestsByStateDocument, {});
  const missing = useQuery(MissingModelsDocument, {});
  const unlike = useQuery(UnlikePlacesDocument, {});
  const all = [month, ...others, state, missing, unlike] as const;
  const error = all.map(([result]) => result.value.error).find((each) => each !== null);
  const retry = () => {
    for (const [result, again] of all) if (result.value.error) again();
  };
  const demand = month[0].value.data?.requestStatistics;
  return (
    <main id="main" class="statistics-page">
      <header>
        <h1>Demand and gaps</h1>
        {demand?.synthetic && <Synthetic />}
      </header>
      {demand && !demand.exact && (
        <p class="hint">
          Numbers are rounded to a multiple of 5, and those under 5 are not shown, so that nobody
          can tell which agency asked. Program staff see exact ones.
        </p>
      )}
      {error && <Failure error={error} retry={retry} />}
      {demand && <Totals demand={demand} />}
      <Loaded of={month}>
        {({ requestStatistics }) => requestStatistics && <ByMonth demand={requestStatistics} />}
      </Loaded>
      <div class="columns">
        <Loaded of={year}>
          {({ requestStatistics }) => requestStatistics && <ByYear demand={requestStatistics} />}
        </Loaded>
        <Loaded of={urbanClass}>
          {({ requestStatistics }) =>
            requestStatistics && <ByUrbanClass demand={requestStatistics} />
          }
        </Loaded>
      </div>
      <Loaded of={model}>
        {({ requestStatistics }) => requestStatistics && <ByModel demand={requestStatistics} />}
      </Loaded>
      <Loaded of={state}>{(data) => <ByState {...data} />}</Loaded>
      <Loaded of={missing}>{(data) => <MissingModels {...data} />}</Loaded>
      <Loaded of={unlike}>{(data) => <UnlikePlaces {...data} />}</Loaded>
      <Printed />
    </main>
  );
}

interface LoadedProperties<Data> {
  of: ReturnType<typeof useQuery<Data, unknown>>;
  children(data: Data): ComponentChildren;
}

/** A part of the page once its answer is there. */
function Loaded<Data>({ of: [result], children }: LoadedProperties<Data>) {
  const { data, error } = result.value;
  if (data) return <>{children(data)}</>;
  return error ? null : <Skeleton />;
}
