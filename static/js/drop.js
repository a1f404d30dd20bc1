// Files dropped on a zone go into its file input, which works alone too; the zone then names them.
const over = (zone, isOver) => zone.classList.toggle("over", isOver);

const name = (zone) => {
  const [file] = zone.querySelector('input[type="file"]').files;
  const words = zone.querySelector("[data-words]");
  if (!file || !words) return;
  const size = file.size < 1_000_000 ? `${Math.ceil(file.size / 1000)} kB` : `${(file.size / 1_000_000).toFixed(1)} MB`;
  words.textContent = `${file.name} · ${size}`;
};

for (const zone of document.querySelectorAll("[data-dropzone]")) {
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    over(zone, true);
  });
  zone.addEventListener("dragleave", () => over(zone, false));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    over(zone, false);
    const input = zone.querySelector('input[type="file"]');
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    name(zone);
  });
  zone.addEventListener("change", () => name(zone));
}

// A large file takes a while: say so, and do not send it twice.
for (const form of document.querySelectorAll("form[data-drop]")) {
  form.addEventListener("submit", () => {
    const button = form.querySelector("button.primary");
    button.setAttribute("aria-disabled", "true");
    setTimeout(() => { button.disabled = true; }, 0);
  });
}
