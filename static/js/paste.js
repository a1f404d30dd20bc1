// A block of cells copied from a spreadsheet and pasted into the grid fills it from the chosen cell on.
const grid = document.querySelector("[data-paste-grid]");

const cells = () => [...grid.querySelectorAll("[data-row]")].map((row) => [...row.querySelectorAll("[data-cell]")]);

const place = (input, rows) => {
  for (let row = 0; row < rows.length; row += 1) {
    const column = rows[row].indexOf(input);
    if (column >= 0) return [row, column];
  }
  return null;
};

grid?.addEventListener("paste", (event) => {
  if (!event.target.matches("[data-cell]")) return;
  const text = event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "");
  if (!/[\t\n]/.test(text)) return;
  event.preventDefault();
  const rows = cells();
  const [top, left] = place(event.target, rows);
  text.split("\n").forEach((line, down) => {
    line.split("\t").forEach((value, across) => {
      const input = rows[top + down]?.[left + across];
      if (!input) return;
      input.value = value.trim();
      input.classList.add("changed");
    });
  });
});

// Arrow keys move between rows, as in a spreadsheet.
grid?.addEventListener("keydown", (event) => {
  if (!event.target.matches("[data-cell]") || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  const rows = cells();
  const [row, column] = place(event.target, rows);
  const next = rows[row + (event.key === "ArrowDown" ? 1 : -1)]?.[column];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.select();
});

grid?.addEventListener("input", (event) => {
  if (event.target.matches("[data-cell]")) event.target.classList.toggle("changed", event.target.value !== event.target.defaultValue);
});
