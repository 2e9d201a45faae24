import { addressAfter } from "../state/index.js";

/** Paper has no address bar, and no clock. */
export function Printed() {
  const today = new Date().toLocaleDateString("en-US", { dateStyle: "long" });
  return (
    <p class="printed">
      Printed on {today} from {location.origin}
      {addressAfter({})}
    </p>
  );
}
