import { defaults, type Ranked } from "../state/index.js";
import { percent, points } from "../common/numbers.js";

/** The parts that add up to a score, each with its reason. */
export function PartList({ site }: { site: Ranked }) {
  const titles = new Map(defaults.value.factors.map(({ name, title }) => [name, title]));
  return (
    <dl class="parts">
      {site.parts.map((part) => (
        <div key={part.name} class={part.contribution > 0 ? "part" : "part part-none"}>
          <dt>
            <i class={`swatch tone-${part.name.toLowerCase()}`} aria-hidden="true" />
            {titles.get(part.name) ?? part.name}
          </dt>
          <dd class="part-points">
            <strong>{points(part.contribution)}</strong>{" "}
            <span class="soft">
              = {percent(part.weight)}% × {part.value.toFixed(2)}
            </span>
          </dd>
          <dd class="part-reason">{part.reason}</dd>
        </div>
      ))}
    </dl>
  );
}
