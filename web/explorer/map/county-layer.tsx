import type { Atlas } from "./atlas.js";
import { classOf, RANKS } from "./scores.js";

interface Props {
  atlas: Atlas;
  /** In the order of the atlas; null without a requester. */
  scores: (number | null)[] | null;
  limits: (number | null)[] | null;
}

/** The counties in the colors of their classes, with the borders of states and the coast. */
export function CountyLayer({ atlas, scores, limits }: Props) {
  return (
    <svg class="map-counties" aria-hidden="true" viewBox={`0 0 ${atlas.width} ${atlas.height}`}>
      {classPaths(atlas, scores, limits).map((path, number) => (
        <path key={number} class={scores ? `class-${number}` : "land"} d={path} />
      ))}
      <path class="coast" d={atlas.coast} />
      <path class="borders" d={atlas.borders} />
    </svg>
  );
}

/** One path a class, so that colors are those of the style sheet: 6 elements and not 3,222. */
function classPaths(
  { counties }: Atlas,
  scores: Props["scores"],
  limits: Props["limits"],
): string[] {
  const paths = Array.from({ length: RANKS.length + 1 }, (): string[] => []);
  counties.forEach(({ path }, index) => {
    paths[scores && limits ? classOf(scores[index] ?? null, limits) : 0]!.push(path);
  });
  return paths.map((each) => each.join(""));
}
