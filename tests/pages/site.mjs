// What the tests of pages share: every sample model rendered through its template by the program
// itself (env QUITUS), and a server for the pages and static files with the product's own policy.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
export const root = normalize(join(here, "..", ".."));

export const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; media-src 'self'; " +
  "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

// A sample is NAME.json or NAME.VARIANT.json; its template is views/NAME.mustache.
export function samples() {
  return readdirSync(here)
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length))
    .sort();
}

function run(template, model, language) {
  return execFileSync(
    process.env.QUITUS,
    ["view", "render", template, "--model", model, "--language", language],
    { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] },
  );
}

export function render(sample, language = "fr") {
  const folder = mkdtempSync(join(tmpdir(), "quitus-pages-"));
  const model = JSON.parse(readFileSync(join(here, `${sample}.json`), "utf8"));
  model.shell.language = language;
  writeFileSync(join(folder, "model.json"), JSON.stringify(model));
  try {
    const template = join(root, "views", `${sample.split(".")[0]}.mustache`);
    return run(template, join(folder, "model.json"), language);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

// The mails' samples are mail/NAME.VARIANT.json; a template is views/mail/NAME.LANGUAGE.PART, the
// program's own: its parts stand in another folder.
export function mailSamples() {
  return readdirSync(join(here, "mail")).map((file) => file.slice(0, -".json".length)).sort();
}

export function mailModel(sample) {
  return JSON.parse(readFileSync(join(here, "mail", `${sample}.json`), "utf8"));
}

export function renderMail(sample, language, part) {
  const name = sample.split(".")[0];
  return run(`mail/${name}.${language}.${part}`, join(here, "mail", `${sample}.json`), language);
}

const types = {
  ".css": "text/css",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

function staticBytes(name) {
  const plain = name.replace(/\.[0-9a-f]{12}(\.[a-z0-9]+)$/, "$1");
  if (plain === "quitus.css") {
    const folder = join(root, "static", "css");
    const sheets = readdirSync(folder).filter((file) => file.endsWith(".css")).sort();
    return sheets.map((file) => readFileSync(join(folder, file), "utf8")).join("\n");
  }
  if (plain === "htmx.js") {
    const script = readFileSync(join(root, "node_modules/htmx.org/dist/htmx.min.js"), "utf8");
    return script.replace(/\n\/\/# sourceMappingURL=.*/, "");
  }
  return readFileSync(join(root, "static", normalize(`/${plain}`)));
}

// Serves pages (a map of path to HTML) and /static/; resolves to { address, close }.
// `answer` may take a request before the pages do: it answers it and returns true.
export function serve(pages, answer = () => false) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    try {
      if (answer(request, response)) return;
      if (path.startsWith("/static/")) {
        response.setHeader("Content-Type", types[extname(path)] ?? "application/octet-stream");
        response.end(staticBytes(path.slice("/static/".length)));
      } else if (path.endsWith("/apercu")) {
        response.setHeader("Content-Type", "text/html; charset=utf-8");
        response.setHeader(
          "Content-Security-Policy",
          "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox",
        );
          response.end(pages.get(path.slice(0, -"/apercu".length)) ?? pages.get("/mail/fr/dunning.second"));
      } else if (pages.has(path)) {
        response.setHeader("Content-Type", "text/html; charset=utf-8");
        response.setHeader("Content-Security-Policy", policy);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.end(pages.get(path));
      } else {
        response.writeHead(404).end();
      }
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () =>
      resolve({ address: `http://127.0.0.1:${server.address().port}`, close: () => server.close() }),
    );
  });
}

export const chromium = {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  headless: true,
  args: [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};
