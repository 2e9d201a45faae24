import { useEffect } from "preact/hooks";
import { OFFLINE, SIGNED_OUT, type ServiceError } from "../api/index.js";
import { choose, NOTHING_CHOSEN, service, signInAddress } from "../state/index.js";
import "./failure.css";

interface Properties {
  error: ServiceError;
  retry: () => void;
}

/** What went wrong, by which code and request to report it, and a way on. */
export function Failure({ error, retry }: Properties) {
  const isOffline = error.code === OFFLINE;
  useEffect(() => {
    if (!isOffline) return undefined;
    addEventListener("online", retry);
    return () => {
      removeEventListener("online", retry);
    };
  }, [isOffline]);
  return (
    <section class="failure card" role="alert">
      <h1>{isOffline ? "No connection" : "That did not work"}</h1>
      <p>{error.message}</p>
      <p class="soft">
        <code>{error.code}</code>
        {error.requestId && (
          <>
            {" "}
            · request <code>{error.requestId}</code>
          </>
        )}
      </p>
      <p class="actions">
        <button type="button" class="primary" onClick={retry}>
          Try again
        </button>
        <button
          type="button"
          onClick={() => {
            choose(NOTHING_CHOSEN);
          }}
        >
          Start over
        </button>
        {SIGNED_OUT.includes(error.code) && service.account && (
          <a href={signInAddress()}>Sign in</a>
        )}
      </p>
    </section>
  );
}
