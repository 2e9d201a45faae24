// Why one site is ahead of another, in a sentence. No library, no state: tests run this module alone.
interface Scored {
  name: string;
  score: number;
  parts: readonly { name: string; title: string; contribution: number }[];
}

const DECISIVE = 0.005; // half a point of a hundred

/** “A is 8.1 points ahead of B: Track record +7.7, Capacity +5.0; Models and topics −4.6.” */
export function difference(one: Scored, other: Scored): string {
  const [ahead, behind] = one.score >= other.score ? [one, other] : [other, one];
  const parts = ahead.parts
    .map(({ name, title, contribution }) => {
      const against = behind.parts.find((part) => part.name === name);
      return { title, gain: contribution - (against?.contribution ?? 0) };
    })
    .filter(({ gain }) => Math.abs(gain) >= DECISIVE)
    .sort((a, b) => b.gain - a.gain);
  const lead = ahead.score - behind.score;
  const beginning =
    lead < DECISIVE
      ? `${ahead.name} and ${behind.name} have the same score`
      : `${ahead.name} is ${(lead * 100).toFixed(1)} points ahead of ${behind.name}`;
  const listed = (gains: typeof parts) =>
    gains.map(({ title, gain }) => `${title} ${signed(gain)}`);
  const sides = [
    listed(parts.filter(({ gain }) => gain > 0)).join(", "),
    listed(parts.filter(({ gain }) => gain < 0)).join(", "),
  ].filter(Boolean);
  return `${beginning}${sides.length ? `: ${sides.join("; ")}` : ""}.`;
}

function signed(gain: number): string {
  return `${gain < 0 ? "−" : "+"}${Math.abs(gain * 100).toFixed(1)}`;
}
