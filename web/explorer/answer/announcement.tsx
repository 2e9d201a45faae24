import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { label, ranking, titleOf } from "../state/index.js";
import { fullName } from "./sentence.js";
import { percent } from "../common/numbers.js";

/** Sliders change the ranking many times a second; a screen reader hears how it ends. */
const SETTLE_MS = 500;

export function Announcement() {
  const said = useSignal("");
  const now = sentence();
  useEffect(() => {
    const timer = setTimeout(() => (said.value = now), SETTLE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [now]);
  return (
    <p class="visually-hidden" role="status">
      {said}
    </p>
  );
}

function sentence(): string {
  const [first] = ranking.value;
  if (!first) return "";
  const sure = label.value ? `${titleOf("RecommendationLabel", label.value)}. ` : "";
  return `${fullName(first)} is first with ${percent(first.score)} of 100. ${sure}${ranking.value.length} sites.`;
}
