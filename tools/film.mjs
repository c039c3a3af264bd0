#!/usr/bin/env node
// Records the short films of the help: static/video/NAME.webm and NAME.jpg, its poster. Each is a
// script of steps on the demo firm, with a pointer and a line that says what is done, in French and
// without sound; the article beside it says the same in words. Not a part of `make all` or `check`:
// run it when a page of a film has changed, look at the film, and commit it.
//   QUITUS=build/release/quitus node tools/film.mjs [NAME…]
// It needs Chromium with its French words, or date fields are English, and ffmpeg with VP9:
// apt-get install chromium-l10n ffmpeg
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import playwright from "playwright-core";
import { chromium } from "../tests/pages/site.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const folder = join(root, "static", "video");
const sheet = { width: 1280, height: 800 }; // what is filmed
const size = { width: 1120, height: 700 }; // and as it is kept
const FRAMES = 8; // a second
const LIMIT = 400 * 1024; // of a film, as it stands inside the program
const LONGEST = 40; // seconds

// Each step waits long enough to be read; `at` moves the pointer, `click` presses what it is on. A
// film opens one page, and goes on from there as people do.
const films = {
  portefeuille: async (film) => {
    await film.open("/clients?tab=all");
    await film.say("Tous les clients du cabinet, sous leurs onglets.");
    await film.at("#q");
    await film.say("Tapez le début d’un nom : la liste suit.");
    await film.type("#q", "transp");
    await film.say("Une faute de frappe est pardonnée.");
    await film.type("#q", "transprots");
    await film.type("#q", "");
    await film.say("Chaque filtre dit d’avance combien il laisse.");
    await film.click('a[href*="late=1"]');
    await film.say("Triez par une colonne : ici, le plus en retard d’abord.");
    await film.click('thead a[href*="sort=late"]');
    await film.say("« Échu » : ce que doivent les débiteurs de chaque client.");
  },
  "changer-en-lot": async (film) => {
    await film.open("/clients?tab=all");
    await film.say("Cochez les clients à changer.");
    for (const row of [1, 2, 3, 4]) await film.click(`tbody tr:nth-child(${row}) input[type=checkbox]`);
    await film.say("Choisissez l’action : ici, poser une étiquette.");
    await film.click("button[name=act][value=tag]");
    await film.say("Dites laquelle, puis demandez l’aperçu.");
    await film.type("#value", "Bilan 2026");
    await film.click("form.card button[type=submit]");
    await film.say("Ligne par ligne, ce qui change. Rien n’est encore écrit.");
    await film.at("tbody tr:nth-child(2)");
    await film.say("Appliquez : tout est fait, ou rien.");
    await film.click("form.actions button");
    await film.say("Pendant 30 jours, un clic remet tout comme avant.");
    await film.click(".head form button");
    await film.say("C’est rétabli.");
  },
  taches: async (film) => {
    await film.open("/missions");
    await film.say("Tâches et demandes, en colonnes, avec la charge de chacun.");
    await film.at(".loads li:nth-child(2)");
    await film.say("Gardez un hub : chaque choix dit ce qu’il laisse.");
    await film.click("summary:has-text('Filtres')");
    await film.choose("select[name=hub]", 1);
    await film.click("button:has-text('Filtrer')");
    await film.click("summary:has-text('Filtres')");
    await film.say("Le tableau et la charge sont ceux de ce hub.");
    await film.at(".board");
    await film.say("La liste garde le filtre : elle se trie et s’exporte.");
    await film.click(".views a:nth-child(1)");
    await film.click(".views a:nth-child(3)");
    await film.say("Le calendrier aussi : chaque jour ouvre ce qui échoit.");
  },
  "que-part-il-demain": async (film) => {
    await film.open("/relances");
    await film.say("Le plan du jour : ce qui part, ce qui attend une décision.");
    await film.click('main a[href="/relances/demain"]');
    await film.say("« Que part-il demain ? » : les mêmes règles, sur les mêmes livres.");
    await film.at("main tbody tr:nth-child(2), main li:nth-child(2)");
    await film.say("Chaque ligne répond à « Pourquoi ? ».");
    await film.click('main a[href^="/echeances/"]');
    await film.say("Ce qui part, ce qui retient, et ce qui le changerait.");
    await film.scroll(420);
    await film.say("Et l’histoire de la facture, étape par étape.");
  },
};

// What stands over the page while it is filmed: a pointer and a line.
function overlay() {
  if (window.film) return;
  const pointer = document.createElement("div"), line = document.createElement("div");
  pointer.style.cssText = "position:fixed;left:0;top:0;width:22px;height:22px;margin:-11px;border-radius:50%;" +
    "background:rgba(216,76,32,.55);border:2px solid #fff;box-shadow:0 0 3px #000;z-index:9999;pointer-events:none;transition:transform .6s";
  line.style.cssText = "position:fixed;left:50%;top:10px;transform:translateX(-50%);max-width:90%;padding:9px 18px;" +
    "border-radius:8px;background:#16203a;color:#fff;font:600 19px/1.35 sans-serif;z-index:9998;pointer-events:none";
  window.film = {
    move: (x, y) => { pointer.style.transform = `translate(${x}px, ${y}px)`; },
    say: (text) => { line.textContent = text; line.style.display = text ? "block" : "none"; },
  };
  document.body.append(pointer, line);
}

class Film {
  constructor(page, address) {
    Object.assign(this, { page, address, text: "", x: 560, y: 300 });
    page.on("load", () => this.dress().catch(() => {}));
  }

  async dress() {
    await this.page.evaluate(overlay);
    await this.page.evaluate(([x, y, text]) => { film.move(x, y); film.say(text); }, [this.x, this.y, this.text]);
  }

  async open(path) {
    await this.page.goto(this.address + path);
    await this.dress();
    await this.opened(); // what comes before is not filmed
    await this.page.waitForTimeout(600);
  }

  async say(text) {
    this.text = text;
    await this.dress();
    await this.page.waitForTimeout(900 + 32 * text.length);
  }

  async at(selector) {
    const element = this.page.locator(selector).first();
    await element.scrollIntoViewIfNeeded();
    const box = await element.boundingBox();
    this.x = Math.min(box.x + box.width / 2, box.x + 60);
    this.y = Math.min(box.y + box.height / 2, box.y + 40);
    await this.dress();
    await this.page.waitForTimeout(800);
    return element;
  }

  async click(selector) {
    const element = await this.at(selector);
    this.text = ""; // it spoke of what goes now
    await element.click();
    await this.page.waitForLoadState();
    await this.dress();
    await this.page.waitForTimeout(900);
  }

  async type(selector, text) {
    const element = this.page.locator(selector).first();
    await element.fill("");
    await element.pressSequentially(text, { delay: 110 });
    await this.page.waitForTimeout(1200);
  }

  async choose(selector, index) {
    await (await this.at(selector)).selectOption({ index });
    await this.page.waitForTimeout(900);
  }

  async scroll(by) {
    await this.page.evaluate((y) => scrollBy({ top: y, behavior: "smooth" }), by);
    await this.page.waitForTimeout(1200);
  }
}

// The frames of the screencast, each for as long as it stood, as one film and its poster.
function write(name, frames, ended, temporary) {
  const list = frames.map(({ bytes, at }, i) => {
    const file = join(temporary, `${name}-${String(i).padStart(5, "0")}.png`);
    writeFileSync(file, bytes);
    return `file '${file}'\nduration ${Math.max(((frames[i + 1]?.at ?? ended) - at), 0.02).toFixed(3)}\n`;
  });
  const target = join(folder, `${name}.webm`), script = join(temporary, `${name}.txt`);
  writeFileSync(script, list.join("") + list.at(-1).split("\n")[0] + "\n");
  const ffmpeg = (...args) => execFileSync("ffmpeg", ["-hide_banner", "-loglevel", "error", "-y", ...args]);
  ffmpeg("-f", "concat", "-safe", "0", "-i", script, "-vf", `fps=${FRAMES}`, "-an", "-c:v", "libvpx-vp9", "-crf", "36",
    "-b:v", "0", "-g", "400", "-deadline", "good", "-cpu-used", "2", "-row-mt", "1", "-pix_fmt", "yuv420p",
    "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", target);
  const poster = join(temporary, `${name}-${String(Math.min(3, frames.length - 1)).padStart(5, "0")}.png`);
  ffmpeg("-i", poster, "-q:v", "6", "-map_metadata", "-1", "-fflags", "+bitexact", join(folder, `${name}.jpg`));
  const seconds = ended - frames[0].at, bytes = statSync(target).size;
  console.log(`${name}: ${seconds.toFixed(0)} s, ${(bytes / 1024).toFixed(0)} KiB`);
  return bytes <= LIMIT && seconds <= LONGEST;
}

async function record(browser, address, name, temporary) {
  const context = await browser.newContext({ viewport: sheet, locale: "fr-FR", colorScheme: "light", bypassCSP: true });
  const page = await context.newPage();
  await page.goto(`${address}/connexion`);
  await page.fill("input[name=email]", "claire.moreau@lemoine.example");
  await page.fill("input[name=password]", "quitus-demo-2026");
  await page.click("button[type=submit]");
  await page.waitForLoadState();
  const cast = await context.newCDPSession(page), frames = [], film = new Film(page, address);
  cast.on("Page.screencastFrame", ({ data, metadata, sessionId }) => {
    frames.push({ bytes: Buffer.from(data, "base64"), at: metadata.timestamp });
    cast.send("Page.screencastFrameAck", { sessionId }).catch(() => {});
  });
  film.opened = () => cast.send("Page.startScreencast", { format: "png", maxWidth: size.width, maxHeight: size.height });
  await films[name](film);
  await page.waitForTimeout(1500);
  const ended = Date.now() / 1000;
  await cast.send("Page.stopScreencast");
  await context.close();
  return write(name, frames, ended, temporary);
}

function freePort() {
  return new Promise((done) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

async function demo(temporary) {
  const address = `http://127.0.0.1:${await freePort()}`;
  const server = spawn(resolve(process.env.QUITUS), ["demo", "--frozen", "2026-11-23T09:00:00Z"], {
    cwd: temporary, stdio: "ignore", env: { ...process.env, QUITUS_HTTP_PORT: new URL(address).port },
  });
  for (let tries = 0; tries < 100; tries++) {
    if (await fetch(`${address}/connexion`).then((answer) => answer.ok, () => false)) return { address, server };
    await new Promise((done) => setTimeout(done, 300));
  }
  server.kill();
  throw new Error("the demo firm does not answer");
}

if (!process.env.QUITUS) throw new Error("QUITUS does not name the program");
if (spawnSync("ffmpeg", ["-version"]).error) throw new Error("ffmpeg is not here: apt-get install ffmpeg");
const wanted = process.argv.slice(2).length ? process.argv.slice(2) : Object.keys(films);
const unknown = wanted.filter((name) => !films[name]);
if (unknown.length) throw new Error(`no such film: ${unknown.join(", ")}`);
const temporary = mkdtempSync(join(tmpdir(), "quitus-film-"));
mkdirSync(folder, { recursive: true });
let held = true;
const { address, server } = await demo(temporary);
const browser = await playwright.chromium.launch({ ...chromium, args: [...(chromium.args ?? []), "--lang=fr-FR"], env: { ...process.env, LANGUAGE: "fr" } });
try {
  for (const name of wanted) held = (await record(browser, address, name, temporary)) && held;
} finally {
  await browser.close();
  server.kill();
  rmSync(temporary, { recursive: true, force: true });
}
if (!held) throw new Error(`a film is above ${LIMIT / 1024} KiB or ${LONGEST} s`);
