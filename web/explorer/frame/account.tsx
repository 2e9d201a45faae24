import { addressed, service, signInAddress } from "../state/index.js";

/** Where a reader signs in, to see which requests an answer rests on; or that they have. */
export function Account() {
  void addressed.value; // the way back follows the address
  if (service.account === null) return null;
  return service.account === "signed in" ? (
    <a href="/sign-in">Signed in</a>
  ) : (
    <a href={signInAddress()} title="Staff see which requests an answer rests on">
      Sign in
    </a>
  );
}
