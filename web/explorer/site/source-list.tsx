import { Section } from "./site-profile.js";
import type { Sources } from "./sources.js";

export function SourceList({ sources }: { sources: Sources }) {
  return (
    <Section title="Sources" name="sources">
      {sources.size === 0 && <p class="hint">No page is cited.</p>}
      <ol class="source-list">
        {[...sources.values()].map(({ number, url, title, citedFor }) => (
          <li key={number} value={number}>
            <a href={url} rel="external">
              {title}
            </a>
            {citedFor.length > 0 && <span class="soft"> for {citedFor.join(", ")}</span>}
          </li>
        ))}
      </ol>
    </Section>
  );
}
