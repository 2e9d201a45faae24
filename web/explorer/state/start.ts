import { computed, signal } from "@preact/signals";
import { query, type ServiceError, type StartQuery } from "../api/index.js";
import { StartDocument } from "../api/generated/graphql.js";

export const start = signal<StartQuery | null>(null);
export const startFailure = signal<ServiceError | null>(null);

export async function loadStart(): Promise<void> {
  startFailure.value = null;
  try {
    start.value = await query(StartDocument, {}, { method: "GET" });
  } catch (error) {
    startFailure.value = error as ServiceError;
  }
}

interface Connection<Node> {
  edges: readonly { node: Node }[];
}

/** The nodes of a connection; none of one that failed. */
export function nodesOf<Node>(connection: Connection<Node> | null | undefined): Node[] {
  return connection?.edges.map(({ node }) => node) ?? [];
}

/** Who the caller is, and what they may see and do; null until the service has said so. */
export const viewer = computed(() => start.value?.viewer ?? null);
export const programModels = computed(() => nodesOf(start.value?.programModels));
export const programTopics = computed(() => nodesOf(start.value?.topics));
export const states = computed(() => nodesOf(start.value?.states));

/** The name of a state by its postal code: `OH` is Ohio. */
export function stateName(code: string): string {
  return states.value.find(({ state }) => state === code)?.name ?? code;
}
