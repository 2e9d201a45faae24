// Connects the views, which take their data as properties, to the state.
import type { SimilarityPart } from "./api/index.js";
import { computed } from "@preact/signals";
import { evidenceScale } from "./answer/ranking.js";
import { ComparisonTable, type ComparedSite } from "./compare/comparison.js";
import { count } from "./common/numbers.js";
import { stable } from "./common/stable.js";
import { TrackRecord, type PastRequest } from "./evidence/track-record.js";
import { placeName, requesterName } from "./find/names.js";
import { CountyMap, type MapRequester } from "./map/county-map.js";
import { atlas, atlasFailed } from "./map/load.js";
import type { Parts } from "./map/scores.js";
import { similarCounties } from "./similar/from-map.js";
import { SimilarPlaces } from "./similar/similar-places.js";
import {
  answer,
  camelCase,
  choose,
  compared,
  defaults,
  models,
  nodesOf,
  requesterOf,
  ranking,
  scores,
  service,
  settledRanking,
  signInAddress,
  shownSite,
  similarity,
  similarityFailure,
  similarityShares,
  similarityWeights,
  titleOf,
  topics,
  type Ranked,
} from "./state/index.js";

/** Map, track record and places alike: what stands beside the answer. */
export function Context() {
  return (
    <div class="context">
      <SimilarityMap />
      {shownSite.value && <Track site={shownSite.value} />}
      <Similar />
    </div>
  );
}

/** The same value while the ranks stay, so that weights that move do not draw the map anew. */
const mapSites = stable(() =>
  settledRanking.value.map(({ rank, recommendation: { site } }) => ({
    key: site.key,
    name: site.name,
    state: site.state,
    longitude: site.longitude,
    latitude: site.latitude,
    rank,
  })),
);
const shownKey = computed(() => shownSite.value?.recommendation.site.key ?? null);

function SimilarityMap() {
  return (
    <section class="card">
      <CountyMap
        atlas={atlas.value}
        requester={mapRequester()}
        scores={scores.value}
        sites={mapSites.value}
        selectedSite={shownKey.value}
        note={mapNote()}
        onCounty={(code) => {
          choose({ requester: requesterOf(`us-county:${code}`), selectedSite: null });
        }}
        onSite={(key) => {
          choose({ selectedSite: key });
        }}
      />
    </section>
  );
}

function mapRequester(): MapRequester | null {
  const name = requesterName();
  if (!name) return null;
  const { jurisdiction, lawEnforcementAgency } = answer.value ?? {};
  const place = jurisdiction ?? lawEnforcementAgency;
  const isPoint = place && jurisdiction?.kind !== "STATE";
  return {
    name,
    county: jurisdiction?.kind === "COUNTY" ? codeOf(jurisdiction.key) : null,
    longitude: isPoint ? place.longitude : null,
    latitude: isPoint ? place.latitude : null,
  };
}

/** Why there is no map, or none with colors; null where there is. */
function mapNote(): string | null {
  if (atlasFailed.value)
    return "The map could not be loaded. Load the page again to try once more.";
  if (answer.value?.jurisdiction?.kind === "STATE") {
    return "Counties are not compared with a state. Choose a county or city in it to see which are like it.";
  }
  return similarityFailure.value?.message ?? null;
}

/** `us-county:39163` has the code 39163. */
function codeOf(key: string): string {
  return key.slice(key.indexOf(":") + 1);
}

function Track({ site }: { site: Ranked }) {
  const { recommendation, parts } = site;
  const evidence = recommendation.evidence;
  const factor = parts.find(({ name }) => name === "EVIDENCE");
  return (
    <TrackRecord
      requester={requesterName()}
      site={recommendation.site}
      factor={factor ?? null}
      requests={evidence ? evidence.edges.map(({ node }) => pastRequest(node, site)) : null}
      total={evidence?.totalCount ?? 0}
      synthetic={answer.value?.recommendSites?.synthetic ?? false}
      signIn={service.account === "signed out" ? signInAddress() : null}
    />
  );
}

type Evidence = NonNullable<Ranked["recommendation"]["evidence"]>["edges"][number]["node"];

function pastRequest(evidence: Evidence, site: Ranked): PastRequest {
  const { request, jurisdiction, similarity, outcome, contribution } = evidence;
  return {
    key: request.key,
    month: request.month,
    models: request.models?.map(({ name }) => name) ?? [],
    jurisdiction,
    similarity,
    outcome: { value: outcome, title: titleOf("RequestStatus", outcome) },
    contribution: contribution * evidenceScale(site),
  };
}

/** As the service lists them; under weights of similarity that were moved, those of the map. */
function Similar() {
  const titles = new Map(defaults.value.similarity.map(({ name, title }) => [name, title]));
  const known = answer.value?.jurisdiction?.similar;
  const isMoved = Object.keys(similarityWeights.value).length > 0;
  const requester = requesterName();
  if (known && !isMoved) {
    const places = known.edges.map(({ score, factors, node }) => ({
      ...node,
      name: placeName(node),
      kind: titleOf("JurisdictionKind", node.kind),
      score,
      parts: factors.map((part) => ({ ...part, title: titles.get(part.name) ?? part.name })),
    }));
    return <SimilarPlaces requester={requester} places={places} />;
  }
  const [map, list, drawn] = [similarity.value, scores.value, atlas.value];
  if (!map || !list || !drawn) return null;
  const weights = Object.entries(similarityShares.value).map(([name, weight]) => ({
    part: camelCase(name),
    title: titles.get(name as SimilarityPart) ?? name,
    weight,
  }));
  const data = { codes: map.codes, parts: map.parts as Parts, scores: list };
  return (
    <SimilarPlaces
      requester={requester}
      places={similarCounties(
        data,
        weights,
        (code) => drawn.counties[drawn.byCode.get(code) ?? -1],
        mapRequester()?.county ?? null,
      )}
      note={isMoved ? "Counties only, by your weights." : "Counties only."}
    />
  );
}

/** Two or three sites side by side. */
export function Comparison() {
  const keys = compared.value;
  if (keys.length === 0) return null;
  const found = keys.flatMap((key) => {
    const site = ranking.value.find(({ recommendation }) => recommendation.site.key === key);
    return site ? [comparedSite(site)] : [];
  });
  const ranked = new Set(found.map(({ key }) => key));
  return (
    <ComparisonTable
      sites={found}
      missing={keys.filter((key) => !ranked.has(key))}
      wanted={new Set([...models.value, ...topics.value])}
      synthetic={answer.value?.recommendSites?.synthetic ?? false}
      onRemove={(key) => {
        choose({ compared: keys.filter((other) => other !== key) });
      }}
      onClose={() => {
        choose({ compared: [] });
      }}
    />
  );
}

function comparedSite({ rank, score, parts, recommendation: { site } }: Ranked): ComparedSite {
  const titles = new Map(defaults.value.factors.map(({ name, title }) => [name, title]));
  return {
    key: site.key,
    name: site.name,
    state: site.state,
    rank,
    score,
    parts: parts.map((part) => ({ ...part, title: titles.get(part.name) ?? part.name })),
    models: site.models ?? [],
    topics: site.topics ?? [],
    help: site.assistanceOffered?.map((kind) => titleOf("AssistanceType", kind)) ?? null,
    agency: titleOf("AgencyType", site.agencyType),
    swornBand: site.swornBand && titleOf("SwornBand", site.swornBand),
    personnel: site.personnelTotal,
    serves: nodesOf(site.jurisdictions).map(
      (place) => `${placeName(place)} (${count(place.population)} people)`,
    ),
    joinedYear: site.joinedYear,
    lastConfirmed: site.lastConfirmed,
  };
}
