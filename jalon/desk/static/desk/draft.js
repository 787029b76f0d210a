// What is being typed is kept at the server while it is typed, so that a page closed by mistake loses nothing.
// Never in the browser: a browser's store outlives the shift.

const WAIT = 600;
const waiting = new Map(); // form -> timer
let sent = null; // the form on its way: its draft would arrive after it

function keepSoon(form) {
  clearTimeout(waiting.get(form));
  waiting.set(form, setTimeout(() => keep(form), WAIT));
}

async function keep(form) {
  clearTimeout(waiting.get(form));
  waiting.delete(form);
  // A page that came since took the form away, and with it the answers that stand outside it: what is left says less
  // than what was kept.
  if (!form.isConnected) return;
  const body = new FormData(form);
  body.set("form", form.id);
  try {
    const answer = await fetch(form.dataset.draftUrl, { method: "POST", body, keepalive: true });
    say(form, answer.ok && !answer.redirected ? "kept" : "failed");
  } catch {
    say(form, "failed");
    if (form.isConnected) waiting.set(form, setTimeout(() => keep(form), 5000));
  }
}

function say(form, word) {
  const line = document.querySelector(`[data-draft-status="${form.id}"]`);
  if (line) line.textContent = line.dataset[word];
}

for (const name of ["input", "change"]) {
  document.addEventListener(name, (event) => {
    const form = event.target.form;
    if (form?.dataset.draftUrl && form !== sent) keepSoon(form);
  });
}
document.addEventListener("submit", (event) => {
  sent = event.target;
  clearTimeout(waiting.get(sent));
  waiting.delete(sent);
}, true);
for (const name of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(name, () => { sent = null; });
// Leaving for another page (refer, refuse) or closing: keep now.
addEventListener("pagehide", () => [...waiting.keys()].forEach(keep));
document.addEventListener("visibilitychange", () => document.hidden && [...waiting.keys()].forEach(keep));
document.addEventListener("htmx:beforeRequest", () => [...waiting.keys()].forEach(keep));
