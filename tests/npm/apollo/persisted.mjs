// Asks with Apollo Client's link for automatic persisted queries: prints each answer, and what was sent for it.
import { createHash } from "node:crypto";
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";

const sha256 = (text) => createHash("sha256").update(text).digest("hex");

async function answers(useGETForHashedQueries) {
  const sent = [];
  const http = new HttpLink({
    uri: process.argv[2],
    fetch: (url, options) => {
      const body = options.body ?? JSON.stringify(Object.fromEntries(new URL(url).searchParams));
      sent.push({ method: options.method, query: body.includes('"query"'), hash: body.includes("sha256Hash") });
      return fetch(url, options);
    },
  });
  const link = ApolloLink.from([new PersistedQueryLink({ sha256, useGETForHashedQueries }), http]);
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  const data = [];
  for (const key of ["site:houston-pd", "site:tucson-pd"]) {
    const query = gql`query Name($key: String!) { site(key: $key) { key name } }`;
    data.push((await client.query({ query, variables: { key } })).data.site.name);
  }
  return { data, sent };
}

console.log(JSON.stringify({ post: await answers(false), get: await answers(true) }));
