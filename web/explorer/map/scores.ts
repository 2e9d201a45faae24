// The service's mean of the parts of similarity, for weights that move, and classes by rank. No library, no
// state: tests run this module alone beside the service.

/** Of each part by name, such as `limitedEnglish`, its thousandths for every county; null where unknown. */
export type Parts = Readonly<Record<string, readonly (number | null)[]>>;

/**
 * Scores from 0 to 1: means of the known parts by their weights.
 *
 * Null where the unknown parts weigh more than half, and without any weight.
 */
export function scoresOf(
  parts: Parts,
  weights: Readonly<Record<string, number>>,
): (number | null)[] {
  const weighed = Object.entries(weights).flatMap(([name, weight]) => {
    const values = parts[name];
    return weight > 0 && values ? [{ weight, values }] : [];
  });
  const total = weighed.reduce((sum, { weight }) => sum + weight, 0);
  const length = Object.values(parts)[0]?.length ?? 0;
  return Array.from({ length }, (_, index) => {
    let [score, known] = [0, 0];
    for (const { weight, values } of weighed) {
      const value = values[index];
      if (value == null) continue;
      score += weight * value;
      known += weight;
    }
    return known > 0 && known >= total / 2 ? score / known / 1000 : null;
  });
}

/**
 * Classes are ranks and not scores: a county of ten million people has no other that is 80 % similar, one of
 * ten thousand has hundreds.
 */
export const RANKS = [25, 100, 300, 800, 1600] as const;

/** The score of each of RANKS; null where fewer counties have one. */
export function limitsOf(scores: readonly (number | null)[]): (number | null)[] {
  const sorted = scores.filter((score) => score !== null).sort((one, other) => other - one);
  return RANKS.map((rank) => sorted[rank - 1] ?? null);
}

/** The class of a score: 5 for those of the first rank, 0 below the last or without a score. */
export function classOf(score: number | null, limits: readonly (number | null)[]): number {
  if (score === null) return 0;
  const first = limits.findIndex((limit) => limit === null || score >= limit);
  return first < 0 ? 0 : RANKS.length - first;
}
