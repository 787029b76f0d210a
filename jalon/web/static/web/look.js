// What every page has: the day and night switch, the clock, printing, and a spoken line for those who do not see.

const root = document.documentElement;

/** The variant shown now: what was chosen, else what the device prefers. */
function variant() {
  return root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
}

function switchVariant() {
  const next = variant() === "dark" ? "light" : "dark";
  root.dataset.theme = next;
  // A cookie, so that the server writes the attribute and no page flashes white at night.
  document.cookie = `jalon_theme=${next};path=/;max-age=31536000;samesite=lax`;
}

// The server's clock is carried on, because the device's may be wrong or in another zone.
function startClock() {
  const face = document.querySelector("[data-clock]");
  if (!face) return;
  const [hours, minutes] = face.textContent.trim().split(":").map(Number);
  const started = performance.now();
  setInterval(() => {
    const now = hours * 60 + minutes + Math.floor((performance.now() - started) / 60000);
    const shown = document.querySelector("[data-clock]");
    if (shown) shown.textContent = [Math.floor(now / 60) % 24, now % 60].map((n) => String(n).padStart(2, "0")).join(":");
  }, 5000);
}

function say() {
  const said = document.querySelector("[data-say]");
  const line = document.getElementById("say");
  if (line) line.textContent = said ? said.dataset.say : "";
  settled = performance.now();
  const wrong = document.querySelectorAll('main [aria-invalid="true"]:not([type=radio])');
  // One answer alone is wrong: the cursor stands in it. Several: the list of them is read first.
  const fault = wrong.length === 1 ? wrong[0] : document.querySelector(".errors[data-focus]");
  const first = fault || document.querySelector("[data-focus]") || document.querySelector("[data-focus-first] :is(input:not([type=hidden]), select, textarea)");
  first?.focus();
  // After htmx has put the window to its top.
  if (fault) requestAnimationFrame(() => fault.scrollIntoView({ block: "nearest" }));
}

// What was said of the last act is stale once another begins.
let settled = 0;
const A_SIGHT = 800;
document.addEventListener("keydown", () => {
  if (performance.now() - settled > A_SIGHT) document.querySelector("[data-passing]")?.remove();
});

// htmx changes the address and leaves the bar as it was: the language changes on the page that is shown now.
document.addEventListener("submit", (event) => {
  const next = event.target.querySelector("[data-here]");
  if (next) next.value = location.pathname + location.search;
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-theme-switch]")) switchVariant();
  if (event.target.closest("[data-print]")) print();
  const menu = document.querySelector("details.menu[open]");
  if (menu && !menu.contains(event.target)) menu.open = false;
});
document.addEventListener("htmx:afterSettle", say);
for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, () => trouble(false));
}
document.addEventListener("htmx:beforeRequest", () => trouble(true));

function trouble(over) {
  const banner = document.getElementById("trouble");
  if (banner) banner.hidden = over;
}

document.querySelector("[data-theme-switch]")?.removeAttribute("hidden");
startClock();
say();
