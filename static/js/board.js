/*
 * « Missions et demandes » by keyboard and by dragging. Everything here presses a form that the page
 * or the task's own page has: without a script each is done there.
 */
"use strict";

(() => {
  const LANES = { todo: "todo", review: "review", done: "done" };
  const KEYS_OFF = "quitus board keys off";

  const works = () => [...document.querySelectorAll("[data-work]")];
  const workOf = (element) => element && element.closest && element.closest("[data-work]");
  const isTask = (work) => work.dataset.work.startsWith("task-");
  const words = () => document.getElementById("board-words").dataset;
  const linkOf = (work) => work.querySelector("a");

  /* Told to who sees and to who hears; the place outlives the page's content. */
  const voice = document.createElement("div");
  voice.setAttribute("role", "status");
  voice.className = "hidden-text";

  function say(sentence, isBad) {
    for (const old of document.querySelectorAll(".said-here")) old.remove();
    voice.textContent = sentence;
    if (!isBad) return;
    const line = document.createElement("p");
    line.className = "notice bad said-here";
    line.textContent = sentence;
    const hint = document.querySelector(".work-filter");
    hint.after(line);
    line.scrollIntoView({ block: "nearest" });
  }

  let held = null; /* the card that is dragged; none: what comes is the desktop's */
  let about = null; /* what the open dialog is about */
  let last = 0; /* the place of the card that the keys were at */

  function go(step) {
    const list = works();
    if (!list.length) return;
    const at = list.indexOf(workOf(document.activeElement));
    last = at < 0 ? (step > 0 ? 0 : list.length - 1) : Math.min(Math.max(at + step, 0), list.length - 1);
    linkOf(list[last]).focus();
    list[last].scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("focusin", (event) => {
    for (const work of document.querySelectorAll("[data-work].at")) work.classList.remove("at");
    const work = workOf(event.target);
    if (work) work.classList.add("at");
  });

  /* The same form, sent without leaving the page: the answer is the page anew, or why not. */
  async function send(form, fields, work) {
    const body = new URLSearchParams(new FormData(form));
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    const seen = { move: work.dataset.state, put_off: work.dataset.due }[body.get("act")];
    if (seen) body.set("seen", seen);
    const name = work.dataset.work;
    try {
      const answer = await fetch(work.dataset.path, { method: "POST", body });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const why = page.querySelector("main [role=alert]") || page.querySelector(".lead");
      if (!answer.ok) return say(why?.textContent.trim() || words().failed, true);
      document.querySelector("main").replaceWith(page.querySelector("main"));
      prepare();
      const told = document.querySelector("main .notice");
      if (told) say(told.textContent);
      const moved = document.querySelector(`[data-work="${name}"]`) || works()[Math.min(last, works().length - 1)];
      (moved ? linkOf(moved) : document.querySelector(".undo button") || document.body).focus();
    } catch {
      say(words().failed, true);
    }
    return undefined;
  }

  function open(id, work) {
    const dialog = document.getElementById(id);
    about = work;
    last = works().indexOf(work);
    const what = dialog.querySelector("[data-what]");
    if (what) what.textContent = work.innerText.split("\n").filter((line) => line.trim()).slice(0, 2).join(" · ");
    dialog.showModal();
    return dialog;
  }

  function move(work) {
    if (!isTask(work)) return say(words().requestStays, true);
    const buttons = [...open("move", work).querySelectorAll("[name=state]")];
    for (const button of buttons)
      button.setAttribute("aria-current", String(button.value === work.dataset.state));
    buttons[0].focus();
    return undefined;
  }

  function give(work) {
    if (!isTask(work)) return say(words().requestGive, true);
    open("give", work).querySelector("select").focus();
    return undefined;
  }

  function putOff(work, day) {
    if (!isTask(work)) return say(words().requestDay, true);
    const dialog = open("put-off", work);
    dialog.querySelector("[name=due_on]").value = day || work.dataset.due;
    dialog.querySelector(day ? "[name=reason]" : "[name=due_on]").focus();
    return undefined;
  }

  function help() {
    document.getElementById("keys-on").checked = !window.localStorage.getItem(KEYS_OFF);
    document.getElementById("keys").showModal();
  }

  const onWork = { m: move, a: give, d: putOff };
  const anywhere = {
    j: () => go(1),
    k: () => go(-1),
    "/": () => document.getElementById("q").focus(),
    "?": help,
  };

  /* Arrows go through the states. */
  function arrows(event) {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const buttons = [...document.querySelectorAll("#move [name=state]")];
    const at = buttons.indexOf(document.activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    buttons[(at + step + buttons.length) % buttons.length].focus();
  }

  function isTyping(target) {
    return target.closest("input, select, textarea, [contenteditable]");
  }

  function onKey(event) {
    if (document.querySelector("dialog[open]")) return arrows(event);
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return undefined;
    const key = event.key.toLowerCase();
    if (key !== "?" && window.localStorage.getItem(KEYS_OFF)) return undefined;
    const work = workOf(document.activeElement);
    const act = Object.hasOwn(anywhere, key) ? anywhere[key] : work && Object.hasOwn(onWork, key) && (() => onWork[key](work));
    if (!act) return undefined;
    event.preventDefault();
    return act();
  }

  function drop(place, work) {
    const lane = place.dataset.lane;
    if (!lane) return place.dataset.on === work.dataset.due ? undefined : putOff(work, place.dataset.on);
    if (work.closest("[data-lane]") === place) return undefined;
    if (!isTask(work)) return say(words().requestStays, true);
    if (!LANES[lane]) return say(words().notThere, true);
    last = works().indexOf(work);
    return send(document.querySelector("#move form"), { state: LANES[lane] }, work);
  }

  const placeOf = (event) => event.target.closest && event.target.closest("[data-lane], .day[data-on]");

  function unmark() {
    for (const place of document.querySelectorAll(".over")) place.classList.remove("over");
  }

  document.addEventListener("dragstart", (event) => {
    held = workOf(event.target);
    if (!held) return;
    event.dataTransfer.setData("text/plain", held.dataset.work);
    event.dataTransfer.effectAllowed = "move";
    held.classList.add("held");
  });
  document.addEventListener("dragover", (event) => {
    const place = held && placeOf(event);
    if (!place) return;
    event.preventDefault();
    unmark();
    place.classList.add("over");
  });
  document.addEventListener("drop", (event) => {
    const place = held && placeOf(event);
    if (!place) return;
    event.preventDefault();
    const work = held;
    letGo();
    drop(place, work);
  });
  document.addEventListener("dragend", letGo);

  /* Not by « dragend » alone: a card that is gone by then sends none. */
  function letGo() {
    held = null;
    unmark();
    for (const work of document.querySelectorAll(".held")) work.classList.remove("held");
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys]")) help();
    if (event.target.closest("[data-close]")) event.target.closest("dialog").close();
  });

  document.addEventListener("change", (event) => {
    if (event.target.id !== "keys-on") return;
    if (event.target.checked) window.localStorage.removeItem(KEYS_OFF);
    else window.localStorage.setItem(KEYS_OFF, "1");
  });

  document.addEventListener("submit", (event) => {
    const dialog = event.target.closest(".sheet-dialog");
    const work = about;
    if (!dialog || !work) return;
    event.preventDefault();
    const fields = event.submitter && event.submitter.name ? { [event.submitter.name]: event.submitter.value } : {};
    dialog.close();
    send(event.target, fields, work);
  }, true);

  document.addEventListener("close", () => {
    about = null;
  }, true);

  /* Wide alone: on a phone a card is moved by its menu, and a long touch scrolls. */
  function prepare() {
    for (const element of document.querySelectorAll("[data-script]")) element.hidden = false;
    for (const work of document.querySelectorAll(".ticket[data-work], .month [data-work]")) {
      work.draggable = true;
      linkOf(work).draggable = false;
    }
  }

  if (document.getElementById("board-words")) {
    document.body.append(voice);
    document.addEventListener("keydown", onKey);
    prepare();
  }
})();
