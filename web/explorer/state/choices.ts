import { batch, computed, effect, signal } from "@preact/signals";
import { format, MOST_COMPARED, NOTHING_CHOSEN, parse, type Choices } from "./address.js";

const initial = parse(location.search);

export const page = signal(initial.page);
export const requester = signal(initial.requester);
export const models = signal(initial.models);
export const topics = signal(initial.topics);
export const help = signal(initial.help);
export const agencyType = signal(initial.agencyType);
export const swornBand = signal(initial.swornBand);
/** A month, `2025-12`. */
export const asOf = signal(initial.asOf);
/** Keys of sites that are left out. */
export const excluded = signal(initial.excluded);
/** Weights of factors that a person moved, 100 for 1. */
export const weights = signal(initial.weights);
/** Weights of the parts of similarity that a person moved, 100 for 1. */
export const similarityWeights = signal(initial.similarityWeights);
/** Key of the site that map, track record and site page show; null for the first. */
export const selectedSite = signal(initial.selectedSite);
/** Keys of the sites side by side, at most three. */
export const compared = signal(initial.compared);

export const choices = computed<Choices>(() => ({
  page: page.value,
  requester: requester.value,
  models: models.value,
  topics: topics.value,
  help: help.value,
  agencyType: agencyType.value,
  swornBand: swornBand.value,
  asOf: asOf.value,
  excluded: excluded.value,
  weights: weights.value,
  similarityWeights: similarityWeights.value,
  selectedSite: selectedSite.value,
  compared: compared.value,
}));

/** How often the address itself brought new choices: by loading, or by back and forward. */
export const visits = signal(0);

/** Changes some choices at once. */
export function choose(change: Partial<Choices>): void {
  const next = { ...choices.peek(), ...change };
  batch(() => {
    page.value = next.page;
    requester.value = next.requester;
    models.value = next.models;
    topics.value = next.topics;
    help.value = next.help;
    agencyType.value = next.agencyType;
    swornBand.value = next.swornBand;
    asOf.value = next.asOf;
    excluded.value = next.excluded;
    weights.value = next.weights;
    similarityWeights.value = next.similarityWeights;
    selectedSite.value = next.selectedSite;
    compared.value = next.compared.slice(-MOST_COMPARED);
  });
}

/** The choices that the address has: weights that move come a moment later. */
export const addressed = signal(initial);

/** The address of the page after a change, for links: they need not follow weights that move. */
export function addressAfter(change: Partial<Choices>): string {
  return `${location.pathname}${format({ ...addressed.value, ...change })}`;
}

const WEIGHTS_SETTLE_MS = 300;
let written = format(initial);
let timer = 0;

/** Puts the choices into the address: a new entry of the history, but for weights, which move. */
function write(now: Choices): void {
  clearTimeout(timer);
  const address = format(now);
  if (address === written) return;
  const { weights, similarityWeights } = NOTHING_CHOSEN;
  const before = parse(written);
  if (
    format({ ...now, weights, similarityWeights }) ===
    format({ ...before, weights, similarityWeights })
  ) {
    // Browsers refuse a page that rewrites its address all the time.
    timer = setTimeout(flush, WEIGHTS_SETTLE_MS);
    return;
  }
  history.pushState(null, "", location.pathname + address);
  written = address;
  addressed.value = now;
}

/** Writes weights that still move into the address; returns the whole address, to copy or print. */
export function flush(): string {
  clearTimeout(timer);
  const address = format(choices.peek());
  if (address !== written) history.replaceState(null, "", location.pathname + address);
  written = address;
  addressed.value = choices.peek();
  return location.href;
}

/** Keeps address and choices the same, from now on. */
export function followAddress(): void {
  effect(() => {
    write(choices.value);
  });
  addEventListener("popstate", () => {
    clearTimeout(timer);
    const back = parse(location.search);
    written = format(back);
    batch(() => {
      choose(back);
      addressed.value = back;
      visits.value++;
    });
  });
}
