import { batch, signal, type Signal } from "@preact/signals";
import { count } from "../common/numbers.js";
import { query, type FindQuery, type ServiceError } from "../api/index.js";
import { FindDocument } from "../api/generated/graphql.js";
import { nodesOf, requesterOf, stateName, titleOf, type Requester } from "../state/index.js";
import { placeName } from "./names.js";

/** A requester that a text may mean. */
export interface Suggestion {
  requester: Requester;
  /** “Vinton County, OH”, for the field. */
  name: string;
  /** “Vinton County, Ohio”, for the list. */
  fullName: string;
  /** “County · 13,085 people” */
  description: string;
}

const SHORTEST = 2;
/** A pause in typing. */
const PAUSE_MS = 120;

/** Suggestions for what is typed: asked for in pauses, and never older than the text. */
export class Suggestions {
  readonly found: Signal<Suggestion[]> = signal([]);
  /** The text that `found` belongs to; null while there is none. */
  readonly text: Signal<string | null> = signal(null);
  readonly isSearching = signal(false);
  readonly failure: Signal<ServiceError | null> = signal(null);

  #timer = 0;
  #flight: AbortController | null = null;

  /** Looks for what a text may mean, after a pause. */
  search(text: string): void {
    this.clear();
    const search = text.trim();
    if (search.length < SHORTEST) return;
    this.#timer = setTimeout(() => void this.#ask(search), PAUSE_MS);
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#flight?.abort();
    batch(() => {
      this.found.value = [];
      this.text.value = null;
      this.isSearching.value = false;
      this.failure.value = null;
    });
  }

  async #ask(search: string): Promise<void> {
    const mine = (this.#flight = new AbortController());
    this.isSearching.value = true;
    try {
      const data = await query(FindDocument, { search }, { signal: mine.signal });
      batch(() => {
        this.found.value = suggestionsIn(data);
        this.text.value = search;
        this.isSearching.value = false;
      });
    } catch (error) {
      if (mine.signal.aborted) return;
      batch(() => {
        this.failure.value = error as ServiceError;
        this.isSearching.value = false;
      });
    }
  }
}

function suggestionsIn(data: FindQuery): Suggestion[] {
  const places = nodesOf(data.jurisdictions).map((place) => ({
    requester: requesterOf(place.key),
    name: placeName(place),
    fullName: placeName({ ...place, state: stateName(place.state) }),
    description: `${titleOf("JurisdictionKind", place.kind)} · ${count(place.population)} people`,
  }));
  const agencies = nodesOf(data.lawEnforcementAgencies).map((agency): Suggestion => {
    const type = agency.agencyType ? titleOf("AgencyType", agency.agencyType) : "Agency";
    const served = agency.populationServed;
    return {
      requester: { is: "agency", ori: agency.ori },
      name: placeName(agency),
      fullName: placeName({ ...agency, state: stateName(agency.state) }),
      description: served ? `${type} · serves ${count(served)} people` : type,
    };
  });
  return [...places, ...agencies];
}
