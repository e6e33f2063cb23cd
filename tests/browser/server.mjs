// Serves a built site on 127.0.0.1 as a plain web host does, under a strict content security policy.
//
// Input: the folder. Output: the address, on a free port, and a function that ends it. It never leaves the folder.

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".xml": "application/xml",
};

// The policy of `_headers`. Nothing inline, nothing from elsewhere: what breaks it is a message on the console, which the tests
// refuse.
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; " +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

export async function serve(folder) {
  const server = createServer((request, response) => answer(folder, request, response));
  await new Promise((ready, failed) => {
    server.once("error", failed);
    server.listen(0, "127.0.0.1", ready);
  });
  const close = () => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  };
  return { origin: `http://127.0.0.1:${server.address().port}`, close };
}

async function answer(folder, request, response) {
  const send = (status, type, bytes) => {
    response.writeHead(status, { "content-type": type, "content-security-policy": POLICY });
    response.end(bytes);
  };
  try {
    const path = pathOf(folder, request.url);
    send(200, TYPES[extname(path)] ?? "application/octet-stream", await readFile(path));
  } catch {
    send(404, TYPES[".html"], await readFile(join(folder, "404.html")).catch(() => ""));
  }
}

function pathOf(folder, address) {
  const { pathname } = new URL(address, "http://127.0.0.1");
  const path = normalize(join(folder, decodeURIComponent(pathname)));
  if (path !== normalize(folder) && !path.startsWith(normalize(folder + sep))) {
    throw new Error("outside the site");
  }
  return pathname.endsWith("/") ? join(path, "index.html") : path;
}
