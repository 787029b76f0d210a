// A keyboard-wedge reader is a keyboard that types an MRZ, very fast, wherever the focus happens to be.
// Its bursts are told from a hand's typing, taken out of the field they fell into, their Enter kept from deciding, and
// the document is handed to the form #swipe.

// What a reader set to a US keyboard makes a French (AZERTY) machine write. Shift may be lost on the way.
const FRENCH = {
  "&": "1", "é": "2", '"': "3", "'": "4", "(": "5", "-": "6", "è": "7", _: "8", "ç": "9", "à": "0",
  "É": "2", "È": "7", "Ç": "9", "À": "0",
  ".": "<", ";": "<", "?": "M", ",": "M",
  a: "Q", q: "A", z: "W", w: "Z", A: "Q", Q: "A", Z: "W", W: "Z",
};
const MANGLED = /[&é"'(\-è_çàÉÈÇÀ.;,?]/g;

// KeyboardEvent.code names a key's place. IntlBackslash, beside the left Shift in Europe, is `<` to readers.
const US_PLACES = { Comma: [",", "<"], IntlBackslash: ["<", "<"] };

// Lines, signs in a line: ICAO Doc 9303 parts 4 to 7.
const SHAPES = [[3, 30], [2, 36], [2, 44]];

/** What was meant when a French keyboard layout mangled an MRZ; any other text comes back unchanged. */
export function undoFrench(text) {
  const marks = (text.match(MANGLED) || []).length;
  if (marks < 5 || (/</.test(text) && /[0-9]/.test(text))) return text;
  // No name has three M in a row: such a run of `?` is filler.
  const runs = text.replace(/\?{3,}/g, (run) => "<".repeat(run.length));
  const undone = runs.replace(/./g, (sign) => FRENCH[sign] ?? sign.toUpperCase());
  return /^[PIACV][A-Z<][A-Z0-9<\r\n]*$/.test(undone.trim()) ? undone : text;
}

/** The lines of a complete MRZ, upper case and rejoined where a line was broken, or null. */
export function mrzLines(text) {
  const signs = text.toUpperCase().replace(/\s+/g, "");
  if (!/^[PIACV][A-Z<][A-Z0-9<]+$/.test(signs)) return null;
  const shape = SHAPES.find(([lines, width]) => lines * width === signs.length);
  return shape ? signs.match(new RegExp(`.{${shape[1]}}`, "g")) : null;
}

/** Does the text have the signs and the size of a TD1, TD2, TD3, MRV-A or MRV-B? */
export function looksLikeMrz(text) {
  return mrzLines(text) !== null;
}

/** How many of the three check digits every format has (number, birth, expiry) agree: 0 to 3. */
export function digitsAgreeing(text) {
  const lines = mrzLines(text);
  if (!lines) return 0;
  const [number, dates] = lines.length === 3 ? [lines[0].slice(5), lines[1]] : [lines[1], lines[1].slice(13)];
  return [[number, 0, 9], [dates, 0, 6], [dates, 8, 14]].filter(([line, from, to]) => checkDigit(line.slice(from, to)) === line[to]).length;
}

// ICAO Doc 9303-3 §4.9: weights 7, 3, 1; A is 10, the filler is 0.
function checkDigit(field) {
  const sum = [...field].reduce((total, sign, at) => total + (sign === "<" ? 0 : parseInt(sign, 36)) * [7, 3, 1][at % 3], 0);
  return String(sum % 10);
}

/** The sign a US keyboard gives for a key at this place; null when the place is unknown. */
function usSign({ code = "", shiftKey = false, key }) {
  if (/^Key[A-Z]$/.test(code)) return code[3];
  if (/^(Digit|Numpad)[0-9]$/.test(code)) return shiftKey && code[0] === "D" ? null : code.slice(-1);
  return US_PLACES[code]?.[shiftKey ? 1 : 0] ?? (code ? null : key);
}

/**
 * Tells a reader's burst from typing by its rhythm. Milliseconds of `clock`: gap between keys until recognised, with one
 * late key forgiven up to slack; silence ends a burst; pause is the silence allowed after Enter, while a line is to come.
 * So many keys in that rhythm come from no hand, whatever they write: a bar code, a magnetic card.
 */
export class KeyBuffer {
  constructor({ clock = () => performance.now(), gap = 35, slack = 80, silence = 120, pause = 400, enough = 5, many = 12 } = {}) {
    Object.assign(this, { clock, gap, slack, silence, pause, enough, many, rested: -Infinity });
    this.reset();
  }

  reset() {
    Object.assign(this, { keys: "", places: "", late: 0, recognised: false, last: -Infinity });
  }

  /** Take one key: "first" of what may be a burst, "maybe", or "burst": keep the key from the page. */
  press(key) {
    const now = this.clock();
    const wait = now - this.last;
    if (this.recognised ? wait > (this.keys.endsWith("\n") ? this.pause : this.silence) : !this.#inRhythm(wait)) this.reset();
    this.keys += key.key;
    this.places += usSign(key) ?? "\u0000";
    this.last = now;
    if (!this.recognised) this.recognised = this.keys.length >= this.enough && (begins(this.keys) || begins(this.places));
    return this.recognised ? "burst" : this.keys.length === 1 ? "first" : "maybe";
  }

  /** Keys too quick for a hand, which write no document. */
  noisy() {
    return !this.recognised && this.keys.length >= this.many;
  }

  #inRhythm(wait) {
    if (wait <= this.gap) return true;
    this.late += 1;
    return wait <= this.slack && this.late <= 1;
  }

  /** Does an Enter pressed now belong to a burst (one going on, or one just ended)? Then it ends a line. */
  enter() {
    const now = this.clock();
    if (now - this.rested <= this.pause) return true;
    if (this.noisy() && now - this.last <= this.slack) {
      this.rested = now;
      this.reset();
      return true;
    }
    if (!this.recognised || now - this.last > this.pause) return false;
    if (!this.keys.endsWith("\n")) {
      this.keys += "\n";
      this.places += "\n";
    }
    this.last = now;
    return true;
  }

  /** The best of three readings: as written, by place on a US keyboard, French undone. Check digits decide. */
  reading() {
    const readings = [this.keys, this.places, undoFrench(this.keys)].map((text) => text.trim().toUpperCase());
    const worth = (text) => (looksLikeMrz(text) ? 1 + digitsAgreeing(text) : 0);
    return readings.reduce((best, text) => (worth(text) > worth(best) ? text : best), worth(readings[0]) ? readings[0] : readings[2]);
  }

  /** Every line has its length: no need to wait for silence. */
  complete() {
    const lines = this.keys.trim().split("\n");
    return SHAPES.some(([count, width]) => lines.length === count && lines.every((line) => line.length === width)) && looksLikeMrz(this.reading());
  }

  /** Milliseconds to wait before the burst counts as over. */
  patience() {
    return this.keys.endsWith("\n") && !looksLikeMrz(this.reading()) ? this.pause : this.silence;
  }

  /** End the burst: its text, or "". For a moment, a late Enter still belongs to it. */
  take() {
    const text = this.recognised ? this.reading() : "";
    if (this.recognised) this.rested = this.clock();
    this.reset();
    return text;
  }
}

// A mangled A is a Q.
function begins(text) {
  return /^[PIACVQ][A-Z<.;,?][A-Z0-9<.;,?&é"'(\-è_çà]*$/i.test(text.replace(/\n/g, ""));
}

// ── in the page ──

const WORTH_READING = 28; // nearly a line: the server says what is wrong with it
const A_SIGHT = 800; // milliseconds in which a sentence is not yet stale

function start() {
  const buffer = new KeyBuffer();
  const unkept = []; // swipes the server has not yet taken into its queue
  let timer = 0;
  let before = null; // the field under the burst, as it was
  let working = false;
  let sent = ""; // the swipe on its way: read twice, it is still one traveller
  let told = { at: -Infinity, timer: 0 };

  addEventListener("keydown", onKey, true);
  addEventListener("paste", onPaste, true);
  addEventListener("submit", () => { working = true; });
  addEventListener("beforeunload", (event) => { if (unkept.length && !working) event.preventDefault(); });
  addEventListener("pageshow", () => { working = false; });
  document.addEventListener("htmx:beforeRequest", () => { working = true; });
  for (const name of ["htmx:afterSettle", "htmx:sendError", "htmx:timeout", "htmx:swapError"]) {
    document.addEventListener(name, () => { working = false; sent = ""; next(); });
  }

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Enter" || event.key === "Tab") {
      const noisy = buffer.noisy();
      if (!buffer.enter()) return;
      keep(event);
      return noisy ? undefined : settle();
    }
    if (event.key.length !== 1) return;
    if (event.repeat) return buffer.reset(); // a key held down has the rhythm of a reader
    const state = buffer.press(event);
    if (state === "first") {
      before = snapshot(document.activeElement);
      if (performance.now() - told.at > A_SIGHT) hush();
    }
    if (state !== "burst") return noise();
    restore();
    keep(event);
    settle();
  }

  function keep(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  // In a field the officer sees what a bar code wrote; elsewhere it would go unseen.
  function noise() {
    if (!buffer.noisy() || before) return;
    clearTimeout(timer);
    timer = setTimeout(() => tell("unread"), buffer.silence);
  }

  function settle() {
    clearTimeout(timer);
    if (buffer.complete()) return finish();
    if (buffer.recognised) timer = setTimeout(finish, buffer.patience());
  }

  function finish() {
    clearTimeout(timer);
    const text = buffer.take();
    if (looksLikeMrz(text) || text.length >= WORTH_READING) swipe(text);
    else if (text) tell("incomplete");
  }

  function onPaste(event) {
    const text = undoFrench(event.clipboardData?.getData("text") || "");
    if (!looksLikeMrz(text) || event.target.name === "mrz") return;
    keep(event);
    swipe(text.trim().toUpperCase());
  }

  function snapshot(field) {
    if (!field?.matches?.("input, textarea, select")) return null;
    return { field, value: field.value };
  }

  function restore() {
    if (before) before.field.value = before.value;
    before = null;
  }

  function swipe(text) {
    hush();
    const form = document.getElementById("swipe");
    const plain = text.replace(/\s/g, "");
    const shown = document.querySelector(".mrz")?.textContent.replace(/\s/g, "") ?? document.querySelector("[data-undecided]")?.dataset.undecided;
    if ([shown, sent, ...unkept].includes(plain)) return tell("again");
    // A vehicle's list takes one card after the other: what comes while the server answers goes right after it.
    if (working && "aboard" in form.dataset && !document.querySelector("[data-undecided]")) {
      unkept.push(text);
      return show();
    }
    // On a sheet of paper no traveller is looked at: the swipe waits at the desk.
    if (working || "keep" in form.dataset || document.querySelector("[data-undecided]")) {
      unkept.push(text);
      show();
      return hand(text);
    }
    sent = plain;
    form.elements.mrz.value = text;
    form.elements.source.value = "wedge";
    form.requestSubmit();
  }

  // The queue lives at the server: closing the page cannot empty it.
  async function hand(text) {
    const form = document.getElementById("swipe");
    const body = new FormData();
    body.set("csrfmiddlewaretoken", token() ?? form.elements.csrfmiddlewaretoken.value);
    body.set("waiting", text);
    try {
      const answer = await fetch(form.dataset.waitingUrl, { method: "POST", body, keepalive: true });
      if (answer.status === 409) tell("full");
      if (answer.status === 403 || answer.redirected) tell(answer.url.includes("/shift/") ? "noshift" : "signedout");
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const at = unkept.indexOf(text);
      if (at < 0) return; // it went to the desk meanwhile
      unkept.splice(at, 1);
      const count = document.getElementById("waiting");
      if (count && !("aboard" in form.dataset)) count.dataset.count = Number(count.dataset.count || 0) + 1;
      show();
      if ("keep" in form.dataset) tell("kept");
    } catch {
      setTimeout(() => unkept.includes(text) && hand(text), 3000);
    }
  }

  // Whoever signed in elsewhere changed it: the page's own would be refused.
  function token() {
    return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  }

  function show() {
    const count = document.getElementById("waiting");
    if (!count) return;
    const all = Number(count.dataset.count || 0) + unkept.length;
    count.textContent = `${all} ${count.dataset.label}`;
    count.hidden = all === 0;
  }

  // What the server could not be given waits here, and goes first when the desk is free.
  function next() {
    show();
    if (unkept.length && !document.querySelector("[data-undecided]")) swipe(unkept.shift());
  }

  function tell(what) {
    const line = document.getElementById("wedge-word");
    if (!line) return;
    line.textContent = line.dataset[what];
    line.hidden = false;
    clearTimeout(told.timer);
    told = { at: performance.now(), timer: setTimeout(hush, 6000) };
  }

  function hush() {
    const line = document.getElementById("wedge-word");
    if (line) line.hidden = true;
  }
}

if (typeof document !== "undefined") start();
