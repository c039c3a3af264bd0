// Every page, filled from its samples by the program itself, in French and in English: no text or
// value is missing, it is valid HTML, axe and HTML_CodeSniffer (the two runners of pa11y, WCAG 2 AA)
// find nothing in light, dark and on a phone, nothing overflows at 360 px nor on a tablet on its side,
// and the console stays silent under the product's policy. No page is without a sample. The mails are
// whole and lead nowhere. What the script adds works, and the pages work without it.
//   QUITUS=build/release/quitus node tests/flows/pages_test.mjs [SAMPLE…]
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { HtmlValidate, FileSystemConfigLoader, esmResolver } from "html-validate";
import playwright from "playwright-core";
import { chromium, mailModel, mailSamples, render, renderMail, root, samples, serve } from "../pages/site.mjs";

const wanted = process.argv.slice(2);
const chosen = samples().filter((sample) => !wanted.length || wanted.includes(sample));

let count = 0;
let failed = 0;
function ok(held, name, details = []) {
  count += 1;
  if (!held) failed += 1;
  console.log(`${held ? "ok" : "not ok"} ${count} - ${name}`);
  if (!held) for (const line of details) console.log(`  # ${line}`);
}

if (!process.env.QUITUS || !existsSync(chromium.executablePath)) {
  console.log(`ok 1 # SKIP ${process.env.QUITUS ? "no Chromium" : "QUITUS does not name the program"}`);
  console.log("1..1");
  process.exit(0);
}

const validator = new HtmlValidate(
  new FileSystemConfigLoader([esmResolver()], JSON.parse(readFileSync(join(root, ".htmlvalidate.json"), "utf8"))),
);
const script = (name) => readFileSync(createRequire(import.meta.url).resolve(name), "utf8");
const checkers = `(() => { const module = undefined, exports = undefined, define = undefined;
${script("axe-core/axe.min.js")} })(); (() => { const exports = window, define = undefined;
${script("@pa11y/html_codesniffer/build/HTMLCS.js")} })()`;
const symbols = new Set(
  [...readFileSync(join(root, "static/icons.svg"), "utf8").matchAll(/symbol id="([^"]+)"/g)].map((m) => m[1]),
);

// A text that does not exist is worded as its key.
const texts = JSON.parse(readFileSync(join(root, "views/texts.ui.fr.json"), "utf8"));
const sections = new Set(Object.keys(texts).map((key) => key.split(".")[0]));
const textKey = new RegExp(`(?<![a-z0-9.@/_-])(?:${[...sections].join("|")})\\.[a-z_]+(?![a-z0-9.@-])`, "g");

// An article of the help has an anchor in each language.
const articles = (name) => ["fr", "en"].map((language) => readFileSync(join(root, `views/help/${name}.${language}.mustache`), "utf8"));
const idsOf = (html) => new Set([...html.matchAll(/\sid="([^"]+)"/g)].map((m) => m[1]));

// What a template must not leave behind, whatever its model.
function leftovers(html) {
  const found = [];
  for (const [, id] of html.matchAll(/href="#([^"]+)"/g))
    if (!idsOf(html).has(id)) found.push(`leads nowhere: #${id}`);
  for (const [, name, id] of html.matchAll(/href="\/aide\/article\?article=([a-z-]+)#([^"]+)"/g))
    if (!articles(name).every((article) => idsOf(article).has(id))) found.push(`defined nowhere: ${name}#${id}`);
  for (const [, name] of html.matchAll(/icons[.0-9a-f]*\.svg#([^"]*)"/g))
    if (!symbols.has(name)) found.push(`no such icon: ${name}`);
  // The pages of words show tags where they are written, explained and found wrong.
  const told = html.replace(/<(code|textarea)\b[^]*?<\/\1>|<p class="fault"[^]*?<\/p>|value="[^"]*"/g, "");
  for (const [key] of told.matchAll(textKey)) found.push(`no such text: ${key}`);
  if (told.includes("{{")) found.push("a tag is left");
  for (const [inline] of html.matchAll(/<(?:style|script(?! src))[^>]*>|\s(?:style|on[a-z]+)="/g))
    found.push(`inline: ${inline}`);
  return found;
}

async function axeFinds(page) {
  const report = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return report.violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.target.join(" ")}`),
  );
}

// Errors alone, as pa11y counts them; notices and warnings ask a person. What is hidden nobody meets;
// a name to sign in with may be an e-mail field, by HTML's table of autofill, which it does not know.
function sniffed(page) {
  return page.evaluate(() => new Promise((resolve) => {
    const { HTMLCS } = window;
    HTMLCS.process("WCAG2AA", document, () => resolve(HTMLCS.getMessages()
      .filter(({ type, element }) => type === HTMLCS.ERROR && !element.closest?.("[hidden]"))
      .filter(({ code, element }) => !(code.endsWith(".H98") && element.autocomplete === "username"))
      .map(({ code, element, msg }) => `${code}: ${element.outerHTML?.slice(0, 120)} ${msg}`)));
  }));
}

// One load for each language: the second look of a language is the same page in another shape.
const loads = [
  { language: "fr", looks: [
    { name: "light", width: 1440, colorScheme: "light", sniffs: true },
    { name: "phone", width: 360, colorScheme: "light" },
  ] },
  { language: "en", looks: [{ name: "dark", width: 1440, colorScheme: "dark", sniffs: true }] },
];
// Where a shape of the page begins there is least room for it.
const tablets = [901, 1024, 1121, 1321];
const AT_ONCE = 2;

const pages = new Map();
for (const sample of chosen) {
  for (const language of ["fr", "en"]) {
    const html = render(sample, language);
    pages.set(`/${language}/${sample}`, html);
    const found = leftovers(html);
    ok(found.length === 0, `${sample}, ${language}: nothing is missing`, found);
    const report = await validator.validateString(html, `${sample}.html`);
    const messages = report.results.flatMap((result) => result.messages);
    ok(report.valid, `${sample}, ${language}: valid HTML`,
      messages.map((m) => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`));
  }
}

// A page stands in a frame; a frame in nothing. What a route names as its page is a template here.
{
  const shown = new Set(samples().map((sample) => sample.split(".")[0]));
  const bare = readdirSync(join(root, "views"))
    .filter((file) => file.endsWith(".mustache") && /^{{</m.test(readFileSync(join(root, "views", file), "utf8")))
    .map((file) => file.slice(0, -".mustache".length))
    .filter((name) => !shown.has(name));
  ok(bare.length === 0, "every page has a sample", bare);
}

for (const sample of mailSamples())
  for (const language of ["fr", "en"]) {
    const text = renderMail(sample, language, "body.txt");
    const html = renderMail(sample, language, "html");
    const found = [...leftovers(html.replace(/ style="|<style[^>]*>/g, "")), ...leftovers(text)];
    const base = mailModel(sample).base_url; // members are led to the house itself
    for (const [remote] of html.matchAll(/(?:src|href|background)="[^"]*"|url\(/g))
      if (!base || !remote.startsWith(`href="${base}/`)) found.push(`leads out: ${remote}`);
    for (const [amount] of html.matchAll(/[−€0-9][0-9\u00a0,.]*[.,][0-9]{2}(?:\u00a0€)?(?=<)/g))
      if (!text.includes(amount)) found.push(`not in the text part: ${amount}`);
    if (html.includes("\u202f") || text.includes("\u202f")) found.push("a narrow space, which some mail fonts lack");
    ok(found.length === 0, `mail ${sample}, ${language}: whole, alike in both parts, leads nowhere else`, found);
    pages.set(`/mail/${language}/${sample}`, html);
  }

// The form of an upload: what is sent ends on the report, what is refused is shown in place.
let polls = 0;
function answer(request, response) {
  const url = new URL(request.url, "http://localhost");
  if (request.method === "POST" && url.pathname === "/importer") {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const refused = Buffer.concat(chunks).includes("refuse-me");
      if (refused) response.writeHead(400, { "Content-Type": "text/html; charset=utf-8" }).end(pages.get("/fr/import.client"));
      else response.writeHead(303, { Location: "/fr/import_report" }).end();
    });
    return true;
  }
  const stands = { "/clients": "/fr/clients.none", "/relances": "/fr/plan.suspended" }[url.pathname];
  if (!stands) return false;
  polls += 1;
  response.setHeader("Content-Type", "text/html; charset=utf-8");
  response.end(pages.get(stands));
  return true;
}

const site = await serve(pages, answer);
const browser = await playwright.chromium.launch(chromium);

// A box that chooses a case stands beside its title, never on a line of its own.
function boxesAlone(page) {
  return page.evaluate(() => [...document.querySelectorAll("header > input[type=checkbox]")]
    .filter((box) => box.parentElement.querySelector("h2").getBoundingClientRect().top >= box.getBoundingClientRect().bottom)
    .map((box) => `above its title: ${box.name}`));
}

async function lookAt(page, sample, look) {
  await page.setViewportSize({ width: look.width, height: 900 });
  await page.emulateMedia({ colorScheme: look.colorScheme, reducedMotion: "reduce" });
  const found = await axeFinds(page);
  if (look.sniffs) found.push(...await sniffed(page));
  found.push(...await boxesAlone(page));
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  if (width > look.width) found.push(`the page is ${width} px wide`);
  ok(found.length === 0, `${sample}: accessible, ${look.name}`, found);
}

async function walk(page, sample, { language, looks }) {
  page.words.length = 0;
  await page.setViewportSize({ width: looks[0].width, height: 900 });
  await page.emulateMedia({ colorScheme: looks[0].colorScheme, reducedMotion: "reduce" });
  await page.goto(`${site.address}/${language}/${sample}`, { waitUntil: "load" });
  await page.evaluate(() => document.fonts.ready);
  ok(page.words.length === 0, `${sample}: silent console, ${language}`, page.words);
  await page.evaluate(checkers); // what these say is not the page's
  for (const look of looks) await lookAt(page, sample, look);
  for (const tablet of tablets) {
    await page.setViewportSize({ width: tablet, height: 900 });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    ok(width <= tablet, `${sample}: fits ${tablet} px, ${language}`, [`${width} px`]);
  }
}

async function mailFits(page, path, { looks }) {
  await page.goto(`${site.address}${path}/apercu`);
  for (const look of looks) {
    await page.setViewportSize({ width: look.width, height: 900 });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    ok(width <= look.width, `${path}: fits, ${look.name}`, [`${width} px`]);
  }
}

// What there is to look at, taken by whichever page is free.
const work = loads.flatMap((load) => [
  ...chosen.map((sample) => (page) => walk(page, sample, load)),
  ...[...pages.keys()].filter((path) => path.startsWith(`/mail/${load.language}/`))
    .map((path) => (page) => mailFits(page, path, load)),
]);
await Promise.all(Array.from({ length: AT_ONCE }, async () => {
  const page = await browser.newPage();
  page.words = [];
  page.on("console", (message) => page.words.push(message.text()));
  page.on("pageerror", (error) => page.words.push(String(error)));
  for (let task = work.shift(); task; task = work.shift()) await task(page);
  await page.close();
}));

if (wanted.length) {
  await browser.close();
  site.close();
  console.log(`1..${count}`);
  process.exit(failed ? 1 : 0);
}

const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "fr-FR" });
async function open(path) {
  const page = await context.newPage();
  page.words = [];
  page.on("pageerror", (error) => page.words.push(String(error)));
  page.on("console", (message) => page.words.push(message.text()));
  await page.goto(site.address + path);
  return page;
}

async function upload(content) {
  const page = await open("/fr/import");
  await page.setInputFiles("#file", { name: "389771645FEC20260831.txt", mimeType: "text/plain", buffer: Buffer.from(content) });
  const named = await page.locator(".drop [data-file-name]").textContent();
  await page.click("form[data-upload] button[type=submit]");
  return { page, named };
}

{
  const { page, named } = await upload("JournalCode\n");
  await page.waitForURL("**/fr/import_report");
  ok(named === "389771645FEC20260831.txt", "import: the chosen file is named in its zone");
  ok(page.words.length === 0, "import: a file sent by the script ends on its report", page.words);
}
{
  const { page } = await upload("refuse-me");
  await page.waitForSelector("main .notice.bad");
  const words = await page.locator("main .notice.bad").textContent();
  ok(words.includes("256"), "import: a refusal is shown in place", [words]);
  ok(await page.locator(".drop").isVisible(), "import: after a refusal another file can be chosen");
}
{
  const page = await open("/fr/clients");
  await page.fill("#q", "zzz");
  await page.waitForSelector("#list .empty");
  ok(/\/clients\?(.*&)?q=zzz(&|$)/.test(page.url()), "clients: the list and the address follow what is typed", [page.url()]);
  ok(page.words.length === 0, "clients: htmx works under the policy", page.words);
}
{
  const page = await open("/fr/plan.running");
  const before = polls;
  await page.waitForSelector("#plan:not([data-hx-trigger])", { timeout: 8000 });
  ok(polls > before, "plan: a run under way is followed until it ends");
}
{
  const page = await open("/fr/ageing");
  await page.keyboard.press("Tab");
  const first = await page.evaluate(() => document.activeElement.className);
  ok(first === "skip", "shell: the first stop of the keyboard leads to the content", [first]);
  await page.keyboard.press("Control+k");
  ok(await page.evaluate(() => document.activeElement.id === "search"), "shell: Ctrl+K leads to the search");
}
{
  const bare = await browser.newContext({ javaScriptEnabled: false });
  const page = await bare.newPage();
  await page.goto(`${site.address}/fr/import`);
  await page.setInputFiles("#file", { name: "x.txt", mimeType: "text/plain", buffer: Buffer.from("x") });
  await page.click("form[data-upload] button[type=submit]");
  ok(page.url().endsWith("/fr/import_report"), "import: works without JavaScript", [page.url()]);
  await page.goto(`${site.address}/fr/ageing`);
  ok(!(await page.locator("[data-print]").isVisible()), "shell: what needs a script is not shown without");
}
await browser.close();
site.close();
console.log(`1..${count}`);
process.exit(failed ? 1 : 0);
