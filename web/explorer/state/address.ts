// The address is the state: `parse` and `format` are each other's inverse.
import type {
  AgencyType,
  AssistanceType,
  Factor,
  RequesterKind,
  SimilarityPart,
  SwornBand,
  UrbanClass,
} from "../api/index.js";
import { keyOf, requesterOf, type Profile, type Requester } from "./requester.js";

export const PAGES = ["answer", "site", "statistics", "about"] as const;
export type Page = (typeof PAGES)[number];

/** Weights by name, on the scale of the sliders: 100 is a weight of 1. */
export type Weights<Name extends string> = Partial<Record<Name, number>>;

/** Everything that a person can choose. */
export interface Choices {
  page: Page;
  requester: Requester | null;
  models: string[];
  topics: string[];
  help: AssistanceType[];
  agencyType: AgencyType | null;
  swornBand: SwornBand | null;
  /** A month, `2025-12`: the answer is that of its last day. */
  asOf: string | null;
  excluded: string[];
  weights: Weights<Factor>;
  similarityWeights: Weights<SimilarityPart>;
  selectedSite: string | null;
  compared: string[];
}

export const NOTHING_CHOSEN: Choices = {
  page: "answer",
  requester: null,
  models: [],
  topics: [],
  help: [],
  agencyType: null,
  swornBand: null,
  asOf: null,
  excluded: [],
  weights: {},
  similarityWeights: {},
  selectedSite: null,
  compared: [],
};

export const MOST_COMPARED = 3;
const PROFILE = "profile";
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** The choices in a query string. What cannot be read is left out; a key may be stale. */
export function parse(search: string): Choices {
  const query = new URLSearchParams(search);
  const asOf = query.get("asOf") ?? "";
  return {
    page: PAGES.find((page) => page === query.get("page")) ?? NOTHING_CHOSEN.page,
    requester: parseRequester(query),
    models: listOf(query, "models"),
    topics: listOf(query, "topics"),
    help: listOf(query, "help") as AssistanceType[],
    agencyType: (query.get("agency") || null) as AgencyType | null,
    swornBand: (query.get("sworn") || null) as SwornBand | null,
    asOf: MONTH.test(asOf) ? asOf : null,
    excluded: listOf(query, "exclude"),
    weights: parseWeights(query.get("w")),
    similarityWeights: parseWeights(query.get("s")),
    selectedSite: query.get("site") || null,
    compared: listOf(query, "compare").slice(0, MOST_COMPARED),
  };
}

/** The query string of choices, with its `?`; empty when nothing is chosen. */
export function format(choices: Choices): string {
  const query = new URLSearchParams();
  const set = (name: string, value: string | readonly string[] | number | null) => {
    const text = Array.isArray(value) ? value.join(",") : value;
    if (text !== null && text !== "") query.set(name, String(text));
  };
  if (choices.page !== NOTHING_CHOSEN.page) set("page", choices.page);
  if (choices.requester) {
    set("for", keyOf(choices.requester) ?? PROFILE);
    if (choices.requester.is === "profile") {
      const { kind, state, population, density, setting, county } = choices.requester.profile;
      set("kind", kind);
      set("state", state);
      set("people", population);
      set("density", density);
      set("setting", setting);
      set("county", county);
    }
  }
  set("models", choices.models);
  set("topics", choices.topics);
  set("help", choices.help);
  set("agency", choices.agencyType);
  set("sworn", choices.swornBand);
  set("asOf", choices.asOf);
  set("exclude", choices.excluded);
  set("w", formatWeights(choices.weights));
  set("s", formatWeights(choices.similarityWeights));
  set("site", choices.selectedSite);
  set("compare", choices.compared);
  const text = query.toString().replaceAll("%3A", ":").replaceAll("%2C", ",");
  return text && `?${text}`;
}

function listOf(query: URLSearchParams, name: string): string[] {
  return [...new Set(query.get(name)?.split(",").filter(Boolean))];
}

function parseRequester(query: URLSearchParams): Requester | null {
  const key = query.get("for");
  if (!key) return null;
  if (key !== PROFILE) return requesterOf(key);
  const profile: Profile = {
    kind: (query.get("kind") || "OTHER") as RequesterKind,
    state: query.get("state") ?? "",
    population: numberOf(query.get("people")),
    density: numberOf(query.get("density")),
    setting: (query.get("setting") || null) as UrbanClass | null,
    county: query.get("county") || null,
  };
  return { is: "profile", profile };
}

/** Reads `evidence:40,fit:20`. */
function parseWeights<Name extends string>(text: string | null): Weights<Name> {
  const weights: Weights<Name> = {};
  for (const pair of text?.split(",") ?? []) {
    const [name, value] = pair.split(":");
    const weight = numberOf(value);
    if (name && weight !== null) weights[name.toUpperCase() as Name] = weight;
  }
  return weights;
}

function formatWeights(weights: Weights<string>): string {
  return Object.entries(weights)
    .map(([name, weight]) => `${name.toLowerCase()}:${weight}`)
    .join(",");
}

function numberOf(text: string | null | undefined): number | null {
  const number = text ? Number(text) : NaN;
  return Number.isFinite(number) && number >= 0 ? number : null;
}
