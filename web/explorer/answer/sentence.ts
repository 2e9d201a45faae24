import {
  answer,
  label,
  models,
  programModels,
  programTopics,
  ranking,
  type Ranked,
} from "../state/index.js";
import { runnerUp } from "./ranking.js";

/** A best fit below this is a gap of the program, not a match. */
const WEAK_FIT = 0.4;

/** The answer in one sentence; empty while there is none. */
export function verdict(): string {
  const [first] = ranking.value;
  if (!first) return answer.value ? "No site can be ranked for this question." : "";
  const second = runnerUp(ranking.value);
  const name = fullName(first);
  const lacking = lackingModels();
  if (lacking.length > 0) {
    return `No documented site runs ${alternatives(lacking)}. Ask ${name} first: it comes closest.`;
  }
  if (models.value.length > 0 && first.recommendation.tier !== "OFFERS") {
    return `No site in this list runs what you want. Ask ${name} first: it comes closest.`;
  }
  if (!second || label.value === "CLEAR") return `Ask ${name} first.`;
  return label.value === "LEANING"
    ? `Ask ${name} first, then ${fullName(second)}.`
    : `Ask ${name} or ${fullName(second)}.`;
}

/** The wanted models, if no documented site runs any of them. */
function lackingModels(): string[] {
  const wanted = models.value;
  const lacking = new Set(answer.value?.recommendSites?.gaps.map(({ model }) => model?.key));
  const isGap = wanted.length > 0 && wanted.every((key) => lacking.has(key));
  return isGap ? wanted.map((key) => `“${nameOf(key)}”`) : [];
}

/** What a reader of the verdict should know besides: each a sentence. */
export function caveats(): string[] {
  const list = answer.value?.recommendSites;
  const fits = ranking.value.flatMap(({ parts }) =>
    parts.filter(({ name }) => name === "FIT").map(({ value }) => value),
  );
  const gaps = list?.gaps.map(({ model, topic }) => model?.name ?? topic?.name ?? "") ?? [];
  const isSaid = lackingModels().length === gaps.length;
  return [
    gaps.length > 0 && !isSaid
      ? `No documented site has ${alternatives(gaps.map((name) => `“${name}”`))}: a gap of the program.`
      : "",
    fits.length > 0 && Math.max(...fits) < WEAK_FIT
      ? "No site serves a place like yours: read that as a gap of the program, not as a match."
      : "",
    list?.assumption ?? "",
  ].filter(Boolean);
}

export function fullName({ recommendation: { site } }: Ranked): string {
  return `${site.name}, ${site.state}`;
}

function nameOf(key: string): string {
  const named = [...programModels.value, ...programTopics.value];
  return named.find((each) => each.key === key)?.name ?? key;
}

/** “a”, “a or b”, “a, b or c” */
function alternatives(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} or ${last}` : last;
}
