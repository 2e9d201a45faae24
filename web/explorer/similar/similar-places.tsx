import { count, percent } from "../common/numbers.js";
import { Meter } from "../common/meter.js";
import { Link } from "../frame/link.js";
import { requesterOf } from "../state/index.js";
import "./similar.css";

/** A part of the similarity of two places. */
export interface SimilarPart {
  name: string;
  title: string;
  /** Its share of the weights of all parts. */
  weight: number;
  /** 0 to 1; null where unknown. */
  value: number | null;
  /** The numbers behind it, as a sentence; null where the service has not said them. */
  reason: string | null;
}

export interface SimilarPlace {
  key: string;
  /** “Morgan County, OH” */
  name: string;
  /** Null where the list was made in the page. */
  kind: string | null;
  population: number | null;
  score: number;
  parts: readonly SimilarPart[];
}

interface Properties {
  requester: string;
  /** Most similar first. */
  places: readonly SimilarPlace[];
  /** What the list holds where it does not hold every kind of place. */
  note?: string | undefined;
}

/** The places most like the requester; each opens into what makes it so. */
export function SimilarPlaces({ requester, places, note }: Properties) {
  return (
    <section class="similar-places card" aria-labelledby="similar-places">
      <h2 id="similar-places">Places most like {requester}</h2>
      <p class="hint">{note ?? "Open one to see how its similarity is made up."}</p>
      {places.length === 0 && <p>Too little is known of {requester} to compare it.</p>}
      <ol>
        {places.map((place) => (
          <li key={place.key}>
            <details>
              <summary>
                <span class="similar-name">{place.name}</span>
                <span class="similar-facts">{facts(place)}</span>
                <strong>{percent(place.score)}%</strong>
              </summary>
              <Parts place={place} />
              <p>
                <Link to={{ requester: requesterOf(place.key), selectedSite: null }}>
                  Ask for {place.name}
                </Link>
              </p>
            </details>
          </li>
        ))}
      </ol>
    </section>
  );
}

function facts({ kind, population }: SimilarPlace): string {
  return [kind, population !== null && `${count(population)} people`].filter(Boolean).join(" · ");
}

function Parts({ place }: { place: SimilarPlace }) {
  const weighed = place.parts.filter(({ weight }) => weight > 0);
  const others = place.parts.filter(({ weight, reason }) => weight === 0 && reason !== null);
  return (
    <>
      <table>
        <thead class="visually-hidden">
          <tr>
            <th scope="col">Part</th>
            <th scope="col">Similar</th>
            <th scope="col">Weight</th>
          </tr>
        </thead>
        <tbody>
          {weighed.map(({ name, title, weight, value, reason }) => (
            <tr key={name}>
              <th scope="row">
                {title}
                {reason && <small>{reason}</small>}
              </th>
              <td>
                {value === null ? (
                  "not known"
                ) : (
                  <>
                    <Meter value={value} />
                    {percent(value)}%
                  </>
                )}
              </td>
              <td class="soft">× {percent(weight)}%</td>
            </tr>
          ))}
        </tbody>
      </table>
      {others.length > 0 && (
        <p class="hint">Without weight: {others.map(({ reason }) => reason).join(" ")}</p>
      )}
    </>
  );
}
