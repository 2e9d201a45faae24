import type { DemandQuery } from "../api/index.js";
import { count, monthName } from "../common/numbers.js";
import { titleOf } from "../state/index.js";
import { FiguresTable, type Column } from "./figures-table.js";
import { LineChart } from "./line-chart.js";
import { everyMonth } from "./months.js";

export type Demand = NonNullable<DemandQuery["requestStatistics"]>;
type Row = Demand["rows"][number];
/** The columns that counts stand in. */
type Counts = Pick<Row, "requests" | "answered" | "completed">;

/** What stands for a count that is not shown. */
export const UNDER_5 = "under 5";

const COUNTS: Column<Counts>[] = [
  { title: "Requests", value: ({ requests }) => requests, unknown: UNDER_5, isBar: true },
  { title: "Matched", value: ({ answered }) => answered, unknown: UNDER_5 },
  { title: "Completed", value: ({ completed }) => completed, unknown: UNDER_5 },
];

/** The whole of the demand in a few figures. */
export function Totals({ demand }: { demand: Demand }) {
  const { requests, answered, completed, medianDaysToMatch, medianMonthsToClose } = demand.total;
  const figures: [value: number | null, what: string][] = [
    [requests, "requests"],
    [answered, "matched with a site"],
    [completed, "completed"],
    [medianDaysToMatch, "days to a match (median)"],
    [medianMonthsToClose, "months to the close (median)"],
  ];
  return (
    <dl class="totals">
      {figures.map(([value, what]) => (
        <div key={what} class="card">
          <dt>{what}</dt>
          <dd>{value === null ? "–" : count(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A line of all months; one without requests, or in no answer of the service, is 0. */
export function ByMonth({ demand }: { demand: Demand }) {
  const rows = new Map(demand.rows.map((row) => [row.month, row]));
  const months = everyMonth([...rows.keys()].filter((month) => month !== null));
  const filled = months.map((month) => ({
    ...(rows.get(month) ?? { requests: 0, answered: 0, completed: 0 }),
    month,
  }));
  const known = filled.map(({ requests }) => requests).filter((value) => value !== null);
  const label =
    `Requests by month from ${monthName(months[0] ?? "")} to ${monthName(months.at(-1) ?? "")}, ` +
    `between ${Math.min(...known)} and ${Math.max(...known)}. The table below has the numbers.`;
  const points = filled.map(({ month, requests }) => ({
    label: monthName(month),
    value: requests,
    tick: month.endsWith("-01") ? month.slice(0, 4) : null,
  }));
  return (
    <FiguresTable<Counts & { month: string }>
      title="Requests by month"
      name="requests-by-month"
      columns={[{ title: "Month", value: ({ month }) => month }, ...COUNTS]}
      rows={filled}
      synthetic={demand.synthetic}
      chart={known.length > 1 && <LineChart label={label} points={points} />}
    />
  );
}

export function ByYear({ demand }: { demand: Demand }) {
  return (
    <FiguresTable<Row>
      title="Requests by year"
      name="requests-by-year"
      columns={[{ title: "Year", value: ({ year }) => String(year) }, ...COUNTS]}
      rows={demand.rows}
      synthetic={demand.synthetic}
    />
  );
}

export function ByUrbanClass({ demand }: { demand: Demand }) {
  return (
    <FiguresTable<Row>
      title="Requests by urban class"
      name="requests-by-urban-class"
      columns={[
        {
          title: "Urban class of the requester",
          value: ({ urbanClass }) => urbanClass && titleOf("UrbanClass", urbanClass),
          unknown: "not known",
        },
        ...COUNTS,
      ]}
      rows={demand.rows}
      synthetic={demand.synthetic}
    />
  );
}

export function ByModel({ demand }: { demand: Demand }) {
  const rows = [...demand.rows].sort((one, other) => (other.requests ?? 0) - (one.requests ?? 0));
  return (
    <FiguresTable<Row>
      title="Requests by model"
      name="requests-by-model"
      columns={[
        { title: "Model", value: ({ model }) => model?.name ?? null, unknown: "no model named" },
        ...COUNTS,
      ]}
      rows={rows}
      synthetic={demand.synthetic}
      hint="A request that names several models counts for each."
    />
  );
}
