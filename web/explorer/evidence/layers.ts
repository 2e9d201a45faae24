// Where the drawing of a track record puts things, in pixels: rows from top to bottom, time from left to right.
import { monthName, monthNumber } from "../common/numbers.js";
import type { PastRequest } from "./track-record.js";

export const ROW = 36;
export const AXIS = 26;
/** The box of the site needs so much, however few the rows. */
export const LEAST_HEIGHT = 100;
/** The largest circle; time keeps as much from both ends. */
export const RADIUS = 9;
const YEAR_ROOM = 38;

export interface Group {
  jurisdiction: PastRequest["jurisdiction"];
  similarity: number;
  requests: PastRequest[];
}

/** The requests by jurisdiction, most similar first; both the drawing and the table follow this order. */
export function groupsOf(requests: readonly PastRequest[]): Group[] {
  const groups = new Map<string, Group>();
  for (const request of requests) {
    const { jurisdiction, similarity } = request;
    const group = groups.get(jurisdiction.key) ?? { jurisdiction, similarity, requests: [] };
    group.requests.push(request);
    groups.set(jurisdiction.key, group);
  }
  for (const group of groups.values()) {
    group.requests.sort((one, other) => (one.month < other.month ? -1 : 1));
  }
  return [...groups.values()].sort((one, other) => other.similarity - one.similarity);
}

export interface Timeline {
  /** Where a month stands. */
  x(month: string): number;
  /** Beginnings of years that have room for their number; without one the month of the first request. */
  marks: { title: string; x: number }[];
}

export function timelineOf(months: readonly string[], width: number): Timeline {
  const numbers = months.map(monthNumber);
  const first = Math.min(...numbers);
  const span = Math.max(1, Math.max(...numbers) - first);
  const at = (number: number) =>
    RADIUS + 2 + ((number - first) / span) * Math.max(0, width - 2 * RADIUS - 4);
  const marks = [];
  const step = Math.max(1, Math.ceil(YEAR_ROOM / (at(first + 12) - at(first) || 1)));
  for (let year = Math.ceil(first / 12); year * 12 <= first + span; year++) {
    const x = at(year * 12);
    const isWithin = x > YEAR_ROOM / 2 && x < width - YEAR_ROOM / 2;
    if (isWithin && year % step === 0) marks.push({ title: String(year), x });
  }
  if (marks.length === 0) {
    const month = months[numbers.indexOf(first)]!;
    marks.push({ title: monthName(month), x: Math.max(YEAR_ROOM, at(first)) });
  }
  return { x: (month) => at(monthNumber(month)), marks };
}
