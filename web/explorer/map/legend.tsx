import { count, percent } from "../common/numbers.js";
import { RANKS } from "./scores.js";

/** Which ranks a color stands for, and the score that the last of them has. */
export function Legend({ limits }: { limits: readonly (number | null)[] }) {
  return (
    <table class="map-legend">
      <caption class="visually-hidden">
        Colors of the map: up to which rank, and from which similarity
      </caption>
      <tbody>
        <tr>
          <th scope="row">Rank to</th>
          {RANKS.map((rank, index) => (
            <td key={rank} class={`class-${RANKS.length - index}`}>
              {count(rank)}
            </td>
          ))}
          <td class="class-0">others</td>
        </tr>
        <tr>
          <th scope="row">Similar</th>
          {limits.map((limit, index) => (
            <td key={RANKS[index]}>{limit === null ? "–" : `≥ ${percent(limit)}%`}</td>
          ))}
          <td>less</td>
        </tr>
      </tbody>
    </table>
  );
}
