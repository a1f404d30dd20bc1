// An answer of htmx may draw parts of the page again: what somebody has unfolded stays open, and the cursor goes where
// the answer says, by the event desk:focus with the id of a unit.
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  for (const open of event.detail.target.querySelectorAll("details[open][id]")) {
    event.detail.fragment.getElementById(open.id)?.setAttribute("open", "");
  }
});

// The choices of a select come again where other rows of the record have changed: what is chosen in it stays chosen, as
// long as it can be, and a list that says the same is left alone.
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target: select, fragment } = event.detail;
  if (select.tagName !== "SELECT") return;
  event.detail.shouldSwap = false;
  const coming = [...fragment.querySelectorAll("option")];
  const said = (options) => JSON.stringify([...options].map((option) => [option.value, option.text]));
  if (said(coming) === said(select.options)) return;
  const chosen = select.value;
  select.replaceChildren(...coming);
  if (coming.some((option) => option.value === chosen)) select.value = chosen;
});

document.addEventListener("desk:focus", (event) => {
  const unit = document.getElementById(event.detail.unit);
  unit?.querySelector("input:not([type=hidden]), textarea, select")?.focus();
});
