import { signal } from "@preact/signals";
import { readAtlas, type Atlas, type AtlasFile } from "./atlas.js";
import address from "./counties.json";

/** The map of counties; null until it has come. */
export const atlas = signal<Atlas | null>(null);
/** True after it could not be had: the lists stand in for it. */
export const atlasFailed = signal(false);

/** Fetches the map, beside what a person waits for. */
export async function loadAtlas(): Promise<void> {
  try {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${address}: ${response.status}`);
    atlas.value = readAtlas((await response.json()) as AtlasFile);
  } catch {
    atlasFailed.value = true;
  }
}
