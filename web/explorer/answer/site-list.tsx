import { useLayoutEffect, useRef } from "preact/hooks";
import { ranking, titleOf, type Ranked } from "../state/index.js";
import { SiteCard } from "./site-card.js";

const GLIDE: KeyframeAnimationOptions = { duration: 200, easing: "ease-out" };

/** The ranked sites, by how far they run what is wanted; a site whose rank changes glides to its place. */
export function SiteList() {
  const box = useRef<HTMLDivElement>(null);
  useGlide(box, ranking.value.map(keyOf).join(" "));
  if (ranking.value.length === 0) return null;
  return (
    <div class="sites" ref={box}>
      {tiersOf(ranking.value).map(({ tier, sites }) => (
        <section key={tier} aria-label={tier ? titleOf("RecommendationTier", tier) : "Sites"}>
          <h2 class={tier ? "tier" : "visually-hidden"}>
            {tier ? titleOf("RecommendationTier", tier) : "Sites"}
          </h2>
          <ol start={sites[0]?.rank}>
            {sites.map((site) => (
              <SiteCard key={keyOf(site)} site={site} />
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

interface Tier {
  /** Null where no model is wanted: then there is only one. */
  tier: string | null;
  sites: Ranked[];
}

function tiersOf(ranking: readonly Ranked[]): Tier[] {
  const tiers: Tier[] = [];
  for (const site of ranking) {
    const { tier } = site.recommendation;
    const last = tiers.at(-1);
    if (last?.tier === tier) last.sites.push(site);
    else tiers.push({ tier, sites: [site] });
  }
  return tiers;
}

function keyOf({ recommendation }: Ranked): string {
  return recommendation.site.key;
}

/** Moves sites from where they were to where they are, when their order changes. */
function useGlide(box: { readonly current: HTMLElement | null }, order: string): void {
  const places = useRef(new Map<string, number>());
  useLayoutEffect(() => {
    const before = places.current;
    const cards = [...(box.current?.querySelectorAll<HTMLElement>("[data-site]") ?? [])];
    const placeOf = ({ dataset, offsetTop }: HTMLElement) => [dataset["site"]!, offsetTop] as const;
    places.current = new Map(cards.map(placeOf));
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    for (const card of cards) {
      const [key, now] = placeOf(card);
      const moved = (before.get(key) ?? now) - now;
      if (moved) card.animate({ transform: [`translateY(${moved}px)`, "none"] }, GLIDE);
    }
  }, [order]);
}
