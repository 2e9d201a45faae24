import { graphql, useRefetchableFragment } from "react-relay";

import type { SiteCardRefetchQuery } from "./__generated__/SiteCardRefetchQuery.graphql";
import type { SiteCard_site$key } from "./__generated__/SiteCard_site.graphql";

/** One site; it renews itself by its global id, through `node`. */
export function SiteCard({ site }: { site: SiteCard_site$key }) {
  const [data, refetch] = useRefetchableFragment<SiteCardRefetchQuery, SiteCard_site$key>(
    graphql`
      fragment SiteCard_site on Site @refetchable(queryName: "SiteCardRefetchQuery") {
        name
        state
        agencyType
        models(first: 5) {
          name
        }
      }
    `,
    site,
  );
  return (
    <article>
      <h2>
        {data.name}, {data.state}
      </h2>
      <p>{data.models?.map((model) => model.name).join(", ")}</p>
      <button onClick={() => refetch({}, { fetchPolicy: "network-only" })}>Renew</button>
    </article>
  );
}
