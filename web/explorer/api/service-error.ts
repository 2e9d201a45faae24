/** A failure of a request: of the service, which says why, or of the way to it. */
export class ServiceError extends Error {
  override readonly name = "ServiceError";

  constructor(
    /** A code of the service (docs/errors.md), `OFFLINE`, or `HTTP_` and a status. */
    readonly code: string,
    message: string,
    readonly requestId: string | null = null,
  ) {
    super(message);
  }
}

export const OFFLINE = "OFFLINE";
/** Codes that mean that the caller is not, or no longer, signed in. */
export const SIGNED_OUT: readonly string[] = ["UNAUTHENTICATED", "INVALID_TOKEN"];
