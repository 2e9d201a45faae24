import { useSignal } from "@preact/signals";
import { count, percent } from "../common/numbers.js";
import {
  choose,
  compared,
  excluded,
  MOST_COMPARED,
  ranking,
  selectedSite,
  titleOf,
  topics,
  type Ranked,
  type Recommendation,
} from "../state/index.js";
import { classes } from "../frame/classes.js";
import { Link } from "../frame/link.js";
import { PartList } from "./part-list.js";
import { ScoreBar } from "./score-bar.js";

/** The first sites are open: they are the answer. */
const OPEN = 3;

export function SiteCard({ site }: { site: Ranked }) {
  const { rank, recommendation } = site;
  const { key, name } = recommendation.site;
  const isSelected = selectedSite.value === key;
  const folded = useSignal<boolean | null>(null);
  const isFirst = rank <= OPEN;
  const isOpen = folded.value ?? (isFirst || isSelected);
  const full = Math.max(ranking.value[0]?.score ?? 0, ...ranking.value.map(({ score }) => score));
  const toggle = () => {
    folded.value = !isOpen;
    if (!isOpen) choose({ selectedSite: key });
  };
  return (
    <li
      class={classes("site-card", "card", isFirst && "is-first", isSelected && "is-selected")}
      data-site={key}
    >
      <h3>
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={`details-${key}`}
          onClick={toggle}
        >
          <span class="site-rank">{rank}</span>
          <span class="site-name">{name}</span>
          <span class="site-score">
            <strong>{percent(site.score)}</strong>
            <span class="visually-hidden"> of 100</span>
          </span>
          <span class="site-facts">
            <Facts recommendation={recommendation} />
          </span>
          <ScoreBar site={site} full={full || 1} />
        </button>
      </h3>
      <div id={`details-${key}`} class="site-details" hidden={!isOpen}>
        {isOpen && (
          <>
            <PartList site={site} />
            <Offers recommendation={recommendation} />
            <Source recommendation={recommendation} />
            <Actions recommendation={recommendation} />
          </>
        )}
      </div>
    </li>
  );
}

// What does not depend on weights takes the recommendation, which stays the same one while they move.
interface Properties {
  recommendation: Recommendation;
}

function Facts({ recommendation: { site, former } }: Properties) {
  const size = site.jurisdictions?.edges[0]?.node.population ?? site.populationServed;
  const parts = [
    site.state,
    titleOf("AgencyType", site.agencyType),
    size && `${count(size)} people`,
    former && "has left the program",
  ];
  return <>{parts.filter(Boolean).join(" · ")}</>;
}

/** Which of the wanted models and topics it has, and which it lacks; then what else it operates. */
function Offers({ recommendation }: Properties) {
  const { offers, lacks, site } = recommendation;
  const special = site.topics?.filter(({ key }) => topics.value.includes(key)) ?? [];
  const wanted = new Set([...offers, ...special].map(({ key }) => key));
  const others = site.models?.filter(({ key }) => !wanted.has(key)) ?? [];
  return (
    <dl class="offers">
      {wanted.size > 0 && <Chips title="Has" tone="has" names={[...offers, ...special]} />}
      {lacks.length > 0 && <Chips title="Lacks" tone="lacks" names={lacks} />}
      {others.length > 0 && (
        <Chips title={wanted.size > 0 ? "Also runs" : "Runs"} tone="other" names={others} />
      )}
    </dl>
  );
}

interface ChipsProperties {
  title: string;
  tone: string;
  names: readonly { key: string; name: string }[];
}

function Chips({ title, tone, names }: ChipsProperties) {
  return (
    <div class="chips">
      <dt>{title}</dt>
      <dd>
        <ul>
          {names.map(({ key, name }) => (
            <li key={key} class={`chip chip-${tone}`}>
              {name}
            </li>
          ))}
        </ul>
      </dd>
    </div>
  );
}

/** How old its facts are, and how to ask for its help. */
function Source({ recommendation }: Properties) {
  const { lastConfirmed, howToAsk } = recommendation.site;
  return (
    <details class="site-source">
      <summary>
        How to ask
        <span class="soft">
          {" "}
          ·{" "}
          {lastConfirmed ? `confirmed as a site in ${lastConfirmed}` : "not confirmed by a source"}
        </span>
      </summary>
      <p class="soft">{howToAsk}</p>
    </details>
  );
}

function Actions({ recommendation }: Properties) {
  const { key, name } = recommendation.site;
  const isCompared = compared.value.includes(key);
  const isFull = compared.value.length >= MOST_COMPARED;
  return (
    <p class="site-actions">
      <Link to={{ page: "site", selectedSite: key }}>
        About this site<span class="visually-hidden">: {name}</span>
      </Link>
      <label title={isFull && !isCompared ? `At most ${MOST_COMPARED} side by side` : undefined}>
        <input
          type="checkbox"
          checked={isCompared}
          disabled={isFull && !isCompared}
          onChange={({ currentTarget: { checked } }) => {
            choose({
              compared: checked
                ? [...compared.value, key]
                : compared.value.filter((other) => other !== key),
            });
          }}
        />{" "}
        Compare<span class="visually-hidden"> {name}</span>
      </label>
      <button
        type="button"
        class="quiet"
        onClick={() => {
          choose({
            excluded: [...excluded.value, key],
            compared: compared.value.filter((other) => other !== key),
            selectedSite: selectedSite.value === key ? null : selectedSite.value,
          });
        }}
      >
        Leave out<span class="visually-hidden"> {name}</span>
      </button>
    </p>
  );
}
