// Cuts the fonts down to the letters that the four languages and Tifinagh need. Keeps what it cut beside node_modules.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import subset from "subset-font";

const SOURCES = "node_modules/@fontsource";
const KEPT = "node_modules/.cache/cic-events-fonts";

const LATIN = [[0x20, 0x7e], [0xa0, 0xff], [0x152, 0x153], [0x178], [0x2010, 0x2015], [0x2018, 0x201e], [0x2022], [0x2026], [0x202f],
  [0x2032, 0x2033], [0x2039, 0x203a], [0x20ac], [0x2190, 0x2193], [0x2212], [0x2265]];
const ARABIC = [[0x20], [0x60c], [0x61b], [0x61f], [0x621, 0x655], [0x660, 0x66c], [0x670, 0x671], [0x67e], [0x686], [0x698], [0x6a4],
  [0x6a9], [0x6ad], [0x6af], [0x6cc], [0x6f0, 0x6f9], [0x200c, 0x200f], [0x2066, 0x2069]];
const TIFINAGH = [[0x20], [0x2d30, 0x2d67], [0x2d6f, 0x2d70], [0x2d7f]];

const FONTS = {
  "latin-400.woff2": ["ibm-plex-sans/files/ibm-plex-sans-latin-400-normal.woff2", LATIN],
  "latin-600.woff2": ["ibm-plex-sans/files/ibm-plex-sans-latin-600-normal.woff2", LATIN],
  "arabic-400.woff2": ["ibm-plex-sans-arabic/files/ibm-plex-sans-arabic-arabic-400-normal.woff2", ARABIC],
  "arabic-600.woff2": ["ibm-plex-sans-arabic/files/ibm-plex-sans-arabic-arabic-600-normal.woff2", ARABIC],
  "tifinagh-400.woff2": ["noto-sans-tifinagh/files/noto-sans-tifinagh-tifinagh-400-normal.woff2", TIFINAGH],
};

/** Cuts the fonts that are not cut yet and answers the folder that holds them. */
export async function prepareFonts() {
  mkdirSync(KEPT, { recursive: true });
  await Promise.all(Object.entries(FONTS).map(([name, [source, letters]]) => prepare(name, source, letters)));
  return resolve(KEPT);
}

async function prepare(name, source, letters) {
  const original = readFileSync(join(SOURCES, source));
  const stamp = createHash("sha256").update(original).update(JSON.stringify(letters)).digest("hex");
  const target = join(KEPT, name);
  const stampFile = `${target}.sha256`;
  if (existsSync(target) && existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return;
  writeFileSync(target, await subset(original, text(letters), { targetFormat: "woff2" }));
  writeFileSync(stampFile, stamp);
}

function text(ranges) {
  return ranges.map(([first, last = first]) => {
    const size = last - first + 1;
    return String.fromCodePoint(...Array.from({ length: size }, (_, place) => first + place));
  }).join("");
}
