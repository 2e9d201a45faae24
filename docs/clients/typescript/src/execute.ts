import type { TypedDocumentString } from "./gql/graphql.js";

const SERVICE = process.env["SERVICE_URL"] ?? "http://127.0.0.1:8000";

/** Programs may rely on `code`; `retryable` says whether the same call may succeed a little later. */
interface ServiceError {
  message: string;
  path?: (string | number)[];
  extensions?: { code?: string; retryable?: boolean; requestId?: string };
}

export class Failed extends Error {
  constructor(readonly errors: ServiceError[]) {
    super(errors.map((error) => `${error.extensions?.code ?? "UNKNOWN"}: ${error.message}`).join("\n"));
  }
}

/** Sends a document; the types of variables and answer are those of the document. */
export async function execute<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const response = await fetch(`${SERVICE}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/graphql-response+json" },
    body: JSON.stringify({ query: document.toString(), variables }),
    signal: AbortSignal.timeout(30_000),
  });
  const answer = (await response.json()) as { data?: Data | null; errors?: ServiceError[] };
  if (answer.errors !== undefined || answer.data == null) {
    throw new Failed(answer.errors ?? [{ message: `HTTP ${response.status} without data` }]);
  }
  return answer.data;
}
