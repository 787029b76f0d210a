// Keys are declared in the markup: data-key="F8" on a button or link presses it, on a question puts the cursor there,
// on a group of choices takes the next one. The reader's own keys never arrive here: wedge.js keeps them.

const TYPING = "input:not([type=radio]):not([type=checkbox]), select, textarea";
const PRESSING = "button, a, summary";
let working = false;

document.addEventListener("htmx:beforeRequest", () => { working = true; });
for (const name of ["htmx:afterSettle", "htmx:sendError", "htmx:timeout", "htmx:swapError"]) {
  document.addEventListener(name, () => { working = false; });
}
addEventListener("submit", () => { working = true; });
addEventListener("pageshow", () => { working = false; });

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const typing = event.target.closest?.(TYPING);
  if (typing && event.key === "Escape" && !event.target.value) typing.blur();
  else if (typing && (event.key === "Enter" || event.key === "Escape")) return leave(event, typing);
  else if (event.key === "Enter" && event.target.closest?.(PRESSING)) return;
  else if (typing && event.key.length === 1) return;
  const wanted = find(event.key);
  if (!wanted) return;
  event.preventDefault();
  // A key held down, or pressed again while the server answers, must not decide on the next traveller.
  if (!event.repeat && !working) act(wanted);
});

// In the decision's questions Enter and Esc only leave the field: deciding takes a key of its own.
function leave(event, field) {
  if (!field.form?.matches("[data-enter-leaves]")) return;
  event.preventDefault();
  field.blur();
}

function find(key) {
  const scope = document.querySelector("dialog[open]") || document;
  return [...scope.querySelectorAll("[data-key]")].find(
    (element) => element.dataset.key.split(" ").includes(key) && !element.disabled && element.getClientRects().length > 0,
  );
}

function act(element) {
  if (element.matches("fieldset")) return choose(element);
  if (element.matches("details")) {
    element.open = true;
    return element.querySelector("input, select, textarea, button")?.focus();
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
