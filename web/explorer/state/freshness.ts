import { effect, signal } from "@preact/signals";
import { addressOf, idOf, type DataChangedSubscription } from "../api/index.js";
import { DataChangedDocument } from "../api/generated/graphql.js";
import { start } from "./start.js";

/** The version of the data in the service, once it is newer than that of this page; null before. */
export const newerVersion = signal<number | null>(null);

/** Data change once a night: nothing is lost by listening later than what a person waits for. */
const QUIET_MS = 15_000;

/** Listens for changes of the data, while the page is on the screen. */
export function watchData(): void {
  let source: EventSource | null = null;
  const listen = (since: number) => {
    source?.close();
    source = null;
    if (document.hidden || newerVersion.peek() !== null) return;
    source = new EventSource(addressOf(idOf(DataChangedDocument), { since }));
    source.addEventListener("next", ({ data }: MessageEvent<string>) => {
      const event = JSON.parse(data) as { data?: DataChangedSubscription };
      newerVersion.value = event.data?.dataChanged?.version ?? null;
      if (newerVersion.value !== null) source?.close();
    });
  };
  effect(() => {
    const version = start.value?.dataVersion.version;
    if (version === undefined) return undefined;
    const onVisibility = () => {
      listen(version);
    };
    const timer = setTimeout(() => {
      listen(version);
      document.addEventListener("visibilitychange", onVisibility);
    }, QUIET_MS);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onVisibility);
      source?.close();
    };
  });
}
