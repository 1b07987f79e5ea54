// On a phone a table's rows stand one under another, each cell with its column's name. The names are taken from the
// head of the table; roles keep it a table for screen readers. Without this, a wide table scrolls sideways.
export function nameColumns(table) {
  const columns = [...table.querySelectorAll("thead th")].map((header) => header.textContent.trim());
  table.classList.add("hr-table");
  table.setAttribute("role", "table");
  for (const part of table.querySelectorAll("thead, tbody")) {
    part.setAttribute("role", "rowgroup");
  }
  for (const row of table.querySelectorAll("tr")) {
    row.setAttribute("role", "row");
    [...row.cells].forEach((cell, index) => {
      const header = cell.tagName === "TH";
      cell.setAttribute("role", header ? (cell.scope === "row" ? "rowheader" : "columnheader") : "cell");
      if (!header) {
        cell.dataset.column = columns[index] ?? "";
      }
    });
  }
}
