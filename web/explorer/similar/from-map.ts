import type { County } from "../map/atlas.js";
import type { Parts } from "../map/scores.js";
import type { SimilarPart, SimilarPlace } from "./similar-places.js";

const MOST = 10;

interface MapData {
  codes: readonly string[];
  parts: Parts;
  /** 0 to 1, in the order of `codes`. */
  scores: ReadonlyMap<string, number | null>;
}

interface Weighed {
  /** As in `parts`: `limitedEnglish`. */
  part: string;
  title: string;
  /** Its share of the weights of all parts. */
  weight: number;
}

/** The most similar counties of the map, for a requester that the graph does not know. */
export function similarCounties(
  { codes, parts, scores }: MapData,
  weights: readonly Weighed[],
  countyOf: (code: string) => County | undefined,
  own: string | null,
): SimilarPlace[] {
  return codes
    .map((code, index) => ({ code, index, score: scores.get(code) ?? null }))
    .filter(
      (each): each is typeof each & { score: number } => each.score !== null && each.code !== own,
    )
    .sort((one, other) => other.score - one.score || (one.code < other.code ? -1 : 1))
    .slice(0, MOST)
    .flatMap(({ code, index, score }) => {
      const county = countyOf(code);
      if (!county) return [];
      const explained = weights.map(({ part, title, weight }): SimilarPart => {
        const value = parts[part]?.[index];
        return {
          name: part,
          title,
          weight,
          value: value == null ? null : value / 1000,
          reason: null,
        };
      });
      const name = `${county.name}, ${county.state}`;
      return [
        { key: `us-county:${code}`, name, kind: null, population: null, score, parts: explained },
      ];
    });
}
