// The clock of whoever is held goes on while a page stands open: [data-until] is carried on from the server's time.

const HOUR = 3600000;
const SHAPES = { running: "■", soon: "▲", over: "●" };
const seen = new WeakMap(); // clock -> when it came, on this machine's even clock

function left(clock) {
  if (!seen.has(clock)) seen.set(clock, performance.now());
  return Number(clock.dataset.until) - Number(clock.dataset.now) - (performance.now() - seen.get(clock));
}

function said(milliseconds, words) {
  const minutes = Math.floor(Math.abs(milliseconds) / 60000);
  const hours = Math.floor(minutes / 60);
  const text = hours ? words.hours : words.minutes;
  return text.replace("{h}", hours).replace("{m}", hours ? String(minutes % 60).padStart(2, "0") : minutes);
}

function tick() {
  for (const clock of document.querySelectorAll("[data-until]")) {
    const rest = left(clock);
    const state = rest <= 0 ? "over" : rest < HOUR ? "soon" : "running";
    const sentence = (rest <= 0 ? clock.dataset.over : clock.dataset.left).replace("{time}", said(rest, clock.dataset));
    const [shape, line] = [clock.querySelector("[data-shape]"), clock.querySelector("[data-sentence]")];
    if (shape) shape.textContent = SHAPES[state];
    if (line) line.textContent = sentence;
    if (clock.dataset.state !== state) turn(clock, state, sentence);
  }
}

// It is said aloud when it turns, and once it is over the page says so too.
function turn(clock, state, sentence) {
  clock.dataset.state = state;
  const say = document.getElementById("say");
  if (say) say.textContent = sentence;
  const overdue = document.getElementById("overdue");
  if (overdue && state === "over") overdue.hidden = false;
}

setInterval(tick, 5000);
document.addEventListener("htmx:afterSettle", tick);
tick();
