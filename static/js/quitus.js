/* What a page does better with a script; every page is whole without. */
"use strict";

for (const element of document.querySelectorAll("[data-script]")) element.hidden = false;

/* On a phone the tabs and the sections run out of the screen: the open one is brought into it. */
for (const open of document.querySelectorAll(".tabs [aria-current], .rail [aria-current]"))
  open.scrollIntoView({ block: "nearest", inline: "nearest" });

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
    const search = document.getElementById("search");
    if (search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
  for (const menu of document.querySelectorAll("details.menu[open]"))
    if (!menu.contains(event.target)) menu.open = false;
});

/* An address is copied whole; where the browser will not, it stands selected. */
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    button.setAttribute("aria-live", "polite");
    button.textContent = button.dataset.done;
  } catch {
    field.focus();
  }
});

/* A form sends once: a second click on a slow line must not ask twice. */
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "1";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

/* A file dropped anywhere on its zone, and how far its upload has come. */
function prepareUpload(form) {
  const zone = form.querySelector(".drop");
  const input = form.querySelector("input[type=file]");
  const name = () => {
    if (!input.files.length) return;
    for (const place of form.querySelectorAll("[data-file-name]"))
      place.textContent = input.files[0].name;
  };
  input.addEventListener("change", name);
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
    zone.addEventListener(kind, (event) => {
      event.preventDefault();
      zone.classList.toggle("over", kind === "dragenter" || kind === "dragover");
    });
  }
  zone.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    name();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    upload(form);
  });
}

function upload(form) {
  const card = form.querySelector("[data-progress]");
  const bar = card.querySelector("progress");
  const state = card.querySelector("[data-state]");
  const button = form.querySelector("button[type=submit]");
  const end = (words) => {
    state.textContent = words;
    bar.value = 0;
    form.classList.remove("uploading");
    button.disabled = false;
  };
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.responseType = "document";
  request.upload.onprogress = (event) => {
    if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total;
  };
  request.upload.onload = () => {
    bar.removeAttribute("value");
    state.textContent = state.dataset.reading;
  };
  request.onerror = () => end(state.dataset.failed);
  request.onload = () => {
    const answer = request.response;
    if (request.status < 400) {
      window.location.assign(request.responseURL);
    } else if (answer && answer.querySelector("main")) {
      document.title = answer.title;
      document.querySelector("main").replaceWith(answer.querySelector("main"));
      for (const next of document.querySelectorAll("form[data-upload]")) prepareUpload(next);
    } else {
      end(state.dataset.failed);
    }
  };
  card.hidden = false;
  button.disabled = true;
  form.classList.add("uploading");
  request.send(new FormData(form));
}

for (const form of document.querySelectorAll("form[data-upload]")) prepareUpload(form);

/* Rows of a list that are ticked: all of a page at once, and how many. */
document.addEventListener("change", (event) => {
  const all = event.target.closest("[data-check-all]");
  const table = event.target.closest("table");
  if (!table) return;
  const boxes = [...table.querySelectorAll("tbody input[type=checkbox]")];
  if (all) for (const box of boxes) box.checked = all.checked;
  const ticked = document.querySelector("[data-ticked]");
  if (ticked) ticked.dataset.count = boxes.filter((box) => box.checked).length;
});
document.addEventListener("htmx:after:swap", () => {
  for (const element of document.querySelectorAll("[data-script]")) element.hidden = false;
});
