/** What the server says of itself and of the caller in the page, so that nothing waits for a request. */
export interface Service {
  canSeeRequests: boolean;
  /** Null where nobody can sign in with a browser. */
  account: "signed in" | "signed out" | null;
  /** Addresses of what else there is to look at; null where the caller may not, or it is not served. */
  graphiql: string | null;
  browser: string | null;
}

export const service = JSON.parse(document.documentElement.dataset["service"] ?? "{}") as Service;

/** Where to sign in, with the way back to what is on the screen. */
export function signInAddress(): string {
  return `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`;
}
