/** What the builds of all pages share: hashed names, so that a browser may keep a file for ever. */
export const SHARED = {
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  bundle: true,
  preserveSymlinks: true, // hashes are of paths, too: the same wherever the packages lie
  splitting: true,
  minify: true,
  format: "esm",
  jsx: "automatic",
  target: ["chrome109", "firefox115", "safari16"],
  define: { "process.env.NODE_ENV": '"production"' },
  legalComments: "none", // LICENSES.txt carries the licenses whole
  metafile: true,
  write: false,
  logLevel: "warning",
};
