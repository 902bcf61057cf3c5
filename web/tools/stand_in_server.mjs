// Answers documents over HTTP as `hoptrace serve` does (docs/page-data.md), for benchmarks and tests that need documents of their own making.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { gzipSync } from "node:zlib";

const SHELL = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>hoptrace</title>
<link rel="stylesheet" href="page.css"></head>
<body><div id="page"></div><script src="page.js"></script></body>
</html>
`;
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'";
const EMPTY = '<!doctype html><html lang="en"><meta charset="utf-8"><title>empty</title><body></body></html>';

function pack(value) {
  const bytes = value instanceof Uint8Array ? value : Buffer.from(JSON.stringify(value));
  return gzipSync(bytes, { level: 1 });
}

function answerOf(documents, marks, url) {
  const parts = url.pathname
    .split("/")
    .filter((part) => part !== "")
    .slice(2)
    .map(decodeURIComponent);
  const [kind, name, offset, more] = parts;
  if (kind === "documents" && name === "marks") return pack(marks);
  if (kind === "documents") return documents.get(name) ?? null;
  if (kind === "hops") return documents.hops?.[name] ? pack(documents.hops[name]) : null;
  if (kind === "findings") return documents.found?.[name] ? pack(documents.found[name]) : null;
  if (kind === "state") return pack({ revision: "1", hunting: false });
  if (kind !== "records") return null;
  const log = documents.records
    .filter((record) => record.artifact === Number(name))
    .sort((one, other) => one.offset - other.offset);
  const at = log.findIndex((record) => record.offset === Number(offset));
  if (more === "neighbours") return pack(log.slice(Math.max(0, at - 10), at + 11));
  return at < 0 ? null : pack(log[at]);
}

function take(request, marks, response) {
  let body = "";
  request.on("data", (piece) => {
    body += piece;
  });
  request.on("end", () => {
    const mark = { ...JSON.parse(body), time: "2026-01-01T00:00:00.0000000Z", who: "analyst" };
    marks.push(mark);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(mark));
  });
}

/** Serves `made` (documents by name) and the bundle in `folder`; gives the address and a way to stop. */
export async function standIn(made, folder) {
  const documents = new Map(Object.entries(made).map(([name, value]) => [name, pack(value)]));
  Object.assign(documents, { hops: made.hop_details, found: made.finding_details, records: made.records });
  const marks = [...made.marks];
  const files = {
    "/": ["text/html", Buffer.from(SHELL)],
    "/empty": ["text/html", Buffer.from(EMPTY)],
    "/page.js": ["text/javascript", await readFile(`${folder}/page.js`)],
    "/page.css": ["text/css", await readFile(`${folder}/page.css`)],
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url, "http://stand.in");
    response.setHeader("content-security-policy", POLICY);
    if (request.method === "POST") return take(request, marks, response);
    const file = Object.hasOwn(files, url.pathname) ? files[url.pathname] : null;
    if (file) {
      response.setHeader("content-type", file[0]);
      return response.end(file[1]);
    }
    const packed = url.pathname.startsWith("/api/v1/") ? answerOf(documents, marks, url) : null;
    response.statusCode = packed ? 200 : 404;
    response.setHeader(
      "content-type",
      url.pathname.endsWith("/findings") ? "application/octet-stream" : "application/json",
    );
    if (packed) response.setHeader("content-encoding", "gzip");
    return response.end(packed ?? "{}");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}
