import type { RequesterKind, UrbanClass } from "../api/index.js";
import type { Profile } from "../state/index.js";

/** A profile as it is typed. */
export type ProfileText = Record<keyof Profile, string>;

export interface ProfileProblem {
  field: keyof Profile;
  message: string;
}

export function textOf(profile: Profile | null): ProfileText {
  return {
    kind: profile?.kind ?? "COUNTY",
    state: profile?.state ?? "",
    population: String(profile?.population ?? ""),
    setting: profile?.setting ?? "",
    density: String(profile?.density ?? ""),
    county: profile?.county ?? "",
  };
}

/** The profile that is typed; a number that is none is NaN, which `problemIn` names. */
export function profileOf(text: ProfileText): Profile {
  const number = (typed: string) => (typed.trim() ? Number(typed.replace(/[,\s]/g, "")) : null);
  return {
    kind: text.kind as RequesterKind,
    state: text.state,
    population: number(text.population),
    setting: (text.setting || null) as UrbanClass | null,
    density: number(text.density),
    county: text.county.trim() || null,
  };
}

/** The first thing that must be put right; null if nothing. */
export function problemIn({ state, population, density, county }: Profile): ProfileProblem | null {
  if (!state) return { field: "state", message: "State: choose the state that it lies in." };
  if (population !== null && !(Number.isInteger(population) && population > 0)) {
    return { field: "population", message: "People: a whole number above 0, such as 13,085." };
  }
  if (density !== null && !(density > 0 && Number.isFinite(density))) {
    return { field: "density", message: "People per square mile: a number above 0, such as 31.7." };
  }
  if (county !== null && !/^\d{5}$/.test(county)) {
    return { field: "county", message: "FIPS code: the five digits of a county, such as 39163." };
  }
  return null;
}
