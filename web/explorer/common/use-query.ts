import { useSignal, type ReadonlySignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { query, type ServiceError } from "../api/index.js";
import type { TypedDocumentString } from "../api/generated/graphql.js";

interface Result<Data> {
  /** Null while it is on its way, and after a failure. */
  data: Data | null;
  error: ServiceError | null;
}

/** The answer to a document, asked for when the view appears and each time that its variables change. */
export function useQuery<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
): [ReadonlySignal<Result<Data>>, retry: () => void] {
  const result = useSignal<Result<Data>>({ data: null, error: null });
  const attempt = useSignal(0);
  useEffect(() => {
    const flight = new AbortController();
    result.value = { data: null, error: null };
    query(document, variables, { signal: flight.signal }).then(
      (data) => {
        result.value = { data, error: null };
      },
      (error: ServiceError) => {
        if (!flight.signal.aborted) result.value = { data: null, error };
      },
    );
    return () => {
      flight.abort();
    };
  }, [JSON.stringify(variables), attempt.value]);
  return [
    result,
    () => {
      attempt.value++;
    },
  ];
}
