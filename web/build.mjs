// Builds every page of the service into dist/. Each page is one file of bundle/.
import { rmSync } from "node:fs";
import { buildExplorer } from "./bundle/explorer.mjs";
import { buildGraphiql } from "./bundle/graphiql.mjs";

rmSync("dist", { recursive: true, force: true });
await buildGraphiql();
await buildExplorer();
