// The license of every package that a byte of a bundle comes from.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The text of LICENSES.txt for the outputs in a metafile of esbuild. */
export function licenses(metafile) {
  const inputs = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs));
  const folders = new Set(
    inputs.map((input) => input.match(/^.*node_modules\/(@[^/]+\/)?[^/]+/)?.[0]),
  );
  folders.delete(undefined);
  return `${[...folders].sort().map(license).join("\n\n")}\n`;
}

function license(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|notice)/i.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), "utf8").trim());
  return [`==== ${name} ${version} (${license})`, ...texts].join("\n\n");
}
