import { computed, type ReadonlySignal } from "@preact/signals";

/** A computed value that stays the same one while its content does; for small values. */
export function stable<Value>(compute: () => Value): ReadonlySignal<Value> {
  let [last, text]: [Value | undefined, string | undefined] = [undefined, undefined];
  return computed(() => {
    const next = compute();
    const nextText = JSON.stringify(next);
    if (nextText !== text) [last, text] = [next, nextText];
    return last as Value;
  });
}
