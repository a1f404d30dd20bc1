// A box that checks all boxes of a name: <input type="checkbox" data-checks="partner">.
document.addEventListener("change", (event) => {
  const name = event.target.dataset?.checks;
  if (!name) return;
  for (const box of document.querySelectorAll(`input[type="checkbox"][name="${name}"]`)) box.checked = event.target.checked;
});
