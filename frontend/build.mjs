// Builds cic_events/static/dist: styles, scripts, fonts and icons with a hash in their name, a manifest, and compressed siblings.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { prepareFonts } from "./fonts.mjs";
import { iconPicture, iconSprite } from "./icons.mjs";
import { paperFonts } from "./papers.mjs";

const STATIC = "cic_events/static";
const DIST = join(STATIC, "dist");
const PAPERS = "papers";
const COMPRESSED = /\.(css|js|svg)$/;

const started = Date.now();
mkdirSync(DIST, { recursive: true });

const fonts = await prepareFonts();
const manifest = await bundle();
manifest["icons.svg"] = writeHashed("icons", "svg", iconSprite(join(STATIC, "icons.txt")));
manifest["favicon.svg"] = writeHashed("favicon", "svg", readFileSync(join(STATIC, "favicon.svg"), "utf8"));
const printed = await paperFonts(join(DIST, PAPERS));
compress();
writeFileSync(join(DIST, "manifest.json"), JSON.stringify(manifest, Object.keys(manifest).sort(), 2) + "\n");
sweep();
report();

async function bundle() {
  const built = await build({
    entryPoints: { app: join(STATIC, "css/app.css"), main: join(STATIC, "js/app.js") },
    bundle: true,
    minify: true,
    format: "esm",
    target: ["chrome109", "firefox115", "safari16"],
    outdir: DIST,
    entryNames: "app-[hash]",
    assetNames: "[name]-[hash]",
    loader: { ".woff2": "file" },
    plugins: [fontFiles(fonts), iconPictures()],
    metafile: true,
    logLevel: "warning",
  });
  const names = {};
  for (const [path, output] of Object.entries(built.metafile.outputs)) {
    const source = output.entryPoint ?? Object.keys(output.inputs)[0];
    names[basename(source)] = basename(path);
  }
  return names;
}

// url("font:latin-400.woff2") in the styles is a font that fonts.mjs prepared.
function fontFiles(folder) {
  return {
    name: "font-files",
    setup({ onResolve }) {
      onResolve({ filter: /^font:/ }, ({ path }) => ({ path: join(folder, path.slice("font:".length)) }));
    },
  };
}

// url("icon:clock") in the styles is that icon as a picture, inside the styles.
function iconPictures() {
  return {
    name: "icon-pictures",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^icon:/ }, ({ path }) => ({ path: `${path.slice("icon:".length)}.svg`, namespace: "icon" }));
      onLoad({ filter: /./, namespace: "icon" }, ({ path }) => ({
        contents: iconPicture(basename(path, ".svg")),
        loader: "dataurl",
      }));
    },
  };
}

function writeHashed(name, suffix, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 8).toUpperCase();
  const file = `${name}-${hash}.${suffix}`;
  writeFileSync(join(DIST, file), content);
  return file;
}

function compress() {
  for (const name of Object.values(manifest).filter((file) => COMPRESSED.test(file))) {
    const path = join(DIST, name);
    const content = readFileSync(path);
    writeFileSync(`${path}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
    writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
  }
}

// What earlier builds left goes last, so that a running server never misses a file.
function sweep() {
  const kept = new Set(["manifest.json", PAPERS, ...Object.values(manifest).flatMap((file) => [file, `${file}.br`, `${file}.gz`])]);
  for (const name of readdirSync(DIST)) if (!kept.has(name)) rmSync(join(DIST, name));
}

function report() {
  for (const [name, file] of Object.entries(manifest).sort()) {
    const sent = COMPRESSED.test(file) ? `${file}.br` : file;
    console.log(`${String(readFileSync(join(DIST, sent)).length).padStart(7)} bytes  ${name}`);
  }
  console.log(`${String(printed).padStart(7)} bytes  fonts of papers (never sent to browsers)`);
  console.log(`built in ${Date.now() - started} ms`);
}
