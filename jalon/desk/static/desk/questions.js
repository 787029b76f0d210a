// Which questions of the journey are asked follows the direction and the means chosen. The table is the server's: each
// question names the passages that ask it (data-asked="entry-foot entry-car"). What is not asked is not sent either, so
// no last answer is recorded that the officer does not see. Loaded before keys.js: no key decides earlier.

function chosen(name) {
  return document.querySelector(`[name=${name}]:checked`)?.value;
}

function follow() {
  const form = document.querySelector("[data-questions]");
  if (!form) return;
  const passage = `${chosen("direction")}-${chosen("transport")}`;
  const questions = [...form.querySelectorAll("[data-asked]")];
  for (const question of questions) {
    question.hidden = !("more" in form.dataset) && !question.dataset.asked.split(" ").includes(passage);
    for (const answer of question.querySelectorAll("input, select")) answer.disabled = question.hidden;
  }
  form.querySelector("[data-nothing-asked]").hidden = questions.some((question) => !question.hidden);
  const last = form.querySelector("[data-as-last-time]");
  if (last) last.hidden = !questions.some((question) => !question.hidden && question.querySelector("input, select").value);
  const more = form.querySelector("[data-ask-more]");
  more.hidden = false;
  const word = more.querySelector("[data-all]");
  if (questions.every((question) => !question.hidden)) word.textContent = word.dataset.all;
}

document.addEventListener("change", (event) => {
  if (["direction", "transport"].includes(event.target.name)) follow();
});
document.addEventListener("click", (event) => {
  const more = event.target.closest("[data-ask-more]");
  if (!more) return;
  more.closest("form").dataset.more = "";
  follow();
  more.closest("form").querySelector("[data-asked] :is(input, select)")?.focus();
});
document.addEventListener("htmx:afterSwap", follow);
follow();
