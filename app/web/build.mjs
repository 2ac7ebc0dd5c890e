// Bundles the scripts of the pages into the Python package.
import { build } from "esbuild";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "rolegraph", "web", "static", "dist");
const packages = join(here, "node_modules");

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

await build({
  absWorkingDir: here,
  entryPoints: ["page", "query", "docs", "form", "revert", "proposal", "picture"].map((name) => `src/${name}.ts`),
  outdir: out,
  bundle: true,
  splitting: true, // charts and graphs load when they are looked at
  chunkNames: "part-[hash]",
  format: "esm",
  target: ["es2022"],
  minify: true,
  legalComments: "linked",
  loader: { ".svg": "dataurl" },
  logLevel: "warning",
});

// The licences of what is bundled travel with it.
const lock = JSON.parse(await readFile(join(here, "package-lock.json"), "utf8"));
const notices = [];
for (const [path, entry] of Object.entries(lock.packages)) {
  if (!path || entry.dev || !existsSync(join(here, path))) continue;
  const names = await readdir(join(here, path));
  const licence = names.find((name) => /^(licen[cs]e|notice)/i.test(name));
  const text = licence ? await readFile(join(here, path, licence), "utf8") : "";
  notices.push(`${path.replace("node_modules/", "")} ${entry.version} (${entry.license})\n\n${text}`);
}
await writeFile(join(out, "licences.txt"), notices.join(`\n${"-".repeat(72)}\n\n`));
await writeFile(join(out, "built"), "");
