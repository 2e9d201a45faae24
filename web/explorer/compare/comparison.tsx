import type { ComponentChildren } from "preact";
import { count, points } from "../common/numbers.js";
import { Meter } from "../common/meter.js";
import { Link } from "../frame/link.js";
import { Synthetic } from "../frame/synthetic.js";
import { difference } from "./difference.js";
import "./compare.css";

export interface ComparedPart {
  name: string;
  title: string;
  value: number;
  contribution: number;
  reason: string;
}

export interface ComparedSite {
  key: string;
  name: string;
  state: string;
  rank: number;
  score: number;
  parts: readonly ComparedPart[];
  models: readonly { key: string; name: string }[];
  topics: readonly { key: string; name: string }[];
  /** Titles of the kinds of help that it is known to offer; null where no source says. */
  help: readonly string[] | null;
  agency: string;
  /** Its size by sworn officers, in words. */
  swornBand: string | null;
  personnel: number | null;
  /** “Portland (66,881 people)” */
  serves: readonly string[];
  joinedYear: number;
  lastConfirmed: string | null;
}

interface Properties {
  /** In the order in which they were chosen. */
  sites: readonly ComparedSite[];
  /** Keys of compared sites that are not in the ranking. */
  missing: readonly string[];
  /** Keys of the wanted models and topics. */
  wanted: ReadonlySet<string>;
  synthetic: boolean;
  onRemove(key: string): void;
  onClose(): void;
}

/** Two or three sites side by side: what makes their scores differ, then their facts. */
export function ComparisonTable({
  sites,
  missing,
  wanted,
  synthetic,
  onRemove,
  onClose,
}: Properties) {
  const [first] = sites;
  return (
    <section class="comparison card" aria-labelledby="comparison">
      <header>
        <h2 id="comparison">Side by side</h2>
        {synthetic && <Synthetic />}
        <button type="button" onClick={onClose}>
          Close
        </button>
      </header>
      {missing.length > 0 && (
        <p class="note">
          Not in this ranking: {missing.join(", ")}. A site that was left out has no score here.
        </p>
      )}
      {sites.length === 1 && (
        <p class="hint">
          Choose “Compare” at one or two more sites to see them beside {first!.name}.
        </p>
      )}
      {sites.length > 1 && (
        <>
          {sites.slice(1).map((site) => (
            <p key={site.key}>{difference(first!, site)}</p>
          ))}
          <div class="scroll" tabIndex={0} role="region" aria-label="Sites side by side">
            <table style={{ minWidth: `${8 + sites.length * 11}rem` }}>
              <Head sites={sites} onRemove={onRemove} />
              <tbody>
                <Parts sites={sites} />
                <Facts sites={sites} wanted={wanted} />
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  );
}

function Head({ sites, onRemove }: Pick<Properties, "sites" | "onRemove">) {
  return (
    <thead>
      <tr>
        <td />
        {sites.map(({ key, name, state, rank, score }) => (
          <th key={key} scope="col">
            <Link to={{ page: "site", selectedSite: key }}>{name}</Link>
            <span class="soft">
              {state} · rank {rank}
            </span>
            <span class="compared-score">
              <strong>{points(score)}</strong> of 100
            </span>
            <button type="button" class="quiet" onClick={() => onRemove(key)}>
              Remove<span class="visually-hidden"> {name}</span>
            </button>
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** One row for each part of the score; the largest contribution is marked, if not all are equal. */
function Parts({ sites }: Pick<Properties, "sites">) {
  return (
    <>
      {sites[0]!.parts.map(({ name, title }) => {
        const parts = sites.map((site) => site.parts.find((part) => part.name === name));
        const best = Math.max(...parts.map((part) => part?.contribution ?? 0));
        const differ = parts.some((part) => (part?.contribution ?? 0) < best);
        return (
          <tr key={name}>
            <th scope="row">
              <i class={`swatch tone-${name.toLowerCase()}`} aria-hidden="true" />
              {title}
            </th>
            {parts.map((part, index) => {
              const isBest = differ && part?.contribution === best;
              return (
                <td key={sites[index]!.key} class={isBest ? "is-best" : ""}>
                  {part ? (
                    <>
                      <Meter value={part.value} tone={`tone-${name.toLowerCase()}`} />
                      <strong>{points(part.contribution)}</strong> points
                      {isBest && <span class="best"> · most</span>}
                      <small>{part.reason}</small>
                    </>
                  ) : (
                    "does not count"
                  )}
                </td>
              );
            })}
          </tr>
        );
      })}
    </>
  );
}

function Facts({ sites, wanted }: Pick<Properties, "sites" | "wanted">) {
  const unknown = <span class="soft">not known</span>;
  const rows: [title: string, cell: (site: ComparedSite) => ComponentChildren][] = [
    ["Models", ({ models }) => <Chips names={models} wanted={wanted} />],
    ["Experience with", ({ topics }) => <Chips names={topics} wanted={wanted} />],
    ["Kinds of help", ({ help }) => help?.join(", ") ?? unknown],
    ["Agency", ({ agency, swornBand }) => [agency, swornBand].filter(Boolean).join(" · ")],
    ["Staff", ({ personnel }) => (personnel === null ? unknown : count(personnel))],
    ["Serves", ({ serves }) => serves.join("; ") || unknown],
    ["Site since", ({ joinedYear }) => joinedYear],
    ["Last confirmed", ({ lastConfirmed }) => lastConfirmed ?? unknown],
  ];
  return (
    <>
      {rows.map(([title, cell]) => (
        <tr key={title}>
          <th scope="row">{title}</th>
          {sites.map((site) => (
            <td key={site.key}>{cell(site)}</td>
          ))}
        </tr>
      ))}
    </>
  );
}

interface ChipsProperties {
  names: readonly { key: string; name: string }[];
  wanted: ReadonlySet<string>;
}

function Chips({ names, wanted }: ChipsProperties) {
  if (names.length === 0) return <span class="soft">not known</span>;
  return (
    <ul class="compared-chips">
      {names.map(({ key, name }) => (
        <li key={key} class={`chip ${wanted.has(key) ? "chip-has" : "chip-other"}`}>
          {name}
          {wanted.has(key) && <span class="visually-hidden"> (wanted)</span>}
        </li>
      ))}
    </ul>
  );
}
