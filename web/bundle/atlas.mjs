// The county map of data/ with names, as the page reads it (explorer/map/atlas.ts). Same inputs, same bytes.
import { readFileSync } from "node:fs";

const DATA = "../data";

/** Makes `counties.json` a module of the page: the address of a file that the build puts beside the scripts. */
export const countyAtlas = {
  name: "county-atlas",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\/counties\.json$/ }, () => ({
      path: "counties.json",
      namespace: "atlas",
    }));
    onLoad({ filter: /.*/, namespace: "atlas" }, () => ({
      contents: atlas(read("county_map.json"), read("counties.csv")),
      loader: "file",
    }));
  },
};

const read = (name) => readFileSync(`${DATA}/${name}`, "utf8");

/**
 * @param {string} map text of data/county_map.json
 * @param {string} counties text of data/counties.csv
 * @returns {string} JSON: counties in order of their codes, those of small territories with no rings
 */
export function atlas(map, counties) {
  const { counties: rings, ...lines } = JSON.parse(map);
  const rows = readCsv(counties).sort((one, other) => (one.fips < other.fips ? -1 : 1));
  const unknown = Object.keys(rings).filter((code) => !rows.some(({ fips }) => fips === code));
  if (unknown.length)
    throw new Error(`county_map.json has counties that counties.csv lacks: ${unknown}`);
  return JSON.stringify({
    ...lines,
    codes: rows.map(({ fips }) => fips).join(""),
    states: rows.map(({ state }) => state).join(""),
    names: rows.map(({ name }) => name),
    rings: rows.map(({ fips }) => rings[fips] ?? []),
  });
}

/** Rows as objects by the names of the first one; quoted cells hold no line break. */
function readCsv(text) {
  const [head, ...rows] = text.trim().split("\n").map(cells);
  return rows.map((row) => Object.fromEntries(head.map((name, index) => [name, row[index]])));
}

function cells(line) {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain,
  );
}
