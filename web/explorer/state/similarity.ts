import { computed, effect, signal } from "@preact/signals";
import {
  query,
  type ServiceError,
  type SimilarityMapQuery,
  type SimilarityMapQueryVariables,
  type SimilarityPart,
} from "../api/index.js";
import { SimilarityMapDocument } from "../api/generated/graphql.js";
import { scoresOf, type Parts } from "../map/scores.js";
import { requester, similarityWeights } from "./choices.js";
import { similarityDefaults } from "./defaults.js";
import { camelCase, requesterInput } from "./question.js";
import { keyOf, type Requester } from "./requester.js";

/** How similar each county is to the requester, part by part; null while it is on its way, or failed. */
export const similarity = signal<SimilarityMapQuery["similarityMap"]>(null);
export const similarityFailure = signal<ServiceError | null>(null);

/** The share of each part of similarity under the weights in force, adding up to 1. */
export const similarityShares = computed<Partial<Record<SimilarityPart, number>>>(() => {
  const weights = Object.entries(similarityDefaults.value).map(([name, weight]) => {
    const moved = similarityWeights.value[name as SimilarityPart];
    return [name, moved === undefined ? weight : moved / 100] as const;
  });
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
  return Object.fromEntries(weights.map(([name, weight]) => [name, weight / total]));
});

/** Similarity of each county from 0 to 1 by FIPS code, under the weights in force; null without a requester. */
export const scores = computed<ReadonlyMap<string, number | null> | null>(() => {
  const known = similarity.value;
  if (!known) return null;
  const weights = Object.entries(similarityShares.value).map(([name, weight]) => [
    camelCase(name),
    weight,
  ]);
  const values = scoresOf(
    known.parts as Parts,
    Object.fromEntries(weights) as Record<string, number>,
  );
  return new Map(known.codes.map((code, index) => [code, values[index] ?? null]));
});

let flight: AbortController | null = null;

/** Asks again each time that the requester changes; an older request is aborted, and nothing waits for it. */
export function followRequester(): void {
  let asked = "";
  effect(() => {
    const now = requester.value;
    const variables = now && isCompared(now) ? { for: requesterInput(now) } : null;
    const text = JSON.stringify(variables);
    if (text === asked) return;
    asked = text;
    flight?.abort();
    similarity.value = null;
    similarityFailure.value = null;
    if (variables) void load(variables);
  });
}

/** A state has no likeness among counties. */
function isCompared(requester: Requester): boolean {
  return !keyOf(requester)?.startsWith("us-state:");
}

async function load(variables: SimilarityMapQueryVariables): Promise<void> {
  const { signal } = (flight = new AbortController());
  try {
    const { similarityMap } = await query(SimilarityMapDocument, variables, {
      signal,
      method: "GET",
    });
    similarity.value = similarityMap;
  } catch (error) {
    if (!signal.aborted) similarityFailure.value = error as ServiceError;
  }
}
