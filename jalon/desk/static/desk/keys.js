// Keys are declared in the markup: data-key="F8" on a button or link presses it, on a question puts the cursor there,
// on a group of choices takes the next one. The reader's own keys never arrive here: wedge.js keeps them.

// A traveller who takes the place of another is looked at before a key decides: it was meant for the one before.
const A_LOOK = 700;
const DECIDING = new Set(["Enter", "F8", "F9", "F10"]);
let drawn = { who: undecided(), at: -Infinity };

const TYPING = "input:not([type=radio]):not([type=checkbox]), select, textarea";
const PRESSING = "button, a, summary";
let working = false;

document.addEventListener("htmx:beforeRequest", () => { working = true; });
for (const name of ["htmx:afterSettle", "htmx:sendError", "htmx:timeout", "htmx:swapError"]) {
  document.addEventListener(name, () => { working = false; });
}
addEventListener("submit", () => { working = true; });
addEventListener("pageshow", () => { working = false; });

function undecided() {
  return document.querySelector("[data-traveller]")?.dataset.traveller ?? "";
}

document.addEventListener("htmx:afterSettle", () => {
  const who = undecided();
  if (who && drawn.who && who !== drawn.who) lookFirst();
  drawn.who = who;
});

// The page says that its keys wait.
function lookFirst() {
  drawn.at = performance.now();
  const sign = document.querySelector("[data-look-first]");
  if (!sign) return;
  sign.hidden = false;
  setTimeout(() => { sign.hidden = true; }, A_LOOK);
}

function tooSoon(key) {
  return drawn.who !== "" && DECIDING.has(key) && performance.now() - drawn.at < A_LOOK;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const typing = event.target.closest?.(TYPING);
  if (typing && event.key === "Enter") return leave(event, typing);
  if (typing && event.key === "Escape") return typing.blur();
  const ready = typing && typing.value === "" && readyAnswer(event.key);
  if (ready) {
    event.preventDefault();
    return fill(ready);
  }
  if (typing ? event.key.length === 1 : event.key === "Enter" && event.target.closest?.(PRESSING)) return;
  const wanted = find(event.key);
  if (!wanted) return;
  event.preventDefault();
  // A key held down, or pressed again while the server answers, must not decide on the next traveller.
  if (!event.repeat && !working && !tooSoon(event.key)) act(wanted);
});

// In the decision's questions Enter only leaves the field: deciding takes a key of its own.
function leave(event, field) {
  if (!field.form?.matches("[data-enter-leaves]") || field.matches("textarea")) return;
  event.preventDefault();
  const button = document.getElementById(field.dataset.enterPresses);
  if (button) button.click();
  else field.blur();
}

// Answers that are often given: a digit, while the field is empty, or a click writes one there; it may be gone on with.
function readyAnswer(key) {
  const there = document.activeElement.closest("[data-answers]");
  return /^[1-9]$/.test(key) && there ? there.querySelector(`[data-answer="${key}"]`) : null;
}

function fill(answer) {
  const field = answer.closest("[data-answers]").querySelector("input, textarea");
  field.value = answer.dataset.text;
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const answer = event.target.closest("[data-answer]");
  if (answer) fill(answer);
});

function find(key) {
  const scope = document.querySelector("dialog[open]") || document;
  return [...scope.querySelectorAll("[data-key]")].find(
    (element) => element.dataset.key.split(" ").includes(key) && !element.disabled && element.getClientRects().length > 0,
  );
}

function act(element) {
  if (element.matches("fieldset")) return choose(element);
  if (element.matches("details, div")) {
    element.open = true;
    return element.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  }
  if (element.matches(TYPING)) return element.select ? element.select() || element.focus() : element.focus();
  element.click();
}

function choose(group) {
  const choices = [...group.querySelectorAll("input[type=radio]:not(:disabled)")];
  const next = choices[(choices.findIndex((choice) => choice.checked) + 1) % choices.length];
  if (!next) return;
  next.checked = true;
  next.focus();
  next.dispatchEvent(new Event("change", { bubbles: true }));
}
