// Months between the first and the last of a list. No library, no state: tests run this module alone.

/** The months from the first to the last of `months`, those between included: `2024-11`, `2024-12`, `2025-01`. */
export function everyMonth(months: readonly string[]): string[] {
  const numbers = months.map(numberOf);
  if (numbers.length === 0) return [];
  const [first, last] = [Math.min(...numbers), Math.max(...numbers)];
  return Array.from({ length: last - first + 1 }, (_, index) => nameOf(first + index));
}

function numberOf(month: string): number {
  const [year, number] = month.split("-").map(Number);
  return year! * 12 + number! - 1;
}

function nameOf(number: number): string {
  return `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, "0")}`;
}
