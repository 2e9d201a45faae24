import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { SiteDocument } from "../api/generated/graphql.js";
import { useQuery } from "../common/use-query.js";
import { points } from "../common/numbers.js";
import { requesterName } from "../find/names.js";
import { Failure } from "../frame/failure.js";
import { Link } from "../frame/link.js";
import { Printed } from "../frame/printed.js";
import { Skeleton } from "../frame/skeleton.js";
import { ranking, selectedSite, service, shownSite, signInAddress } from "../state/index.js";
import { SiteProfile } from "./site-profile.js";
import { sourcesOf } from "./sources.js";

/** The name of the site whose page is open; null while it is not known. */
export const openSiteName = signal<string | null>(null);

/** The page of the selected site, or of the first of the answer. */
export function SitePage() {
  const key = selectedSite.value ?? shownSite.value?.recommendation.site.key ?? "";
  const [result, retry] = useQuery(SiteDocument, {
    site: key,
    canSeeRequests: service.canSeeRequests,
  });
  const { data, error } = result.value;
  const site = data?.site;
  useEffect(() => {
    openSiteName.value = site?.name ?? null;
  }, [site?.name]);
  return (
    <main id="main" class="site-page">
      <p>
        <Link to={{ page: "answer" }}>
          ← {requesterName() ? "Back to the answer" : "Find a site"}
        </Link>
      </p>
      {error && <Failure error={error} retry={retry} />}
      {!data && !error && <Skeleton />}
      {data && !site && <Unknown site={key} />}
      {site && (
        <SiteProfile
          site={site}
          sources={sourcesOf(site)}
          standing={standingOf(key)}
          signIn={service.account === "signed out" ? signInAddress() : null}
        />
      )}
      <Printed />
    </main>
  );
}

function Unknown({ site }: { site: string }) {
  return (
    <section class="card">
      <h1>No such site</h1>
      <p>
        {site
          ? `No learning site has the key ${site}; it may be an old link.`
          : "No site is chosen."}{" "}
        <Link to={{ page: "answer", selectedSite: null }}>See the sites for a jurisdiction</Link>
      </p>
    </section>
  );
}

function standingOf(key: string): string | null {
  const found = ranking.value.find(({ recommendation }) => recommendation.site.key === key);
  return found
    ? `Rank ${found.rank} of ${ranking.value.length} for ${requesterName()}, with ${points(found.score)} of 100 points.`
    : null;
}
