// A sheet of paper keyed in: the keyboard alone, a line a row. What the cells mean the server reads; here the cursor
// moves, a ditto mark repeats the cell above, a document that is swiped fills its line, and every cell that is left is
// kept at the server at once, so that a power cut loses nothing.

const form = document.querySelector("form[data-grid]");
const rows = () => [...form.querySelectorAll("tr[data-row]")];
const cellsOf = (row) => [...row.querySelectorAll("[data-cell]")];
const DITTO = '"';
const OF_THE_DOCUMENT = new Set(["surname", "given", "sex", "born", "nationality", "document", "number", "state"]);
const ONE_SIGN = new Set(["sex"]); // one sign says it all: the cursor goes on by itself

let keeping = null; // the draft on its way
let again = false; // something was typed meanwhile
let sent = false;

function above(cell) {
  const all = rows();
  const at = all.indexOf(cell.closest("tr"));
  for (let before = at - 1; before >= 0; before -= 1) {
    const value = same(all[before], cell.dataset.cell).value;
    if (value !== "" || cell.dataset.over === undefined) return value;
  }
  return "";
}

function same(row, code) {
  return row.querySelector(`[data-cell="${code}"]`);
}

/** What Enter goes to: the next cell of this line that is to be filled, else the first of the next line. */
function nextToFill(cell) {
  const all = cellsOf(cell.closest("tr"));
  const later = all.slice(all.indexOf(cell) + 1);
  const swiped = cell.closest("tr").querySelector("[data-mrz]").value !== "";
  const wanted = later.find((one) => one.dataset.over === undefined && !(swiped && OF_THE_DOCUMENT.has(one.dataset.cell)));
  return wanted ?? firstOf(lineAfter(cell, 1));
}

function firstOf(row) {
  return row ? cellsOf(row)[0] : form.querySelector("button[data-key=F10]");
}

function lineAfter(cell, step) {
  const all = rows();
  return all[all.indexOf(cell.closest("tr")) + step];
}

function go(to) {
  to?.focus();
  to?.select?.();
}

function copyDown(cell) {
  const value = above(cell);
  if (value === "") return;
  cell.value = value;
  changed(cell);
  go(nextToFill(cell));
}

function changed(cell) {
  const row = cell.closest("tr");
  if (OF_THE_DOCUMENT.has(cell.dataset.cell)) mark(row, ""); // typed over: what the machine read counts no more
  carry();
  keep();
}

function mark(row, mrz) {
  row.querySelector("[data-mrz]").value = mrz;
  row.querySelector(".swiped").hidden = mrz === "";
}

/** What an empty cell carries over from above stands in it, pale. */
function carry() {
  const last = { direction: choice("direction") === "exit" ? "S" : "E", means: means(), document: "" };
  for (const row of rows()) {
    for (const code of Object.keys(last)) {
      const cell = same(row, code);
      cell.placeholder = last[code];
      last[code] = cell.value.trim() || last[code];
    }
  }
}

function choice(name) {
  return form.elements[name]?.value ?? "";
}

function means() {
  const select = form.elements.transport;
  return select ? String(select.selectedIndex + 1) : "";
}

form?.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented) {
    event.preventDefault();
    location.assign(form.dataset.esc);
    return;
  }
  const cell = event.target.closest("[data-cell]");
  if (!cell || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const moves = {
    Enter: () => nextToFill(cell),
    ArrowDown: () => lineAfter(cell, 1) && same(lineAfter(cell, 1), cell.dataset.cell),
    ArrowUp: () => lineAfter(cell, -1) && same(lineAfter(cell, -1), cell.dataset.cell),
  };
  if (event.key === "F4" || (event.key === DITTO && cell.value === "")) {
    event.preventDefault();
    copyDown(cell);
  } else if (moves[event.key] && !(cell.list && event.key.startsWith("Arrow") && cell.value !== "")) {
    event.preventDefault();
    go(moves[event.key]());
  }
});

form?.addEventListener("input", (event) => {
  const cell = event.target.closest("[data-cell]");
  if (!cell) return carry();
  if (OF_THE_DOCUMENT.has(cell.dataset.cell)) mark(cell.closest("tr"), "");
  if (ONE_SIGN.has(cell.dataset.cell) && cell.value.trim().length === 1) go(nextToFill(cell));
});

// What may be written in the cell where the cursor stands, alone: twenty lines want the room.
form?.addEventListener("focusin", (event) => {
  const code = event.target.dataset.cell;
  for (const legend of form.querySelectorAll("[data-legend]")) legend.hidden = legend.dataset.legend !== code;
});

form?.addEventListener("change", () => { carry(); keep(); });

// A reader's burst is a document: it fills the line where the cursor stands.
document.addEventListener("jalon:swiped", (event) => {
  if (!form) return;
  event.preventDefault();
  const here = document.activeElement.closest?.("tr[data-row]");
  const row = here ?? rows().find((one) => cellsOf(one).every((cell) => cell.value === ""));
  if (row) fill(row, event.detail);
});

async function fill(row, mrz) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.set("mrz", mrz);
  const said = document.querySelector(`[data-draft-status="${form.id}"]`);
  try {
    const answer = await fetch(form.dataset.readUrl, { method: "POST", body });
    const read = await answer.json();
    if (!answer.ok) throw new Error(read.problems.join(" "));
    for (const [code, value] of Object.entries(read.cells)) same(row, code).value = value;
    mark(row, mrz);
    said.textContent = read.problems.join(" ");
    carry();
    keep();
    const time = same(row, "time");
    go(time.value === "" ? time : firstOf(rows()[rows().indexOf(row) + 1]));
  } catch (fault) {
    said.textContent = fault instanceof TypeError ? form.dataset.unread : fault.message || form.dataset.unread;
  }
}

/** Keep the whole form at the server: one request at a time, so that an older one never overtakes a newer. */
function keep() {
  if (sent) return;
  if (keeping) { again = true; return; }
  const body = new FormData(form);
  body.set("form", form.id);
  again = false;
  keeping = fetch(form.dataset.keepUrl, { method: "POST", body, keepalive: true })
    .then((answer) => say(answer.ok && !answer.redirected ? "kept" : "failed"))
    .catch(() => { say("failed"); setTimeout(keep, 3000); })
    .finally(() => { keeping = null; if (again) keep(); });
}

function say(word) {
  const line = document.querySelector(`[data-draft-status="${form.id}"]`);
  if (line && !sent) line.textContent = line.dataset[word];
}

// The sheet is sent once its last draft has arrived: a draft that came later would bring back what is recorded.
form?.addEventListener("submit", (event) => {
  if (!keeping) { sent = true; return; }
  event.preventDefault();
  sent = true;
  const wait = keeping;
  again = false;
  wait.finally(() => form.submit());
});
addEventListener("pagehide", () => { if (form && !sent && document.activeElement?.closest?.("[data-grid]")) keep(); });

if (form) {
  for (const legend of form.querySelectorAll("[data-legend]")) legend.hidden = true;
  carry();
  const wrong = form.querySelector("[aria-invalid=true]");
  const empty = rows().find((row) => cellsOf(row).every((cell) => cell.value === ""));
  // look.js puts the cursor at what is wrong once it has drawn the page; the first empty line is where work begins.
  if (!wrong && empty) go(firstOf(empty));
}
