// The fonts of printed papers: whole, as TrueType, because what prints them does not read woff2.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { convert } from "fontverter";

const SOURCES = "node_modules/@fontsource";
const WEIGHTS = [400, 600];

// Of two files of one name and weight the first that is read wins: rare letters stand apart and are read last.
const FONTS = {
  first: [
    ...WEIGHTS.map((weight) => `ibm-plex-sans/files/ibm-plex-sans-latin-${weight}-normal.woff2`),
    ...WEIGHTS.map((weight) => `ibm-plex-sans-arabic/files/ibm-plex-sans-arabic-arabic-${weight}-normal.woff2`),
    "noto-sans-tifinagh/files/noto-sans-tifinagh-tifinagh-400-normal.woff2",
  ],
  then: WEIGHTS.map((weight) => `ibm-plex-sans/files/ibm-plex-sans-latin-ext-${weight}-normal.woff2`),
};

/** Writes the fonts into the folder, where nothing else stays; answers how many bytes they take. */
export async function paperFonts(folder) {
  rmSync(folder, { recursive: true, force: true });
  let bytes = 0;
  for (const [turn, sources] of Object.entries(FONTS)) {
    mkdirSync(join(folder, turn), { recursive: true });
    for (const source of sources) bytes += await write(source, join(folder, turn));
  }
  return bytes;
}

// One after the other: the converter answers a view of memory that its next run writes over.
async function write(source, folder) {
  const font = await convert(readFileSync(join(SOURCES, source)), "sfnt");
  writeFileSync(join(folder, `${basename(source, ".woff2")}.ttf`), font);
  return font.length;
}
