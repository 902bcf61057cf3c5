// What holds of the sources and the bundle without looking at a page: nothing makes markup or code of text, nothing is
// asked for, and one classic script is all there is.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const WEB = dirname(dirname(fileURLToPath(import.meta.url)));
const BUNDLE = join(WEB, "../build/web");

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sources(path) : [path];
  });
}

test("no source makes markup or code of text", () => {
  const banned =
    /innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|document\.write|createContextualFragment|parseFromString|\beval\(|new Function|setTimeout\(["'`]|localStorage|import\(/;
  const told = [];
  for (const path of sources(join(WEB, "src")))
    readFileSync(path, "utf8")
      .split("\n")
      .forEach((line, at) => {
        if (banned.test(line) && !line.trimStart().startsWith("//")) told.push(`${path}:${at + 1}: ${line.trim()}`);
      });
  assert.deepEqual(told, []);
});

test("documents are asked for in source/ alone", () => {
  const told = sources(join(WEB, "src"))
    .filter((path) => !path.startsWith(join(WEB, "src/source")))
    .filter((path) => /\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon/.test(readFileSync(path, "utf8")));
  assert.deepEqual(told, []);
});

test("the lock file names no address of a package", () => {
  assert.ok(!/"resolved"/.test(readFileSync(join(WEB, "package-lock.json"), "utf8")));
});

test("the bundle is one classic script and one sheet", { skip: !existsSync(BUNDLE) && "not built" }, () => {
  assert.deepEqual(readdirSync(BUNDLE).sort(), ["page.css", "page.js"]);
  const script = readFileSync(join(BUNDLE, "page.js"), "utf8");
  new Function(script); // A classic script: import or export would not parse.
  assert.ok(!/<\/script|<!--/i.test(script));
  const sheet = readFileSync(join(BUNDLE, "page.css"), "utf8");
  assert.ok(!/@import|url\(/.test(sheet));
});
