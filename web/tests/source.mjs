// Loads a module of src/ into Node as the bundler would: TypeScript and all that it imports, without a browser.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const SOURCE = fileURLToPath(new URL("../src/", import.meta.url));

/** `path` below src/, e.g. "model/filter.ts". */
export async function load(path) {
  const made = await build({
    entryPoints: [SOURCE + path],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2021",
    jsx: "automatic",
    jsxImportSource: "preact",
    loader: { ".css": "empty" },
    logLevel: "error",
  });
  return import(`data:text/javascript;base64,${Buffer.from(made.outputFiles[0].contents).toString("base64")}`);
}
