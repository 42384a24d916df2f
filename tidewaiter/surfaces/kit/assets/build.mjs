// Builds the page assets into static/build: one stylesheet, two scripts, the fonts and the licences of what is inside.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import * as sass from "sass";
import { world } from "./world.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "../../../../node_modules");
const out = join(here, "../static/build");

rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "fonts"), { recursive: true });

const style = sass.compile(join(here, "styles/kit.scss"), {
  loadPaths: [modules],
  style: "compressed",
  quietDeps: true,
});
writeFileSync(join(out, "kit.css"), style.css);

await esbuild.build({
  entryPoints: [join(here, "kit.js"), join(here, "charts.js")],
  outdir: out,
  nodePaths: [modules],
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2020",
  legalComments: "none",
});

writeFileSync(join(out, "world.json"), JSON.stringify(world(modules)));

for (const script of ["latin", "latin-ext"]) {
  const file = `inter-${script}-wght-normal.woff2`;
  copyFileSync(join(modules, "@fontsource-variable/inter/files", file), join(out, "fonts", file));
}

const licences = [
  join(here, "licences/govuk-frontend.txt"),
  ...["@fontsource-variable/inter/LICENSE", "echarts/LICENSE", "echarts/NOTICE", "zrender/LICENSE", "tslib/LICENSE.txt", "world-atlas/LICENSE"].map(
    (file) => join(modules, file),
  ),
];
writeFileSync(join(out, "licences.txt"), licences.map((file) => readFileSync(file, "utf8")).join("\n\n-----\n\n"));
