import { execute, Failed } from "./execute.js";
import { graphql } from "./gql/index.js";
import type { RecommendInput, SitesQuery } from "./gql/graphql.js";

const SITES = graphql(`
  query Sites($first: Int!, $after: String) {
    sites(first: $first, after: $after) {
      edges {
        node {
          id
          key
          name
          state
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const WHO_SHOULD_WE_ASK = graphql(`
  query WhoShouldWeAsk($key: String!, $input: RecommendInput!) {
    jurisdiction(key: $key) {
      name
      state
      population
    }
    recommendSites(input: $input, first: 3) {
      synthetic
      edges {
        node {
          score
          site {
            id
            name
          }
          factors {
            name
            contribution
            reason
          }
        }
      }
    }
  }
`);

const SITE = graphql(`
  query SiteById($id: ID!) {
    node(id: $id) {
      __typename
      ... on Site {
        name
        agencyType
        joinedYear
      }
    }
  }
`);

type Site = NonNullable<SitesQuery["sites"]>["edges"][number]["node"];

/** All sites, a page at a time. */
async function* sites(first = 5): AsyncGenerator<Site> {
  for (let after: string | null = null, more = true; more; ) {
    const { sites: page }: SitesQuery = await execute(SITES, { first, after });
    if (page == null) return; // null comes with an error, and `execute` throws it
    yield* page.edges.map((edge) => edge.node);
    ({ endCursor: after = null, hasNextPage: more } = page.pageInfo);
  }
}

async function main(key: string): Promise<void> {
  const names: string[] = [];
  for await (const site of sites()) names.push(`${site.name}, ${site.state}`);
  console.log(`${names.length} sites: ${names.join("; ")}`);

  // `for` is one of two: with both, or with neither, this file does not compile.
  const input: RecommendInput = {
    for: { jurisdictionKey: key },
    models: ["model:co-responder"],
    topics: ["topic:rural"],
    asOf: "2025-12-31",
  };
  const { jurisdiction, recommendSites } = await execute(WHO_SHOULD_WE_ASK, { key, input });
  console.log(`${jurisdiction?.name}, ${jurisdiction?.state}, should ask:`);
  for (const { node } of recommendSites?.edges ?? []) {
    console.log(`${node.score.toFixed(4)} ${node.site.name}`);
    for (const factor of node.factors ?? []) {
      console.log(`  ${factor.contribution.toFixed(4)} ${factor.name}: ${factor.reason}`);
    }
  }

  const best = recommendSites?.edges[0]?.node.site;
  if (best !== undefined) {
    const { node } = await execute(SITE, { id: best.id });
    if (node?.__typename === "Site") {
      console.log(`${node.name}: ${node.agencyType}, since ${node.joinedYear}`);
    }
  }
}

try {
  await main(process.argv[2] ?? "us-county:39163");
} catch (error) {
  if (!(error instanceof Failed)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
