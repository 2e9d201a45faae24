import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { choose, flush, NOTHING_CHOSEN } from "../state/index.js";

const THANKS_MS = 2500;

/** Takes the answer elsewhere, or begins anew. */
export function Tools() {
  const said = useSignal("");
  useEffect(() => {
    const timer = setTimeout(() => (said.value = ""), THANKS_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [said.value]);
  const copy = async () => {
    const address = flush();
    try {
      await navigator.clipboard.writeText(address);
      said.value = "Link copied";
    } catch {
      said.value = "This browser does not let the page copy; the link is the address above.";
    }
  };
  return (
    <div class="tools">
      <button type="button" onClick={() => void copy()}>
        Copy link
      </button>
      <button
        type="button"
        onClick={() => {
          flush();
          print();
        }}
      >
        Print
      </button>
      <button
        type="button"
        onClick={() => {
          choose(NOTHING_CHOSEN);
        }}
      >
        Start over
      </button>
      <p role="status">{said}</p>
    </div>
  );
}
