import type { RequesterKind, UrbanClass } from "../api/index.js";

/** What the graph does not know, described by its features; all but kind and state may be unknown. */
export interface Profile {
  kind: RequesterKind;
  /** Postal code. */
  state: string;
  population: number | null;
  /** People per square mile of land. */
  density: number | null;
  setting: UrbanClass | null;
  /** FIPS code of the county. */
  county: string | null;
}

/** The requester: a jurisdiction or an agency of the graph, or one that the graph does not know. */
export type Requester =
  | { is: "jurisdiction"; key: string }
  | { is: "agency"; ori: string }
  | { is: "profile"; profile: Profile };

const AGENCY = "agency:";

/** The key by which the graph knows a requester; null for a profile. */
export function keyOf(requester: Requester): string | null {
  if (requester.is === "jurisdiction") return requester.key;
  return requester.is === "agency" ? `${AGENCY}${requester.ori}` : null;
}

/** The requester with the key of a jurisdiction or of an agency. */
export function requesterOf(key: string): Requester {
  return key.startsWith(AGENCY)
    ? { is: "agency", ori: key.slice(AGENCY.length) }
    : { is: "jurisdiction", key };
}
