// Fails on what the interface forbids: physical directions in styles, and inline style, script or handlers in templates.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const STYLES = "cic_events/static/css";
const TEMPLATES = "cic_events/templates";

const IN_STYLES = [
  [/(^|[\s;{(,-])(left|right)\b/, "left and right do not exist here: write inline-start, inline-end"],
  [/(^|[\s;{])(margin|padding|border|inset)-(top|bottom)\b/, "write the logical side: block-start, block-end"],
  [/(^|[\s;{])(top|bottom)\s*:/, "write inset-block-start or inset-block-end"],
  [/(^|[\s;{(])(min-|max-)?(width|height)\s*:(?!.*\)\s*(and|\{|$))/, "write inline-size or block-size"],
  [/border-(top|bottom)-(left|right)-radius/, "write border-start-start-radius and its kin"],
  [/#[0-9a-f]{3,8}\b/i, "a colour is a token (tokens.css)"],
];
const IN_TEMPLATES = [
  [/\sstyle\s*=/i, "no style attribute"],
  [/<style\b/i, "no style element"],
  [/\son[a-z]+\s*=\s*["']/i, "no on… handler"],
  [/<script(?![^>]*(src=|type="application.(ld.)?json"))/i, "no inline script"],
  [/\bhx-on\b|js:/i, "no evaluated htmx value"],
];

const ICONS = new Set(readFileSync("cic_events/static/icons.txt", "utf8").split(/\s+/));
const ICON_NAMED = /\bicon(?:_name)?\s*[=(]\s*"([a-z0-9-]+)"/g;

const complaints = [
  ...missingIcons(),
  ...inspect(STYLES, /\.css$/, IN_STYLES, (path, rule) => rule === IN_STYLES.at(-1) && path.endsWith("tokens.css")),
  ...inspect(TEMPLATES, /^(?!.*(mail|documents)\/).*\.html$/, IN_TEMPLATES, () => false),
];
for (const complaint of complaints) console.error(complaint);
console.log(complaints.length ? `${complaints.length} complaints` : "styles and templates keep the rules");
process.exitCode = complaints.length ? 1 : 0;

// Names that are written out in templates; those that come from Python are seen on the page.
function missingIcons() {
  return files(TEMPLATES, /\.html$/).flatMap((path) =>
    [...readFileSync(path, "utf8").matchAll(ICON_NAMED)].filter(([, name]) => !ICONS.has(name)).map(([, name]) => `${path}: icons.txt has no "${name}"`));
}

function files(folder, wanted) {
  return readdirSync(folder, { recursive: true }).map((name) => join(folder, name)).filter((path) => wanted.test(path));
}

function inspect(folder, wanted, rules, excused) {
  return files(folder, wanted).flatMap((path) => inspectFile(path, rules.filter((rule) => !excused(path, rule))));
}

function inspectFile(path, rules) {
  const lines = withoutComments(readFileSync(path, "utf8")).split("\n");
  return lines.flatMap((line, index) =>
    rules.filter(([pattern]) => pattern.test(line)).map(([, why]) => `${path}:${index + 1}: ${why}: ${line.trim().slice(0, 90)}`));
}

// Comments go, their line ends stay, so that line numbers hold.
function withoutComments(text) {
  return text.replace(/\/\*[^]*?\*\/|\{#[^]*?#\}/g, (comment) => comment.replace(/[^\n]/g, ""));
}
