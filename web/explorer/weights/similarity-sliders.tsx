import type { SimilarityPart } from "../api/index.js";
import {
  choose,
  defaults,
  flush,
  isAnswering,
  isRankedOtherwise,
  rankings,
  similarityDefaults,
  similarityWeights,
} from "../state/index.js";
import { Slider } from "./slider.js";

/**
 * The weights of similarity: the map follows while they move.
 *
 * Which past requests count depends on them, and only the service knows all requests: the sites are ranked
 * anew when a person says so.
 */
export function SimilaritySliders() {
  const isMoved = Object.keys(similarityWeights.value).length > 0;
  const weightOf = (name: SimilarityPart) =>
    similarityWeights.value[name] ?? Math.round((similarityDefaults.value[name] ?? 0) * 100);
  const all = defaults.value.similarity;
  const total = all.reduce((sum, { name }) => sum + weightOf(name), 0);
  const sliders = (isProposed: boolean) =>
    all
      .filter(({ weight }) => weight > 0 === isProposed)
      .map(({ name, title, description }) => (
        <Slider
          key={name}
          title={title}
          description={description}
          weight={weightOf(name)}
          share={total ? weightOf(name) / total : 0}
          least={weightOf(name) === total ? 1 : 0}
          onInput={(weight) => {
            similarityWeights.value = { ...similarityWeights.value, [name]: weight };
          }}
        />
      ));
  return (
    <details class="fold weights">
      <summary>
        <span class="fold-title">What makes places alike</span>
        <span class="fold-value">{isMoved ? "yours" : "as proposed"}</span>
      </summary>
      {isRankedOtherwise.value && (
        <div class="note rank-anew">
          <p>The map follows these weights. The sites are still ranked by other ones.</p>
          <button
            type="button"
            class="primary"
            disabled={isAnswering.value}
            onClick={() => {
              flush();
              rankings.value++;
            }}
          >
            Rank the sites by these
          </button>
        </div>
      )}
      {sliders(true)}
      <h3>Of the county's people</h3>
      <p class="hint">These count nothing unless you say so.</p>
      {sliders(false)}
      <button
        type="button"
        disabled={!isMoved}
        onClick={() => {
          choose({ similarityWeights: {} });
        }}
      >
        Back to the proposed
      </button>
    </details>
  );
}
