import type { MapSite } from "./county-map.js";

interface SiteListProps {
  sites: readonly MapSite[];
  selected: string | null;
  onSite(key: string): void;
}

/** The sites of the map, to select one without a mouse. */
export function SiteList({ sites, selected, onSite }: SiteListProps) {
  return (
    <details class="map-list">
      <summary>Sites on the map</summary>
      <ol class="map-sites">
        {sites.map(({ key, name, state, rank }) => (
          <li key={key}>
            <button type="button" aria-pressed={key === selected} onClick={() => onSite(key)}>
              {rank !== null && <span class="rank">{rank}</span>}
              <span>
                {name}, {state}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </details>
  );
}
