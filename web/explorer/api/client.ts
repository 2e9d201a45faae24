import type { TypedDocumentString } from "./generated/graphql.js";
import { OFFLINE, ServiceError } from "./service-error.js";

interface Answer<Data> {
  data?: Data | null;
  errors?: {
    message: string;
    path?: (string | number)[];
    extensions?: { code?: string; requestId?: string };
  }[];
}

interface Options {
  signal?: AbortSignal;
  /** GET is for what a browser may preload or keep. */
  method?: "GET" | "POST";
}

/**
 * Runs a trusted document by its id. Throws ServiceError, and AbortError if `signal` aborts.
 *
 * A field that fails is null; only an answer without data is an error.
 */
export async function query<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  { signal, method = "POST" }: Options = {},
): Promise<Data> {
  const init = { signal: signal ?? null };
  const documentId = idOf(document);
  const response = await send(
    method === "GET"
      ? new Request(addressOf(documentId, variables), init)
      : new Request("/graphql", {
          ...init,
          method,
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ documentId, variables }),
        }),
  );
  const answer = await parse<Data>(response);
  const error = answer.errors?.find(({ path }) => !path || path.length === 1) ?? null;
  if (answer.data && !error) return answer.data;
  throw new ServiceError(
    error?.extensions?.code ?? `HTTP_${response.status}`,
    error?.message ?? `The service answered with status ${response.status}.`,
    error?.extensions?.requestId ?? response.headers.get("x-request-id"),
  );
}

/** The address at which a query is answered by GET, as a page may preload it. */
export function addressOf(documentId: string, variables: unknown): string {
  const text = encodeURIComponent(JSON.stringify(variables));
  return `/graphql?documentId=${documentId}&variables=${text}`;
}

export function idOf(document: TypedDocumentString<never, never> | object): string {
  return (document as { __meta__: { hash: string } }).__meta__.hash;
}

async function send(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw new ServiceError(
      OFFLINE,
      navigator.onLine
        ? "The service does not answer."
        : "This device is offline. What is on the page stays; it goes on when the network is back.",
    );
  }
}

async function parse<Data>(response: Response): Promise<Answer<Data>> {
  try {
    return (await response.json()) as Answer<Data>;
  } catch {
    throw new ServiceError(
      `HTTP_${response.status}`,
      `The service answered with status ${response.status} and without JSON.`,
      response.headers.get("x-request-id"),
    );
  }
}
