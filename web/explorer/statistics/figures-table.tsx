import { Synthetic } from "../frame/synthetic.js";
import { download, toCsv, type Cell } from "./csv.js";

export interface Column<Row> {
  title: string;
  value(row: Row): Cell;
  /** How a value is shown; without it as it is. */
  text?(value: string | number): string;
  /** What stands for null. */
  unknown?: string;
  /** True for the column whose numbers are drawn as bars. */
  isBar?: boolean;
}

interface Properties<Row> {
  title: string;
  /** Of the file, and of the elements: `requests-by-year`. */
  name: string;
  /** The first is the head of each row. */
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  synthetic: boolean;
  /** What to know before reading the numbers. */
  hint?: string | undefined;
  /** What stands in place of a table without rows. */
  none?: string;
  /** Drawn above the table; the table then opens. */
  chart?: preact.ComponentChildren;
}

/** A table with bars, downloadable as CSV. */
export function FiguresTable<Row>(properties: Properties<Row>) {
  const { title, name, columns, rows, synthetic, hint, none, chart } = properties;
  const save = () => {
    const cells = rows.map((row) =>
      columns.map(({ value, unknown = "" }) => value(row) ?? unknown),
    );
    const header = columns.map((column) => column.title);
    download(`${name}${synthetic ? "-synthetic" : ""}.csv`, toCsv(header, cells, synthetic));
  };
  const table = (
    <div class="scroll" tabIndex={0} role="group" aria-label={title}>
      <Table {...properties} />
    </div>
  );
  return (
    <section class="figures card" aria-labelledby={name}>
      <header>
        <h2 id={name}>{title}</h2>
        {synthetic && <Synthetic />}
        {rows.length > 0 && (
          <button type="button" onClick={save}>
            Download<span class="visually-hidden"> {title}</span> as CSV
          </button>
        )}
      </header>
      {hint && <p class="hint">{hint}</p>}
      {rows.length === 0 && <p>{none ?? "Nothing to show."}</p>}
      {chart}
      {rows.length > 0 &&
        (chart ? (
          <details>
            <summary>The numbers as a table</summary>
            {table}
          </details>
        ) : (
          table
        ))}
    </section>
  );
}

function Table<Row>({ columns, rows }: Properties<Row>) {
  const [head, ...others] = columns;
  const most = others.map(({ value }) =>
    Math.max(1e-9, ...rows.map((row) => numberOf(value(row)))),
  );
  return (
    <table>
      <thead>
        <tr>
          {columns.map(({ title }) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index}>
            <th scope="row">{shown(head!, row)}</th>
            {others.map((column, number) => (
              <td key={column.title} class={column.isBar ? "with-bar" : ""}>
                {column.isBar && (
                  <span class="bar" aria-hidden="true">
                    <i
                      style={{ width: `${(numberOf(column.value(row)) / most[number]!) * 100}%` }}
                    />
                  </span>
                )}
                {shown(column, row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const numberOf = (cell: Cell): number => (typeof cell === "number" ? cell : 0);

function shown<Row>({ value, text, unknown = "" }: Column<Row>, row: Row) {
  const cell = value(row);
  if (cell === null) return <span class="soft">{unknown}</span>;
  return text ? text(cell) : typeof cell === "number" ? cell.toLocaleString("en-US") : cell;
}
