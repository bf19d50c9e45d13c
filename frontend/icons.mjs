// One SVG sprite with the Lucide icons that icons.txt names.
import { readFileSync } from "node:fs";

const SHARED = / (fill="none"|stroke="currentColor"|stroke-linecap="round"|stroke-linejoin="round"|stroke-width="2")/g;

/** The sprite as text. An icon that Lucide does not have is an error that names it. */
export function iconSprite(list) {
  const { icons, aliases } = JSON.parse(readFileSync("node_modules/@iconify-json/lucide/icons.json", "utf8"));
  const symbols = names(list).map((name) => {
    const icon = icons[name] ?? icons[aliases?.[name]?.parent];
    if (!icon) throw new Error(`${list}: Lucide has no icon called "${name}"`);
    const body = icon.body.replace(/<\/?g[^>]*>/g, "").replace(SHARED, "");
    return `<symbol id="${name}" viewBox="0 0 24 24">${body}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
}

function names(list) {
  return [...new Set(readFileSync(list, "utf8").split(/\s+/).filter(Boolean))].sort();
}
