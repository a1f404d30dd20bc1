// An answer of htmx may draw parts of the page again: what somebody has unfolded stays open, and the cursor goes where
// the answer says, by the event desk:focus with the id of a unit.
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  for (const open of event.detail.target.querySelectorAll("details[open][id]")) {
    event.detail.fragment.getElementById(open.id)?.setAttribute("open", "");
  }
});

document.addEventListener("desk:focus", (event) => {
  const unit = document.getElementById(event.detail.unit);
  unit?.querySelector("input:not([type=hidden]), textarea, select")?.focus();
});
