import { monthName } from "../common/numbers.js";
import type { Site } from "./site-profile.js";

export interface Source {
  number: number;
  url: string;
  title: string;
  /** What it is cited for, in words. */
  citedFor: string[];
}

/** The cited pages of a site by their keys, numbered in the order in which they are listed. */
export type Sources = ReadonlyMap<string, Source>;

/** `joinedYear` → `joined year`; a date that says when a fact was confirmed stands for the fact. */
function inWords(fact: string): string {
  return fact
    .replace(/LastConfirmed$/, "")
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

export function sourcesOf({ citedIn }: Site): Sources {
  const edges = citedIn?.edges ?? [];
  return new Map(
    edges.map(({ node, citedFor }, index) => [
      node.key,
      {
        number: index + 1,
        url: node.url,
        title: node.title ?? node.url,
        citedFor: citedFor.map(inWords),
      },
    ]),
  );
}

/** When a fact was last confirmed, and by which page. */
export function confirmed(sources: Sources, when: string | null, by: string | null) {
  const source = by === null ? undefined : sources.get(by);
  if (when === null && !source) return "no page confirms it";
  return (
    <>
      {when === null ? "confirmed" : `confirmed ${monthName(when)}`}
      {source && (
        <>
          {" "}
          <a href={source.url} rel="external" title={source.title}>
            [{source.number}]<span class="visually-hidden"> {source.title}</span>
          </a>
        </>
      )}
    </>
  );
}
