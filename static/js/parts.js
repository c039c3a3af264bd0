/*
 * Files of a form sent in parts: each is safe before the next one leaves, so that a cut costs one
 * part; what was begun is gone on with, also after the page was closed. Without this the same form
 * sends the same files at once.
 *
 * A form says data-parts (where an upload begins), data-token, and holds a list data-parts-list.
 */
"use strict";

const PART_BYTES = 512 * 1024;
const TRIES = 6;
const AT_ONCE = 2;

/* A refusal is an answer; a cut is none. */
class Refused extends Error {}

async function ask(form, path, body) {
  const headers = { "X-Quitus-Token": form.dataset.token, Accept: "application/json" };
  const isForm = body instanceof FormData;
  if (body && !isForm) headers["Content-Type"] = "application/json";
  const answer = await fetch(path, {
    method: body ? "POST" : "GET",
    headers,
    body: body && !isForm ? JSON.stringify(body) : body,
  });
  const model = await answer.json().catch(() => ({}));
  if (answer.ok) return model;
  if (answer.status >= 500 && answer.status !== 507) throw new Error(String(answer.status));
  throw new Refused(model.detail || String(answer.status));
}

/* The same file, chosen again for the same place, goes on where it was. */
function memory(form, file) {
  const name = `upload ${form.dataset.parts} ${file.name} ${file.size} ${file.lastModified}`;
  return {
    read: () => window.localStorage.getItem(name),
    write: (key) => window.localStorage.setItem(name, key),
    forget: () => window.localStorage.removeItem(name),
  };
}

async function begin(form, file, kept) {
  const base = form.dataset.partsBase || "/api/v1/uploads";
  const key = kept.read();
  if (key) {
    try {
      return { key, ...(await ask(form, `${base}?key=${encodeURIComponent(key)}`)) };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      kept.forget();
    }
  }
  const begun = await ask(form, form.dataset.parts, { name: file.name, size: file.size });
  kept.write(begun.key);
  return begun;
}

async function sendParts(form, file, kept, show) {
  const base = form.dataset.partsBase || "/api/v1/uploads";
  const upload = await begin(form, file, kept);
  let got = upload.got;
  while (got < file.size) {
    show(got);
    const body = new FormData();
    body.append("key", upload.key);
    body.append("offset", String(got));
    body.append("part", file.slice(got, got + PART_BYTES), "part");
    got = (await ask(form, `${base}/part`, body)).got;
  }
  show(got);
  await ask(form, `${base}/end`, { key: upload.key });
  kept.forget();
}

const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/* Where there is no network nothing is tried: it goes on as soon as there is one. */
function network() {
  if (navigator.onLine) return Promise.resolve();
  return new Promise((resolve) => { window.addEventListener("online", resolve, { once: true }); });
}

async function send(form, file, line) {
  const kept = memory(form, file);
  for (let tried = 1; ; tried += 1) {
    try {
      await sendParts(form, file, kept, line.show);
      return;
    } catch (error) {
      if (error instanceof Refused || tried === TRIES) {
        if (error instanceof Refused) kept.forget();
        throw error;
      }
      if (navigator.onLine) {
        await pause(500 * 2 ** tried);
      } else {
        line.wait();
        await network();
        tried = 0;
      }
    }
  }
}

function row(list, file) {
  const item = document.createElement("li");
  const bar = document.createElement("progress");
  const words = document.createElement("span");
  item.append(file.name, " ", bar, " ", words);
  words.setAttribute("role", "status");
  bar.setAttribute("aria-label", `${list.dataset.sending} ${file.name}`);
  bar.max = Math.max(file.size, 1);
  bar.value = 0;
  list.append(item);
  return {
    show: (got) => {
      bar.value = got;
      words.textContent = "";
      words.className = "";
    },
    wait: () => {
      words.textContent = list.dataset.waiting;
      words.className = "tag orange";
    },
    end: (text, isBad) => {
      words.textContent = text;
      if (isBad) words.className = "tag rose";
      else words.className = "tag green";
    },
  };
}

async function sendAll(form, files) {
  const list = form.querySelector("[data-parts-list]");
  const waiting = files.map((file) => ({ file, line: row(list, file) }));
  let failed = 0;
  list.hidden = false;
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      try {
        await send(form, next.file, next.line);
        next.line.end(list.dataset.done, false);
      } catch (error) {
        failed += 1;
        next.line.end(error instanceof Refused ? error.message : list.dataset.cut, true);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return failed;
}

function takeDrops(zone, input, start) {
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
    zone.addEventListener(kind, (event) => {
      event.preventDefault();
      zone.classList.toggle("over", kind === "dragenter" || kind === "dragover");
    });
  }
  zone.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    start();
  });
}

function prepare(form) {
  const zone = form.querySelector(".drop");
  const input = form.querySelector("input[type=file]");
  const button = form.querySelector("button[type=submit]");
  const list = form.querySelector("[data-parts-list]");
  const start = async () => {
    if (!input.files.length || button.disabled) return;
    button.disabled = true;
    list.replaceChildren();
    const failed = await sendAll(form, [...input.files]);
    button.disabled = false;
    delete form.dataset.sent;
    if (failed === 0) window.location.assign(form.dataset.then || form.getAttribute("action"));
  };
  if (zone) takeDrops(zone, input, start);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    start();
  });
}

for (const form of document.querySelectorAll("form[data-parts]")) prepare(form);
