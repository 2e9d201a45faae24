import { computed, signal } from "@preact/signals";
import type {
  AnswerQueryVariables,
  RecommendInput,
  RequesterInput,
  SimilarityPart,
} from "../api/index.js";
import type { Weights } from "./address.js";
import {
  agencyType,
  asOf,
  excluded,
  help,
  models,
  requester,
  similarityWeights,
  swornBand,
  topics,
  visits,
} from "./choices.js";
import { keyOf, type Requester } from "./requester.js";
import { service } from "./service.js";

type SimilarityInput = NonNullable<NonNullable<RecommendInput["weights"]>["similarity"]>;

/** How often a person asked to rank the sites by the weights of similarity as they stand. */
export const rankings = signal(0);

/**
 * The variables of the question; null without a requester.
 *
 * Weights of factors are not among them: the page applies those itself. Those of similarity decide which
 * past requests count, which only the service knows; they are taken when a new question is asked.
 */
export const question = computed<AnswerQueryVariables | null>(() => {
  void visits.value;
  void rankings.value;
  const now = requester.value;
  if (!now) return null;
  const similarity = similarityInput(similarityWeights.peek());
  const input: RecommendInput = {
    for: requesterInput(now),
    models: models.value,
    topics: topics.value,
    assistanceTypes: help.value,
    exclude: excluded.value,
  };
  if (now.is === "jurisdiction" && agencyType.value) input.agencyType = agencyType.value;
  if (now.is !== "profile" && swornBand.value) input.swornBand = swornBand.value;
  if (asOf.value) input.asOf = lastDayOf(asOf.value);
  if (similarity) input.weights = { similarity };
  return {
    input,
    key: keyOf(now) ?? "",
    canSeeRequests: service.canSeeRequests,
  };
});

/** The requester as the service takes it. */
export function requesterInput(now: Requester): RequesterInput {
  switch (now.is) {
    case "jurisdiction":
      return { jurisdictionKey: now.key };
    case "agency":
      return { agencyOri: now.ori };
    case "profile":
      return {
        profile: {
          ...known(now.profile),
          ...known({ agencyType: agencyType.value, swornBand: swornBand.value }),
        },
      };
  }
}

/** Weights of similarity as the service takes them; null where none was moved. */
export function similarityInput(moved: Weights<SimilarityPart>): SimilarityInput | null {
  const entries = Object.entries(moved)
    .map(([name, weight]): [string, number] => [camelCase(name), (weight ?? 0) / 100])
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return entries.length ? (Object.fromEntries(entries) as SimilarityInput) : null;
}

/** `LIMITED_ENGLISH` is `limitedEnglish`. */
export function camelCase(name: string): string {
  return name.toLowerCase().replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** A record without what is null. */
function known<Fields extends object>(fields: Fields): Known<Fields> {
  const entries = Object.entries(fields).filter(([, value]) => value !== null);
  return Object.fromEntries(entries) as Known<Fields>;
}

type Known<Fields> = { [Name in keyof Fields]?: NonNullable<Fields[Name]> } & {
  [Name in keyof Fields as null extends Fields[Name] ? never : Name]: Fields[Name];
};

/** `2024-02` ends on `2024-02-29`. */
function lastDayOf(month: string): string {
  const [year, number] = month.split("-").map(Number);
  return new Date(Date.UTC(year!, number!, 0)).toISOString().slice(0, 10);
}
