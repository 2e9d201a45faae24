// Compressed copies beside the files that are served and gain by it: <file>.br and <file>.gz.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const TEXTS = /\.(css|js|json|svg|ttf)$/;
const MIN_BYTES = 1024;
const GAIN = 0.9;

/** Writes the copies in `folder`. */
export function compress(folder) {
  for (const name of readdirSync(folder).filter((name) => TEXTS.test(name))) {
    const path = join(folder, name);
    const content = readFileSync(path);
    if (content.length < MIN_BYTES) continue;
    const params = { [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
    const copies = {
      br: brotliCompressSync(content, { params }),
      gz: gzipSync(content, { level: 9 }),
    };
    for (const [end, copy] of Object.entries(copies)) {
      if (copy.length < GAIN * content.length) writeFileSync(`${path}.${end}`, copy);
    }
  }
}
