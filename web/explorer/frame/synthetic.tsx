/** Stands wherever a number rests on requests, while these are synthetic. */
export function Synthetic() {
  return (
    <span
      class="badge synthetic"
      title="The past requests were made up to match published figures. Do not cite numbers that rest on them."
    >
      Requests are synthetic
    </span>
  );
}
