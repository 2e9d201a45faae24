import { computed } from "@preact/signals";
import { start } from "./start.js";

/** What the service proposes: weights, with titles, and where a lead is how sure; empty until it has said so. */
export const defaults = computed(
  () =>
    start.value?.recommendationDefaults ?? {
      factors: [],
      similarity: [],
      closeCall: 0,
      leaning: 0,
    },
);

/** Proposed weights by name. */
export const factorDefaults = computed(() => byName(defaults.value.factors));
export const similarityDefaults = computed(() => byName(defaults.value.similarity));

function byName<Name extends string>(
  weights: readonly { name: Name; weight: number }[],
): Partial<Record<Name, number>> {
  const entries = weights.map(({ name, weight }) => [name, weight]);
  return Object.fromEntries(entries) as Partial<Record<Name, number>>;
}
