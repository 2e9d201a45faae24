import { computed, effect, signal } from "@preact/signals";
import type { Factor } from "../api/index.js";
import { labelOf, rank, weighsNothing } from "../answer/ranking.js";
import { recommendations } from "./answer.js";
import { selectedSite, weights } from "./choices.js";
import { defaults, factorDefaults } from "./defaults.js";

/** The factors of the present answer, in their order. */
export const activeFactors = computed<Factor[]>(() => {
  const found = new Set(
    recommendations.value.flatMap(({ factors }) => factors ?? []).map(({ name }) => name),
  );
  return defaults.value.factors.map(({ name }) => name).filter((name) => found.has(name));
});

/** The weights in force, 1 for 1; empty for the proposed ones. */
const inForce = computed(() =>
  Object.fromEntries(Object.entries(weights.value).map(([name, weight]) => [name, weight / 100])),
);

/** The recommended sites under the weights in force, best first. */
export const ranking = computed(() =>
  rank(recommendations.value, inForce.value, factorDefaults.value),
);
export type Ranked = (typeof ranking.value)[number];

export const label = computed(() => labelOf(ranking.value, defaults.value));

/** True where the chosen weights leave nothing to rank by, so that the proposed ones are in force. */
export const weightsAreZero = computed(() => weighsNothing(activeFactors.value, inForce.value));

/** A pause in moving weights. */
const PAUSE_MS = 60;

/**
 * The ranking once weights have come to rest, for what stands beside the list.
 *
 * The list answers while a slider moves; to draw map and track record anew each time would make it stutter.
 */
export const settledRanking = signal<Ranked[]>([]);

effect(() => {
  const next = ranking.value;
  const isOfWeights = next[0] && settledRanking.peek().length === next.length;
  const timer = setTimeout(() => (settledRanking.value = next), isOfWeights ? PAUSE_MS : 0);
  return () => {
    clearTimeout(timer);
  };
});

/** The site that map, track record and site page show. */
export const shownSite = computed<Ranked | null>(
  () =>
    settledRanking.value.find(
      ({ recommendation }) => recommendation.site.key === selectedSite.value,
    ) ??
    settledRanking.value[0] ??
    null,
);

/** The share of each active factor, adding up to 1. */
export const shares = computed(() => {
  const parts = ranking.value[0]?.parts ?? [];
  return Object.fromEntries(parts.map(({ name, weight }) => [name, weight])) as Partial<
    Record<Factor, number>
  >;
});
