import { useMemo } from "preact/hooks";
import type { Factor } from "../api/index.js";
import {
  activeFactors,
  choose,
  defaults,
  factorDefaults,
  shares,
  weights,
  weightsAreZero,
} from "../state/index.js";
import { isWide } from "../frame/width.js";
import { Slider } from "./slider.js";

/** The weights of the factors: the ranking follows while they move. */
export function FactorSliders() {
  const isOpen = useMemo(isWide, []);
  const active = defaults.value.factors.filter(({ name }) => activeFactors.value.includes(name));
  const isMoved = Object.keys(weights.value).length > 0;
  const weightOf = (name: Factor) =>
    weights.value[name] ?? Math.round((factorDefaults.value[name] ?? 0) * 100);
  const isLast = (name: Factor) =>
    active.every((other) => other.name === name || weightOf(other.name) === 0);
  if (active.length === 0) return null;
  return (
    <details class="fold weights" open={isOpen}>
      <summary>
        <span class="fold-title">What counts how much</span>
        <span class="fold-value">{isMoved ? "yours" : "as proposed"}</span>
      </summary>
      {weightsAreZero.value && (
        <p class="field-problem">All weights are 0, so the proposed ones are in force.</p>
      )}
      {active.map(({ name, title, description }) => (
        <Slider
          key={name}
          title={title}
          description={description}
          tone={name.toLowerCase()}
          weight={weightOf(name)}
          share={shares.value[name] ?? 0}
          least={isLast(name) ? 1 : 0} // with all at 0 there is nothing to rank by
          onInput={(weight) => {
            weights.value = { ...weights.value, [name]: weight };
          }}
        />
      ))}
      <button
        type="button"
        disabled={!isMoved}
        onClick={() => {
          choose({ weights: {} });
        }}
      >
        Back to the proposed
      </button>
    </details>
  );
}
