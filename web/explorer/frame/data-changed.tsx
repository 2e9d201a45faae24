import { newerVersion } from "../state/index.js";

/** Offers the new data; what is on the screen stays until a person says so. */
export function DataChanged() {
  return (
    <div role="status">
      {newerVersion.value !== null && (
        <p class="data-changed">
          The data have changed since this page was loaded.
          <button
            type="button"
            onClick={() => {
              location.reload();
            }}
          >
            Reload
          </button>
        </p>
      )}
    </div>
  );
}
