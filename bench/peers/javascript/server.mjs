// @neo4j/graphql on Apollo Server or on Yoga: `node server.mjs apollo|yoga [cached]`, at a free port of this
// machine. NODE_ENV=production turns Apollo's introspection off; Yoga has a plugin for it.
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import process from "node:process";

import { ApolloServer } from "@apollo/server";
import { ApolloServerPluginCacheControl } from "@apollo/server/plugin/cacheControl";
import { ApolloServerPluginCacheControlDisabled } from "@apollo/server/plugin/disabled";
import { startStandaloneServer } from "@apollo/server/standalone";
import responseCachePlugin from "@apollo/server-plugin-response-cache";
import { useDisableIntrospection } from "@graphql-yoga/plugin-disable-introspection";
import { useResponseCache } from "@graphql-yoga/plugin-response-cache";
import { Neo4jGraphQL } from "@neo4j/graphql";
import { createYoga } from "graphql-yoga";
import neo4j from "neo4j-driver";

const CACHED_S = 3600; // longer than any run
const [host, cached] = process.argv.slice(2);
const { NEO4J_URI, NEO4J_USERNAME, NEO4J_PASSWORD, NEO4J_DATABASE } = process.env;

const driver = neo4j.driver(NEO4J_URI, neo4j.auth.basic(NEO4J_USERNAME, NEO4J_PASSWORD));
const read = (name) => readFileSync(new URL(name, import.meta.url), "utf8");
const schema = await new Neo4jGraphQL({ typeDefs: read("types.graphql"), driver }).getSchema();
const maps = JSON.parse(read("parameters.json"), (_, value) =>
  value?.integer === undefined ? value : neo4j.int(value.integer),
);
// The recommendation's own parameters go with it alone: they are longer than most statements.
const context = (query) => ({
  sessionConfig: { database: NEO4J_DATABASE },
  cypherParams: query?.includes("recommendSites") ? maps : {},
});

async function apollo() {
  // Cache control instruments every field, and only a response cache reads it: without one it is off.
  const plugins = cached
    ? [ApolloServerPluginCacheControl({ defaultMaxAge: CACHED_S }), responseCachePlugin()]
    : [ApolloServerPluginCacheControlDisabled()];
  const server = new ApolloServer({ schema, plugins });
  const { url } = await startStandaloneServer(server, {
    listen: { host: "127.0.0.1", port: 0 },
    context: async ({ req }) => context(req.body?.query),
  });
  return new URL("/graphql", url).href;
}

async function yoga() {
  const plugins = [useDisableIntrospection()];
  if (cached) plugins.push(useResponseCache({ session: () => null, ttl: 1000 * CACHED_S }));
  const handler = createYoga({
    schema,
    context: ({ params }) => context(params?.query),
    plugins,
    graphiql: false,
    landingPage: false,
  });
  const server = createServer(handler);
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return `http://127.0.0.1:${server.address().port}/graphql`;
}

console.log(await { apollo, yoga }[host]());
