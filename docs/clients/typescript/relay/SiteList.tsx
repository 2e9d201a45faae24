import { graphql, useLazyLoadQuery, usePaginationFragment } from "react-relay";

import type { SiteListPaginationQuery } from "./__generated__/SiteListPaginationQuery.graphql";
import type { SiteListQuery } from "./__generated__/SiteListQuery.graphql";
import type { SiteList_query$key } from "./__generated__/SiteList_query.graphql";
import { SiteCard } from "./SiteCard";

/** The first page; the pages after it come as they are asked for. */
export function SiteList() {
  const query = useLazyLoadQuery<SiteListQuery>(
    graphql`
      query SiteListQuery($first: Int!) {
        ...SiteList_query @arguments(first: $first)
      }
    `,
    { first: 5 },
  );
  return <Pages query={query} />;
}

function Pages({ query }: { query: SiteList_query$key }) {
  const { data, hasNext, isLoadingNext, loadNext } = usePaginationFragment<
    SiteListPaginationQuery,
    SiteList_query$key
  >(
    graphql`
      fragment SiteList_query on Query
      @argumentDefinitions(first: { type: "Int!" }, after: { type: "String" })
      @refetchable(queryName: "SiteListPaginationQuery") {
        sites(first: $first, after: $after) @connection(key: "SiteList_sites") {
          edges {
            node {
              id
              ...SiteCard_site
            }
          }
        }
      }
    `,
    query,
  );
  return (
    <section>
      {data.sites?.edges.map(({ node }) => (
        <SiteCard key={node.id} site={node} />
      ))}
      {hasNext && (
        <button disabled={isLoadingNext} onClick={() => loadNext(5)}>
          More
        </button>
      )}
    </section>
  );
}
