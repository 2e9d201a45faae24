// Bundles the explorer into dist/explorer/: hashed assets, the page, and the documents that the page may send.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, relative } from "node:path";
import { build } from "esbuild";
import { countyAtlas } from "./atlas.mjs";
import { compress } from "./compress.mjs";
import { licenses } from "./licenses.mjs";
import { SHARED } from "./options.mjs";

const DIST = "dist/explorer";
const ASSETS = `${DIST}/assets`;
const PUBLIC = "/explorer/assets";
const ENTRY = "explorer/main.tsx";
const ICON = "explorer/icon.svg";
const DOCUMENTS = "explorer/api/generated/persisted-documents.json";
const CODEGEN = ["node_modules/@graphql-codegen/cli/cjs/bin.js", "--config", "explorer/codegen.ts"];

/** Writes dist/explorer/, and the types of explorer/api/generated/. */
export async function buildExplorer() {
  execFileSync(process.execPath, [...CODEGEN, "--silent"], { stdio: "inherit" });
  const { metafile, outputFiles } = await build({
    ...SHARED,
    entryPoints: { explorer: ENTRY, icon: ICON },
    outdir: ASSETS,
    publicPath: PUBLIC,
    jsxImportSource: "preact",
    loader: { ".svg": "copy" },
    plugins: [countyAtlas],
  });
  const outputs = Object.entries(metafile.outputs);
  const outputOf = (entry) => outputs.find(([, { entryPoint }]) => entryPoint === entry);
  const [script, { cssBundle }] = outputOf(ENTRY);
  mkdirSync(ASSETS, { recursive: true });
  for (const { path, contents } of outputFiles) {
    // Lazy chunks have style sheets of their own, which nothing loads: that of the page holds them all.
    if (!path.endsWith(".css") || relative(".", path) === cssBundle) writeFileSync(path, contents);
  }
  compress(ASSETS);
  cpSync(DOCUMENTS, `${DIST}/documents.json`);
  writeFileSync(`${DIST}/LICENSES.txt`, licenses(metafile));

  const values = {
    icon: `${PUBLIC}/${basename(outputOf(ICON)[0])}`,
    script: `${PUBLIC}/${basename(script)}`,
    style: `${PUBLIC}/${basename(cssBundle)}`,
    start: idOf("query Start"),
  };
  const page = readFileSync("explorer/page.html", "utf8");
  writeFileSync(
    `${DIST}/index.html`,
    page.replace(/\{\{(\w+)\}\}/g, (mark, name) => values[name] ?? mark), // `service` is the server's
  );
}

function idOf(beginning) {
  const documents = Object.entries(JSON.parse(readFileSync(DOCUMENTS, "utf8")));
  return documents.find(([, text]) => text.includes(beginning))[0];
}
