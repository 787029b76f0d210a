// The meeting room's screen: pages turn at once here and two seconds later on the other screens; what is decided is
// said to be saved once the program answered that the entry is on the disk, and never before.

import { Room, command } from "./room_keys.js";

const said = document.body.dataset;
const main = document.getElementById("main");
const line = document.getElementById("said");
const confirm = document.getElementById("confirm");
const room = new Room({ leads: said.leads === "1", languages: said.languages.split(" ") });
const SCROLL = 0.7; // of the text's height
const SAID_FOR = 8000; // ms
let fading = 0;

const slides = () => document.getElementById("slides");
const shown = () => slides().querySelector(`[data-slide="${room.slide}"]`);
const text = () => shown()?.querySelector(".slide__text");

function take() {
  const now = slides().dataset;
  room.told({ slide: Number(now.shown), language: now.language, count: slides().children.length, turn: Number(now.turn) });
  main.setAttribute("hx-vals", JSON.stringify({ seen: now.version }));
  draw();
}

function draw() {
  for (const slide of slides().children) slide.hidden = slide.dataset.slide !== String(room.slide);
  for (const one of slides().querySelectorAll("[data-in]")) one.hidden = one.dataset.in !== room.language;
  document.getElementById("at").textContent = `${room.slide + 1} / ${room.count}`;
  document.getElementById("language").textContent = room.language.toUpperCase();
}

function scrolls() {
  const box = text();
  if (!box || box.scrollHeight <= box.clientHeight + 4) return 0;
  const atEnd = box.scrollTop + box.clientHeight >= box.scrollHeight - 4;
  const atTop = box.scrollTop <= 4;
  return { down: atEnd ? 0 : 1, up: atTop ? 0 : -1 };
}

function tell(sentence, tone = "") {
  line.textContent = sentence;
  line.className = `room__said${tone ? ` room__said--${tone}` : ""}`;
  clearTimeout(fading);
  if (tone === "saved") fading = setTimeout(() => tell(""), SAID_FOR);
}

async function post(address, facts) {
  const body = new URLSearchParams(facts);
  body.set("csrfmiddlewaretoken", document.querySelector("#token input").value);
  const answer = await fetch(address, { method: "POST", body, credentials: "same-origin", headers: { "X-Requested-With": "fetch" } });
  return answer.json();
}

function turn() {
  draw();
  if (text()) text().scrollTop = 0;
  if (!room.leads) return; // this screen looks for itself, until the room turns a page
  room.turning += 1;
  post(said.turn, { slide: room.slide, language: room.language }).then(({ turn: number }) => {
    room.turned(number);
    if (slides().dataset.language !== room.language) htmx.trigger(main, "again"); // the words around the texts too
  }, () => { room.turned(); tell(said.lost, "wrong"); });
}

/** Record a decision. The form it came from closes once the entry is on the disk; else it says what is wrong. */
async function decide(act, facts = {}, dialog = null) {
  if (room.busy) return;
  room.busy = true;
  tell(said.saving);
  const wrong = (sentence) => {
    if (dialog) dialog.querySelector(".room__wrong").textContent = sentence;
    tell(sentence, "wrong");
  };
  try {
    const answer = await post(said.decide, { act, recommendation: shown()?.dataset.key ?? "", ...facts });
    if (answer.saved) {
      dialog?.close();
      tell(`✓ ${answer.said}`, "saved");
      htmx.trigger(main, "again");
    } else wrong(answer.said || said.trouble);
  } catch {
    wrong(said.trouble);
  } finally {
    room.busy = false;
  }
}

function ask(act) {
  document.getElementById("confirm-said").textContent = said[act].replace("{number}", shown()?.dataset.number ?? "");
  confirm.hidden = false;
}

function open(act) {
  const dialog = document.getElementById(act);
  dialog.querySelector("form").reset();
  dialog.querySelector(".room__wrong").textContent = "";
  for (const place of dialog.querySelectorAll("[data-number]")) place.textContent = shown()?.dataset.number ?? "";
  if (act === "word") {
    for (const one of shown().querySelectorAll("[data-in]")) {
      const field = document.getElementById(`text_${one.dataset.in}`);
      const words = one.querySelector("[data-words]");
      if (field) field.value = words ? words.innerText.trim() : "";
    }
  }
  dialog.showModal();
  const first = act === "word" ? document.getElementById(`text_${room.language}`) : dialog.querySelector("input:not([type=radio]), input");
  first?.focus();
}

const doing = {
  show: () => {
    if (!room.busy) tell(""); // what was said was said of the page that is left
    turn();
  },
  scroll: ({ by }) => text().scrollBy({ top: by * text().clientHeight * SCROLL, behavior: "smooth" }),
  ask: ({ act }) => ask(act),
  decide: ({ act }) => { confirm.hidden = true; decide(act); },
  form: ({ act }) => open(act),
  keys: () => document.getElementById("keys").showModal(),
  whole: () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()).catch(() => {}),
  refuse: () => tell(said.nothing, "wrong"),
  close: () => { if (confirm) confirm.hidden = true; tell(""); },
};

document.addEventListener("keydown", (event) => {
  const dialog = document.querySelector("dialog[open]");
  if (dialog) return inDialog(event, dialog);
  if (event.repeat && !/^(Arrow|Page)/.test(event.key)) return;
  if (event.target.closest?.("a, button") && event.key === "Enter" && !room.armed) return;
  const asked = command(event, document.documentElement.dir === "rtl");
  if (!asked) return;
  const way = scrolls();
  const effect = room.press(asked, { scrolls: way ? way[asked] ?? 0 : 0, onRecommendation: Boolean(shown()?.dataset.key) });
  if (!effect.do) return;
  event.preventDefault();
  doing[effect.do](effect);
});

function inDialog(event, dialog) {
  if (dialog.id === "keys") {
    if (["?", "Enter", " "].includes(event.key)) { event.preventDefault(); dialog.close(); }
    return;
  }
  if (dialog.id === "word" && event.key === "Enter" && event.ctrlKey) { event.preventDefault(); dialog.querySelector("form").requestSubmit(); }
  if (dialog.id === "judge" && /^[1-9]$/.test(event.key) && event.target.name !== "why") {
    const one = dialog.querySelector(`[data-digit="${event.key}"]`);
    if (one) { event.preventDefault(); one.checked = true; document.getElementById("judge-why").focus(); }
  }
}

for (const dialog of document.querySelectorAll("dialog form")) {
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    const facts = Object.fromEntries(new FormData(event.target));
    decide(event.target.parentElement.id, { ...facts, language: room.language }, event.target.parentElement);
  });
}

document.addEventListener("htmx:afterSwap", () => { if (line.textContent === said.lost) tell(""); take(); });
document.addEventListener("htmx:sendError", () => tell(said.lost, "wrong"));
document.addEventListener("htmx:responseError", () => tell(said.lost, "wrong"));
take();
