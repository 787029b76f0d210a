// The keypad counts as fast as fingers go. Each key is a stroke with a number of its own on this page; strokes wait in a
// queue, go to the server some at a time, and leave the queue once it said that they are on the disk. Sent again, a
// stroke counts once: the server knows its number. What waits names nobody; it is kept for this window (sessionStorage),
// so that a reload or a crash of the page loses nothing that was typed.

const QUIET = 700; // ms without a key, then what waits is sent
const GATHER = 2500; // ms after the first that waits, sent in any case: one entry holds a few seconds' strokes
const AGAIN = 1500; // ms before the server is asked again
const MOST = 100; // strokes in one request
const DEEP = 40; // how many can be taken back
const MACHINE = { gap: 25, keys: 6 }; // no hand types so many digits in that rhythm: a bar code does
const CARD = /^R[BCDFGHJKLNPRSTVXY]{12}$/;
const CARD_GAP = 1500; // ms between two letters of a card that is typed on the pad

const pad = document.getElementById("pad");
const said = pad.dataset;
const keys = document.getElementById("keys");
const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? keys.elements.csrfmiddlewaretoken.value;
const store = `jalon-strokes-${said.officer}`;
const me = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

let totals = JSON.parse(said.totals);
const stack = JSON.parse(said.stack); // cells that may be taken back, the last at the end; ["card"] for a card
let queue = kept(); // strokes not on the disk yet: {pad, n, cell, back, at}
let number = 0;
let timer = 0;
let since = 0; // when the first that waits was typed
let sending = null;
let trouble = ""; // the sentence of what stands in the way
let fast = { last: -Infinity, run: [] };

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(store) ?? "[]");
  } catch {
    return [];
  }
}

function keep() {
  try {
    if (queue.length) sessionStorage.setItem(store, JSON.stringify(queue));
    else sessionStorage.removeItem(store);
  } catch { /* a full or forbidden store: the queue still stands in the page */ }
}

const chosen = (name) => keys.querySelector(`[name=${name}]:checked`).value;
const label = (what) => pad.querySelector(`[data-what="${what}"] span`)?.textContent ?? said.card;

// ── strokes ──

function stroke(button) {
  if (button.disabled) return;
  const what = button.dataset.what;
  take([chosen("direction"), button.dataset.means || chosen("means"), what], false);
}

function take(cell, back) {
  if (!queue.length) since = performance.now();
  number += 1;
  queue.push({ pad: me, n: number, cell, back, at: Date.now() });
  if (back) last(said.taken.replace("{n}", label(cell[2])), true);
  else {
    stack.push(cell);
    if (stack.length > DEEP) stack.shift();
    last(`${label(cell[2])} · ${wayLabel(cell[0])}`);
  }
  keep();
  show();
  soon();
}

function takeBack() {
  const cell = stack.pop();
  if (!cell) return tell(said.nothing, "look");
  if (cell[0] === "card") return cardBack();
  take(cell, true);
}

function soon() {
  clearTimeout(timer);
  const left = GATHER - (performance.now() - since);
  timer = setTimeout(send, Math.max(0, Math.min(QUIET, left)));
}

/** Send what waits, oldest first; strokes of an earlier page of this window under that page's own name. */
function send() {
  if (sending || !queue.length) return sending ?? Promise.resolve();
  // One page's, with no number left out between them.
  const head = queue[0];
  const batch = queue.filter((one, at) => one.pad === head.pad && one.n === head.n + at).slice(0, MOST);
  for (const one of batch) one.sent = true;
  const now = Date.now();
  const body = form({
    pad: batch[0].pad,
    first: batch[0].n,
    since: Math.max(0, now - batch[0].at),
    until: Math.max(0, now - batch.at(-1).at),
    strokes: JSON.stringify(batch.map((one) => [...one.cell, one.back ? 1 : 0])),
  });
  sending = post(said.strokesUrl, body, true).then((answer) => {
    sending = null;
    if (!answer) return setTimeout(send, AGAIN);
    // Refused for good (a stroke that is no count): it must not stand in the way of those after it.
    const gone = answer.error ? batch.at(-1).n : answer.last;
    queue = queue.filter((one) => one.pad !== batch[0].pad || one.n > gone);
    if (answer.error) tell(answer.error, "stop");
    keep();
    since = performance.now();
    arrived(answer);
    if (queue.length) soon();
  });
  return sending;
}

/** POST; the answer, or null where nothing certain came back. */
async function post(url, body, keepalive = false) {
  try {
    const answer = await fetch(url, { method: "POST", body, keepalive });
    if (answer.redirected) trouble = answer.url.includes("/shift/") ? said.noshift : said.signedout;
    else if (answer.status === 403) trouble = said.signedout;
    else if (answer.ok || answer.status === 409) {
      trouble = "";
      return await answer.json();
    } else trouble = said.silent;
  } catch {
    trouble = said.silent;
  }
  show();
  return null;
}

function form(fields) {
  const body = new FormData();
  for (const [name, value] of Object.entries({ csrfmiddlewaretoken: token(), by: "script", ...fields })) body.set(name, value);
  return body;
}

// ── cards ──

let swiped = 0;

async function card(code) {
  if (!code.trim()) return;
  await settled();
  swiped += 1;
  const fields = { code, direction: chosen("direction"), means: chosen("means"), swipe: `${me.slice(0, 12)}:c${swiped}` };
  let answer = null;
  for (let tries = 0; !answer && tries < 40; tries += 1) {
    answer = await post(said.cardUrl, form(fields));
    if (!answer) await new Promise((done) => setTimeout(done, AGAIN));
  }
  if (!answer) return;
  if (answer.desk) return location.assign(said.deskUrl);
  if (answer.error) return tell(answer.error, "stop");
  stack.push(["card"]);
  last(`${said.card} · ${wayLabel(fields.direction)}`);
  tell(answer.said, answer.screened ? "clear" : "look");
  arrived(answer);
}

async function cardBack() {
  const answer = await post(said.backUrl, form({ card: 1 }));
  if (!answer) return stack.push(["card"]);
  if (answer.error) return tell(answer.error, "look");
  last(said.taken.replace("{n}", said.card), true);
  arrived(answer);
}

/** All that was typed so far is on the disk. */
async function settled() {
  while (queue.length) {
    await send();
    if (queue.length && trouble) await new Promise((done) => setTimeout(done, AGAIN));
  }
}

// ── what is shown ──

function arrived(answer) {
  if (answer.totals) totals = answer.totals;
  show();
}

// Large figures are what is on the disk; what waits stands beside them.
function show() {
  const way = chosen("direction");
  const waits = (test) => queue.reduce((sum, one) => sum + (test(one) ? (one.back ? -1 : 1) : 0), 0);
  const persons = new Set([...pad.querySelectorAll(".counting__key--person")].map((one) => one.dataset.what));
  for (const one of pad.querySelectorAll("[data-way]")) {
    const here = one.dataset.way;
    one.classList.toggle("counting__way--now", here === way);
    one.querySelector("[data-total]").textContent = totals[here];
    one.querySelector("[data-cards]").textContent = totals.cards[here];
    const more = one.querySelector("[data-more]");
    const waiting = waits((key) => key.cell[0] === here && persons.has(key.cell[2]));
    more.textContent = waiting < 0 ? `−${-waiting}` : `+${waiting}`;
    more.hidden = waiting === 0;
  }
  for (const one of pad.querySelectorAll("[data-count]")) one.textContent = totals.cells[way][one.dataset.count];
  pad.querySelector("[data-back]").textContent = totals.back;
  const state = pad.querySelector("[data-word]");
  state.textContent = queue.length ? (trouble || said.waiting).replace("{n}", queue.length) : said.saved;
  state.parentElement.dataset.state = queue.length ? (trouble ? "trouble" : "waiting") : "saved";
  for (const name of ["direction", "means"]) pad.querySelector(`[data-card-form] [name=${name}]`).value = chosen(name);
}

function wayLabel(way) {
  return pad.querySelector(`[data-way="${way}"] dt`).textContent;
}

function last(sentence, back = false) {
  const list = pad.querySelector("[data-last]");
  const line = document.createElement("li");
  line.textContent = sentence;
  if (back) line.className = "counting__back";
  list.prepend(line);
  while (list.children.length > 8) list.lastElementChild.remove();
}

let hushing = 0;

function tell(sentence, level) {
  const line = pad.querySelector("[data-said]");
  line.textContent = sentence;
  line.className = `banner counting__said banner--${level}`;
  line.hidden = false;
  clearTimeout(hushing);
  hushing = setTimeout(() => { line.hidden = true; }, 8000);
}

// ── keys ──

// A card's code is letters, and a reader types them anywhere: taken before wedge.js takes them for a bar code.
const letters = { text: "", at: -Infinity, any: -Infinity };

addEventListener("keydown", (event) => {
  const now = performance.now();
  const rested = now - letters.any;
  letters.any = now;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  if (event.target.matches?.("input:not([type=radio]), select, textarea")) return;
  if (letters.text && now - letters.at > CARD_GAP) letters.text = "";
  const sign = /^Key[A-Z]$/.test(event.code) ? event.code[3] : event.key.length === 1 ? event.key.toUpperCase() : "";
  if (letters.text ? /^[A-Z]$/.test(sign) : sign === "R" && rested > 60) {
    letters.text += sign;
    letters.at = now;
    keepFromThePage(event);
    if (letters.text.length === 13) setTimeout(whole, 60); // its Enter may be on the way
    return;
  }
  if (!letters.text || event.key === "Shift") return;
  if (event.key === "Enter") keepFromThePage(event);
  if (letters.text.length > 4 && !CARD.test(letters.text)) tell(said.incomplete, "look");
  if (!CARD.test(letters.text)) letters.text = "";
}, true);

function keepFromThePage(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

function whole() {
  const text = letters.text;
  letters.text = "";
  letters.read = performance.now();
  if (CARD.test(text)) card(text);
  else if (text) tell(said.incomplete, "look");
}

// After wedge.js, which keeps a travel document's digits from the page.
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.matches?.("input:not([type=radio]), select, textarea")) return;
  if (event.key === "Enter" && (performance.now() - (letters.read ?? -Infinity) < 500 || event.target.form === keys)) return event.preventDefault();
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1] ?? (/^\d$/.test(event.key) ? event.key : "");
  if (!digit && event.key !== "Backspace") return;
  event.preventDefault();
  if (event.repeat) return; // a key that is held counts once
  if (event.key === "Backspace") return takeBack();
  const button = pad.querySelector(`[data-stroke="${digit}"]`);
  if (!typedByHand()) return;
  if (button) {
    stroke(button);
    flash(button);
  }
});

/** Digits faster than any hand are a bar code's: what they counted is taken out again before it was sent. */
function typedByHand() {
  const now = performance.now();
  if (now - fast.last > MACHINE.gap) fast.run = [];
  fast.last = now;
  fast.run.push(number + 1);
  if (fast.run.length < MACHINE.keys) return true;
  if (fast.run.length === MACHINE.keys) {
    const gone = queue.filter((one) => one.pad === me && one.n >= fast.run[0]);
    queue = queue.filter((one) => one.sent || !gone.includes(one));
    stack.splice(stack.length - gone.length, gone.length);
    for (const one of gone.filter((each) => each.sent)) take(one.cell, true); // on its way already
    keep();
    show();
  }
  tell(said.machine, "look");
  return false;
}

function flash(button) {
  button.classList.add("counting__key--pressed");
  setTimeout(() => button.classList.remove("counting__key--pressed"), 120);
}

keys.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  event.preventDefault();
  if ("takeBack" in button.dataset) takeBack();
  else stroke(button);
});
// No form leaves the page: nothing else need know.
keys.addEventListener("submit", (event) => {
  event.preventDefault();
  event.stopPropagation();
});
keys.addEventListener("change", show);

pad.querySelector("[data-card-form]").addEventListener("submit", (event) => {
  event.preventDefault();
  event.stopPropagation();
  const field = event.target.elements.code;
  card(field.value);
  field.value = "";
  field.blur();
});
pad.querySelector("[data-plate-form]").addEventListener("submit", async (event) => {
  event.preventDefault();
  event.stopPropagation();
  const field = event.target.elements.plate;
  const plate = field.value;
  field.value = "";
  field.blur();
  if (!plate.trim()) return;
  await settled();
  const answer = await post(said.plateUrl, form({ plate }));
  if (!answer) field.value = plate;
  else if (answer.error) tell(answer.error, "look");
  else {
    tell(answer.said, "clear");
    const line = document.createElement("li");
    line.textContent = plate.toUpperCase();
    pad.querySelector("[data-plates]").prepend(line);
  }
});

// Leaving: sent now; what the server did not take waits in this window and goes when the pad is opened again.
addEventListener("pagehide", () => {
  sending = null;
  send();
});
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  queue = kept();
  show();
  send();
});
addEventListener("beforeunload", (event) => {
  if (queue.length && trouble) event.preventDefault();
});

show();
if (queue.length) {
  since = performance.now();
  send();
}
