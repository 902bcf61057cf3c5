// The demonstration's report: simulated, hunted and written by the program once, and kept for as long as both the program
// and the page's bundle are the same.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";

const WEB = dirname(dirname(fileURLToPath(import.meta.url)));
const ROOT = dirname(WEB);
const PROGRAM = resolve(process.env.HOPTRACE ?? join(ROOT, "build/release/hoptrace"));
const BUNDLE = join(ROOT, "build/web");
const KEPT = join(ROOT, "build/page-tests");

function run(...command) {
  return execFileSync(PROGRAM, command, {
    env: { ...process.env, HOPTRACE_WEB: BUNDLE },
    stdio: ["ignore", "ignore", "inherit"],
  });
}

/** What is missing to make a report, "" if nothing. */
export function missing() {
  if (!existsSync(PROGRAM)) return `the program (${PROGRAM})`;
  if (!existsSync(join(BUNDLE, "page.js"))) return "the page's bundle (npm run build)";
  return "";
}

function stamp(path) {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}

/** The case of the demonstration, hunted anew when the program is another. */
export function demonstrationCase() {
  const file = join(KEPT, "case.hop");
  const kept = join(KEPT, "program.txt");
  const now = stamp(PROGRAM);
  if (existsSync(file) && existsSync(kept) && readFileSync(kept, "utf8") === now) return file;
  rmSync(KEPT, { recursive: true, force: true });
  mkdirSync(KEPT, { recursive: true });
  // A provider and three clients, with what they send outside and with faults of posture: so that every view has something.
  run("simulate", "--scenario", "cloud-hopper", "--seed", "7", "--clients", "3", "--traffic", "--faults", "-o", KEPT);
  run("hunt", join(KEPT, "evidence"), "--case", file, "--quiet", "--no-progress");
  writeFileSync(kept, now);
  return file;
}

/** The report's path. HOPTRACE_REPORT names one that is there already. */
export function report() {
  if (process.env.HOPTRACE_REPORT) return resolve(process.env.HOPTRACE_REPORT);
  const from = demonstrationCase();
  const now = `${stamp(PROGRAM)} ${stamp(join(BUNDLE, "page.js"))} ${stamp(join(BUNDLE, "page.css"))}`;
  const file = join(KEPT, "report.html");
  const kept = join(KEPT, "report.txt");
  if (existsSync(file) && existsSync(kept) && readFileSync(kept, "utf8") === now) return file;
  // Test files run side by side: each writes its own, and the last name is given in one step.
  const own = join(KEPT, `report-${process.pid}.html`);
  run("report", from, "-o", own);
  renameSync(own, file);
  writeFileSync(kept, now);
  return file;
}

const BLOCK = /(<script type="text\/plain" data-document="(\w+)">)([^<]*)(<\/script>)/g;

/** The documents of a report by name, as bytes. */
export function documentsOf(file) {
  const found = new Map();
  for (const [, , name, text] of readFileSync(file, "utf8").matchAll(BLOCK))
    found.set(name, gunzipSync(Buffer.from(text, "base64")));
  return found;
}

/** The same report with other documents, as `name`. */
export function reportWith(file, documents, name) {
  const text = readFileSync(file, "utf8").replace(BLOCK, (all, before, document, _, after) =>
    documents.has(document) ? before + gzipSync(documents.get(document)).toString("base64") + after : all,
  );
  const out = join(KEPT, name);
  mkdirSync(KEPT, { recursive: true });
  writeFileSync(out, text);
  return out;
}
