// The code of a receipt, read into its field: once it is whole it is checked, without a key. A hand that types it may
// press Enter.

const WHOLE = /JALON\s*RECU.*ED25519.*[/!]\s*[0-9A-F&É"'(\-È_ÇÀQ]{16}\s*[/!]\s*\S{103}$/is;
const QUIET = 200; // milliseconds after the last sign
let timer = 0;

document.addEventListener("input", (event) => {
  const field = event.target.closest?.("[data-receipt]");
  if (!field) return;
  clearTimeout(timer);
  timer = setTimeout(() => { if (WHOLE.test(field.value.trim())) field.form.requestSubmit(); }, QUIET);
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.closest?.("[data-receipt]") || event.defaultPrevented) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});
