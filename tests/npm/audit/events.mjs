// Asks over server-sent events with the reference client: a query, one that is refused, one event.
import { createClient } from "graphql-sse";

const client = createClient({ url: process.argv[2], retryAttempts: 0 });

async function first(query, variables) {
  for await (const result of client.iterate({ query, variables })) return result;
  return "complete";
}

const site = await first("query ($key: String!) { site(key: $key) { name } }", { key: "site:houston-pd" });
const refused = await first("{ nothing }");
const event = await first("subscription { dataChanged(since: -1) { version } }");
console.log(JSON.stringify({ site, refused, event }));
client.dispose();
process.exit(0);
