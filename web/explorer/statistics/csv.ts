// Tables as CSV (RFC 4180, UTF-8), made in the page. No library, no state: tests run this module alone.

export type Cell = string | number | null;

/** What a spreadsheet takes for the beginning of a formula, full-width forms and leading blanks included. */
const FORMULA = /^[\s\u0000]*[=+\-@＝＋－＠]|^[\t\r\n]/;

/**
 * Lines of cells with a header. Each line ends with whether its numbers are synthetic, so that a copy of a part
 * says so too. A text that a spreadsheet would take for a formula has an apostrophe before it.
 */
export function toCsv(
  header: readonly string[],
  rows: readonly (readonly Cell[])[],
  synthetic: boolean,
): string {
  const lines = [
    [...header, "synthetic"],
    ...rows.map((row) => [...row, synthetic ? "yes" : "no"]),
  ];
  const byteOrderMark = "\uFEFF"; // without it Excel reads ñ as two letters
  return byteOrderMark + lines.map((line) => `${line.map(cell).join(",")}\r\n`).join("");
}

function cell(value: Cell): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Hands a file to the browser to keep. */
export function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 0);
}
