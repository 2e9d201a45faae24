// Bundles GraphiQL into dist/: one ES module build, so that page and workers share their chunks.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, relative, resolve } from "node:path";
import { build } from "esbuild";
import { compress } from "./compress.mjs";
import { licenses } from "./licenses.mjs";
import { SHARED } from "./options.mjs";

const ASSETS = "dist/assets";
const ENTRIES = {
  page: "src/main.jsx",
  editor: "monaco-editor/esm/vs/editor/editor.worker.js",
  json: "monaco-editor/esm/vs/language/json/json.worker.js",
  graphql: "monaco-graphql/esm/graphql.worker.js",
};

const smallMonaco = {
  name: "small-monaco",
  setup({ onResolve }) {
    onResolve({ filter: /\/edcore\.main\.js$/ }, () => ({ path: resolve("src/editor.js") }));
  },
};

/** Writes dist/index.html, dist/assets/ and dist/LICENSES.txt. */
export async function buildGraphiql() {
  const { metafile, outputFiles } = await build({
    ...SHARED,
    entryPoints: ENTRIES,
    outdir: ASSETS,
    loader: { ".ttf": "file" },
    plugins: [smallMonaco],
  });

  const outputs = Object.entries(metafile.outputs);
  const entry = (end) => outputs.find(([, { entryPoint }]) => entryPoint?.endsWith(end));
  const address = (file) => `/graphiql/${basename(file)}`;
  const named = Object.entries(ENTRIES).map(([name, end]) => [name, address(entry(end)[0])]);
  const style = entry(ENTRIES.page)[1].cssBundle;
  const values = { ...Object.fromEntries(named), style: address(style) };

  mkdirSync(ASSETS, { recursive: true });
  for (const { path, contents } of outputFiles) {
    // esbuild also writes a style sheet beside every lazy chunk, which nothing loads: the page's own holds them all.
    if (!path.endsWith(".css") || relative(".", path) === style) writeFileSync(path, contents);
  }
  compress(ASSETS);
  const page = readFileSync("src/page.html", "utf8");
  writeFileSync(
    "dist/index.html",
    page.replace(/\{\{(\w+)\}\}/g, (mark, name) => values[name] ?? mark), // the question is the server's
  );
  writeFileSync("dist/LICENSES.txt", licenses(metafile));
}
