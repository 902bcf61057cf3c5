// One classic script and one sheet: what `hoptrace report` puts into its file and `hoptrace serve` answers.
// No modules, no second chunk, no worker: a page opened from file:// may load nothing.
import { defineConfig } from "vite";

export default defineConfig({
  define: { "process.env.NODE_ENV": JSON.stringify("production") },
  esbuild: { jsx: "automatic", jsxImportSource: "preact", legalComments: "none" },
  build: {
    outDir: "../build/web",
    emptyOutDir: true,
    target: "es2021",
    cssCodeSplit: false,
    lib: { entry: "src/main.tsx", formats: ["iife"], name: "hoptrace", fileName: () => "page.js", cssFileName: "page" },
    rollupOptions: { output: { inlineDynamicImports: true } },
  },
});
