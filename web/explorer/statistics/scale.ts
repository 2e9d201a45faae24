// Scales of charts. No library, no state: tests run this module alone.

const STEPS = [1, 2, 5];
const MOST_TICKS = 5;

/** Round numbers from 0 to at least `highest`, five steps at most. */
export function ticks(highest: number): number[] {
  for (let power = 1; ; power *= 10) {
    for (const step of STEPS) {
      const count = Math.ceil(highest / (step * power));
      if (count <= MOST_TICKS) {
        return Array.from({ length: count + 1 }, (_, index) => index * step * power);
      }
    }
  }
}

interface Known {
  index: number;
  value: number;
}

/** The stretches of a list without a null. */
export function gaplessRuns(values: readonly (number | null)[]): Known[][] {
  const runs: Known[][] = [];
  values.forEach((value, index) => {
    if (value === null) return;
    if (index > 0 && values[index - 1] !== null) runs.at(-1)!.push({ index, value });
    else runs.push([{ index, value }]);
  });
  return runs;
}
