import type { Ranked } from "../state/index.js";

/** The score as a bar of its parts; `full` is the score that fills the width. */
export function ScoreBar({ site, full }: { site: Ranked; full: number }) {
  return (
    <span class="score-bar" aria-hidden="true">
      {site.parts.map(({ name, contribution }) => (
        <i
          key={name}
          class={`tone-${name.toLowerCase()}`}
          style={{ width: `${(contribution / full) * 100}%` }}
        />
      ))}
    </span>
  );
}
