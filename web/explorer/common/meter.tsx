import "./meter.css";

interface Properties {
  /** 0 to 1. */
  value: number;
  /** A class with a color; without it that of similarity. */
  tone?: string;
}

/** A bar that is filled by a share; its number stands beside it as text. */
export function Meter({ value, tone = "" }: Properties) {
  return (
    <span class="meter" aria-hidden="true">
      <i class={tone} style={{ width: `${value * 100}%` }} />
    </span>
  );
}
