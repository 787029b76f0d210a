// Documents that a reader of this machine brings to this desk without the keyboard: a full-page reader, a serial line.
// At an empty desk the next one comes up by itself, as a swipe does; else it waits and is counted.

const EVERY = 1000; // milliseconds
let waiting = null;

setInterval(async () => {
  const there = document.querySelector("[data-delivered]");
  if (!there || document.hidden) return;
  const answer = await fetch(there.dataset.delivered, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const came = await answer.json();
  const more = came.waiting > (waiting ?? 0);
  waiting = came.waiting;
  count(came.waiting);
  if (more && !document.querySelector("[data-undecided]") && document.querySelector(".desk .empty")) callNext();
}, EVERY);

function count(number) {
  const line = document.getElementById("waiting");
  if (!line) return;
  line.dataset.count = number;
  line.textContent = `${number} ${line.dataset.label}`;
  line.hidden = number === 0;
}

function callNext() {
  const form = document.getElementById("swipe");
  form.elements.mrz.value = "";
  form.elements.source.value = "waiting";
  form.requestSubmit();
  form.elements.source.value = "wedge";
}
