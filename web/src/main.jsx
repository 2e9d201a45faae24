import "./styles.js";
import "graphiql/graphiql.css";
import "@graphiql/react/style.css";
import "@graphiql/plugin-doc-explorer/style.css";
import "@graphiql/plugin-history/style.css";
import "./page.css";

import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import { createRoot } from "react-dom/client";

const root = document.getElementById("graphiql");
// The page names the worker files (build.mjs fills them in): Monaco's label → address; and the first question.
globalThis.MonacoEnvironment = {
  getWorker: (_id, label) => new Worker(root.dataset[label] ?? root.dataset.editor, { type: "module" }),
};

const endpoint = new URL("/graphql", location.href);
const socket = new URL(endpoint);
socket.protocol = endpoint.protocol.replace("http", "ws");

createRoot(root).render(
  <GraphiQL
    fetcher={createGraphiQLFetcher({ url: endpoint.href, subscriptionUrl: socket.href })}
    defaultQuery={root.dataset.question}
    shouldPersistHeaders={false}
  >
    <GraphiQL.Logo>GraphiQL</GraphiQL.Logo>
  </GraphiQL>,
);
