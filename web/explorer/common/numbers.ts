/** `0.4971` as `50`, of a hundred. */
export const percent = (share: number): string => `${Math.round(share * 100)}`;

const COUNTS = new Intl.NumberFormat("en-US");

/** `13085` as `13,085`. */
export const count = (number: number): string => COUNTS.format(number);

/** `.4971` of 1 as `49.7` points of a hundred. */
export const points = (share: number): string => (share * 100).toFixed(1);

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** `2025-06` as `Jun 2025`; a year, or what is no month, as it is. */
export function monthName(month: string): string {
  const [year, number] = month.split("-");
  return number ? `${MONTHS[Number(number) - 1] ?? number} ${year}` : month;
}

/** Months since the year 0, to measure time with. */
export function monthNumber(month: string): number {
  const [year, number] = month.split("-").map(Number);
  return year! * 12 + (number ?? 1) - 1;
}

/** `1 request`, `2 requests`. */
export const plural = (number: number, noun: string): string =>
  `${count(number)} ${noun}${number === 1 ? "" : "s"}`;
