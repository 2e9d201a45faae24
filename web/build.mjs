// Bundles GraphiQL into dist/: one ES module build, so that page and workers share their chunks.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { build } from "esbuild";

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

const { metafile, outputFiles } = await build({
  entryPoints: ENTRIES,
  outdir: ASSETS,
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  bundle: true,
  splitting: true,
  minify: true,
  format: "esm",
  jsx: "automatic",
  target: ["chrome109", "firefox115", "safari16"],
  define: { "process.env.NODE_ENV": '"production"' },
  loader: { ".ttf": "file" },
  plugins: [smallMonaco],
  legalComments: "none", // LICENSES.txt carries the licences whole
  metafile: true,
  write: false,
  logLevel: "warning",
});

const outputs = Object.entries(metafile.outputs);
const entry = (end) => outputs.find(([, { entryPoint }]) => entryPoint?.endsWith(end));
const address = (file) => `/graphiql/${basename(file)}`;
const addresses = Object.fromEntries(Object.entries(ENTRIES).map(([name, end]) => [name, address(entry(end)[0])]));
const style = entry(ENTRIES.page)[1].cssBundle;

rmSync("dist", { recursive: true, force: true });
mkdirSync(ASSETS, { recursive: true });
for (const { path, contents } of outputFiles) {
  // esbuild also writes a style sheet beside every lazy chunk, which nothing loads: the page's own holds them all.
  if (!path.endsWith(".css") || relative(".", path) === style) writeFileSync(path, contents);
}
writeFileSync(
  "dist/index.html",
  readFileSync("src/page.html", "utf8").replace(/\{\{(\w+)\}\}/g, (mark, name) => ({ ...addresses, style: address(style) })[name] ?? mark), // the question is the server's
);
writeFileSync("dist/LICENSES.txt", licences());

// The licence of every package that a byte of the bundle comes from.
function licences() {
  const inputs = outputs.flatMap(([, output]) => Object.keys(output.inputs));
  const folders = new Set(inputs.map((input) => input.match(/^.*node_modules\/(@[^/]+\/)?[^/]+/)?.[0]));
  folders.delete(undefined);
  return `${[...folders].sort().map(licence).join("\n\n")}\n`;
}

function licence(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|notice)/i.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), "utf8").trim());
  return [`==== ${name} ${version} (${license})`, ...texts].join("\n\n");
}
