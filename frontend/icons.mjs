// One SVG sprite with the Lucide icons that icons.txt names.
import { readFileSync } from "node:fs";

const SHARED = / (fill="none"|stroke="currentColor"|stroke-linecap="round"|stroke-linejoin="round"|stroke-width="2")/g;

const { icons, aliases } = JSON.parse(readFileSync("node_modules/@iconify-json/lucide/icons.json", "utf8"));

/** The sprite as text. An icon that Lucide does not have is an error that names it. */
export function iconSprite(list) {
  const symbols = names(list).map((name) => `<symbol id="${name}" viewBox="0 0 24 24">${lines(name)}</symbol>`);
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
}

/** One icon as a picture of its own, for a mask in the styles. */
export function iconPicture(name) {
  const look = 'fill="none" stroke="#000" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" ${look}>${lines(name)}</svg>`;
}

function lines(name) {
  const icon = icons[name] ?? icons[aliases?.[name]?.parent];
  if (!icon) throw new Error(`Lucide has no icon called "${name}"`);
  return icon.body.replace(/<\/?g[^>]*>/g, "").replace(SHARED, "");
}

function names(list) {
  return [...new Set(readFileSync(list, "utf8").split(/\s+/).filter(Boolean))].sort();
}
