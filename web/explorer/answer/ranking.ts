// The service's arithmetic, for weights that move: docs/recommendation.md has the formulas. No library, no
// state: tests run this module alone beside the service.

export interface FactorValue<Name extends string = string> {
  name: Name;
  /** Its share of the weights of all factors in the answer. */
  weight: number;
  value: number;
  contribution: number;
}

export interface Scored<Name extends string = string> {
  site: { key: string };
  tier: string | null;
  factors: readonly FactorValue<Name>[] | null;
}

/** A site with its score under the weights in force. */
export interface RankedSite<Site extends Scored> {
  recommendation: Site;
  /** 1 for the first. */
  rank: number;
  score: number;
  parts: RankedPart<FactorOf<Site>>[];
}

export type FactorOf<Site extends Scored> = NonNullable<Site["factors"]>[number];
/** A factor with weight and contribution under the weights in force, and what it contributed as answered. */
export type RankedPart<Factor extends FactorValue> = Factor & { answeredContribution: number };

export type Label = "CLOSE_CALL" | "LEANING" | "CLEAR";

export interface LabelBounds {
  /** A lead below this is a close call. */
  closeCall: number;
  /** A lead below this is leaning. */
  leaning: number;
}

const TIERS = ["OFFERS", "RELATED", "SIMILAR_ONLY"];
/** Scores that are equal to this many decimals are ties, and the key decides. */
const ORDER_DECIMALS = 1e6;

/**
 * Ranks sites by weights of factors, by name; a factor that is not among `weights` takes its default.
 *
 * Weights that are all 0 for the factors in an answer rank nothing: then the defaults count.
 */
export function rank<Site extends Scored>(
  sites: readonly Site[],
  weights: Readonly<Record<string, number | undefined>>,
  defaults: Readonly<Record<string, number | undefined>>,
): RankedSite<Site>[] {
  return sites
    .map((recommendation) => weigh(recommendation, weights, defaults))
    .sort((one, other) => inOrder(one, other))
    .map((site, index) => ({ ...site, rank: index + 1 }));
}

/** True if the weights leave nothing to rank by. */
export function weighsNothing(
  names: readonly string[],
  weights: Readonly<Record<string, number | undefined>>,
): boolean {
  return names.length > 0 && names.every((name) => weights[name] === 0);
}

function weigh<Site extends Scored>(
  recommendation: Site,
  weights: Readonly<Record<string, number | undefined>>,
  defaults: Readonly<Record<string, number | undefined>>,
): RankedSite<Site> {
  const factors = (recommendation.factors ?? []) as FactorOf<Site>[];
  const raw = factors.map(({ name, weight }) => weights[name] ?? defaults[name] ?? weight);
  const total = sum(raw);
  if (total === 0 && factors.length > 0) return weigh(recommendation, {}, defaults);
  const parts = factors.map((factor, index) => {
    const weight = raw[index]! / total;
    const contribution = weight * factor.value;
    return { ...factor, weight, contribution, answeredContribution: factor.contribution };
  });
  return { recommendation, rank: 0, score: sum(parts.map((part) => part.contribution)), parts };
}

function inOrder(one: RankedSite<Scored>, other: RankedSite<Scored>): number {
  return (
    tierOf(one) - tierOf(other) ||
    Math.round(other.score * ORDER_DECIMALS) - Math.round(one.score * ORDER_DECIMALS) ||
    (one.recommendation.site.key < other.recommendation.site.key ? -1 : 1)
  );
}

function tierOf({ recommendation }: RankedSite<Scored>): number {
  return recommendation.tier === null ? 0 : TIERS.indexOf(recommendation.tier);
}

/** How far the first site leads the next of its tier; null without a site. */
export function labelOf(
  ranking: readonly RankedSite<Scored>[],
  { closeCall, leaning }: LabelBounds,
): Label | null {
  const first = ranking[0];
  if (!first) return null;
  const { tier } = first.recommendation;
  const lead = first.score - (runnerUp(ranking)?.score ?? 0);
  if (lead < closeCall) return "CLOSE_CALL";
  return lead < leaning || (tier !== null && tier !== "OFFERS") ? "LEANING" : "CLEAR";
}

/** The next site of the tier of the first; undefined where it is alone. */
export function runnerUp<Site extends Scored>(
  ranking: readonly RankedSite<Site>[],
): RankedSite<Site> | undefined {
  return ranking
    .slice(1)
    .find((next) => next.recommendation.tier === ranking[0]?.recommendation.tier);
}

/** By what the contribution of a past request grows under the weights in force. */
export function evidenceScale(site: RankedSite<Scored>): number {
  const part = site.parts.find(({ name }) => name === "EVIDENCE");
  return part?.answeredContribution ? part.contribution / part.answeredContribution : 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
