// Pictures of every page, to be looked at: wide, phone, dark, print.
//   QUITUS=build/release/quitus node tests/pages/preview.mjs FOLDER [SAMPLE…]
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import playwright from "playwright-core";
import { chromium, render, renderMail, samples, serve } from "./site.mjs";

const [folder, ...wanted] = process.argv.slice(2);
if (!folder) {
  console.error("usage: preview.mjs FOLDER [SAMPLE…]");
  process.exit(64);
}
mkdirSync(folder, { recursive: true });

const pages = new Map();
for (const sample of samples()) {
  if (wanted.length && !wanted.includes(sample)) continue;
  for (const language of ["fr", "en"]) pages.set(`/${language}/${sample}`, render(sample, language));
}
pages.set("/mail/fr/dunning.second", renderMail("dunning.second", "fr", "html"));
const site = await serve(pages);
const browser = await playwright.chromium.launch(chromium);

const looks = [
  { name: "wide", language: "fr", width: 1440, scheme: "light" },
  { name: "dark", language: "fr", width: 1440, scheme: "dark" },
  { name: "phone", language: "fr", width: 360, scheme: "light" },
  { name: "english", language: "en", width: 1440, scheme: "light" },
  { name: "print", language: "fr", width: 1050, scheme: "light", media: "print" },
];
for (const look of looks) {
  const context = await browser.newContext({
    viewport: { width: look.width, height: 900 },
    colorScheme: look.scheme,
    deviceScaleFactor: look.width < 500 ? 2 : 1,
  });
  for (const path of pages.keys()) {
    if (!path.startsWith(`/${look.language}/`)) continue;
    const page = await context.newPage();
    page.on("console", (message) => console.log(`${path} ${look.name}: ${message.text()}`));
    await page.goto(site.address + path);
    if (look.media) await page.emulateMedia({ media: look.media });
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({
      path: join(folder, `${path.split("/")[2]}-${look.name}.png`),
      fullPage: true,
    });
    await page.close();
  }
  await context.close();
}
await browser.close();
site.close();
