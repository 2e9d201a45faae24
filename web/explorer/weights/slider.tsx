import { useId } from "preact/hooks";
import "./slider.css";

interface Properties {
  title: string;
  description: string;
  /** Names the colour, such as `evidence`. */
  tone?: string;
  /** On the scale of the slider, 0 to 100. */
  weight: number;
  /** Of the whole, 0 to 1, after all weights are divided by their sum. */
  share: number;
  least?: number;
  onInput: (weight: number) => void;
}

/** One weight: what it is, what it is worth after normalizing, and the slider that moves it. */
export function Slider({
  title,
  description,
  tone,
  weight,
  share,
  least = 0,
  onInput,
}: Properties) {
  const id = useId();
  const percent = Math.round(share * 100);
  return (
    <div class="slider">
      <label for={id}>
        {tone && <i class={`swatch tone-${tone}`} aria-hidden="true" />}
        {title}
      </label>
      <output for={id}>{percent}%</output>
      <input
        id={id}
        type="range"
        min="0"
        max="100"
        step="1"
        value={weight}
        aria-valuetext={`${weight} of 100, ${percent} percent of the score`}
        aria-describedby={`${id}-description`}
        onInput={({ currentTarget }) => {
          const moved = Math.max(Number(currentTarget.value), least);
          currentTarget.value = String(moved);
          onInput(moved);
        }}
      />
      <small id={`${id}-description`}>{description}</small>
    </div>
  );
}
