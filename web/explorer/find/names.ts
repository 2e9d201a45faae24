import { count } from "../common/numbers.js";
import { answer, requester, stateName, titleOf, type Profile } from "../state/index.js";

interface Named {
  name: string;
  state: string;
  kind?: string;
}

/** “Vinton County, OH”; a state is its own name. */
export function placeName({ name, state, kind }: Named): string {
  return kind === "STATE" ? name : `${name}, ${state}`;
}

/** “a county of 13,000 people in Ohio” */
export function profileName({ kind, state, population }: Profile): string {
  const what = titleOf("RequesterKind", kind).toLowerCase();
  const size = population === null ? "" : ` of ${count(population)} people`;
  return `${/^[aeiou]/.test(what) ? "an" : "a"} ${what}${size} in ${stateName(state)}`;
}

/** The name of the requester, as far as it is known yet; empty without one. */
export function requesterName(): string {
  const now = requester.value;
  if (!now) return "";
  if (now.is === "profile") return profileName(now.profile);
  const known = answer.value?.jurisdiction ?? answer.value?.lawEnforcementAgency;
  return known ? placeName(known) : "";
}
