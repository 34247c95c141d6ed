"use strict";
// Long tables: sorted by their headings, opened in full, filtered by name and contract.
const Lists = (() => {
  const { byId, number } = Report;
  const { fillSelect } = Elements;
  const ANY = "any";
  const CONTRACT = 1;

  function sortValue(row, column) {
    const cell = row.cells[column];
    return cell.dataset.sort === undefined ? cell.textContent.trim().toLowerCase() : Number(cell.dataset.sort);
  }

  // Texts that stand among numbers (a dash for "none") go last in both directions
  function compare(a, b, sign) {
    if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
    return a === b ? 0 : (a < b ? -1 : 1) * sign;
  }

  function sortBy(table, column, head) {
    const numeric = head.classList.contains("number");
    const now = head.getAttribute("aria-sort");
    const next = now === "descending" || (now === null && !numeric) ? "ascending" : "descending";
    table.querySelectorAll("thead th").forEach((cell) => cell.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", next);
    const body = table.tBodies[0];
    const sign = next === "ascending" ? 1 : -1;
    const rows = [...body.rows].map((row) => [sortValue(row, column), row]);
    rows.sort(([a], [b]) => compare(a, b, sign));
    body.append(...rows.map(([, row]) => row));
    openAll(table);
  }

  function openAll(table) {
    table.classList.remove("clipped");
    if (table.classList.contains("shortages")) byId("shortages-all").hidden = true;
  }

  function makeSortable() {
    for (const table of document.querySelectorAll("table.sortable")) {
      table.querySelectorAll("thead th").forEach((head, column) => {
        head.querySelector("button").addEventListener("click", () => sortBy(table, column, head));
      });
    }
  }

  function startShortages() {
    const table = document.querySelector("table.shortages.clipped");
    if (!table) return;
    const button = byId("shortages-all");
    button.hidden = false;
    button.textContent = `Show all ${number(table.tBodies[0].rows.length)}`;
    button.addEventListener("click", () => openAll(table));
  }

  function filterFairness(rows) {
    const text = byId("fairness-text").value.trim().toLowerCase();
    const contract = byId("fairness-contract").value;
    let listed = 0;
    for (const { row, name, own } of rows) {
      const fits = (!text || name.includes(text)) && (contract === ANY || contract === own);
      row.hidden = !fits;
      listed += fits;
    }
    byId("fairness-count").textContent = `${number(listed)} of ${number(rows.length)} agents listed.`;
  }

  function startFairness() {
    const rows = [...document.querySelector("table.fairness").tBodies[0].rows].map((row) => ({
      row, name: row.cells[0].textContent.toLowerCase(), own: row.cells[CONTRACT].textContent,
    }));
    const contracts = [...new Set(rows.map(({ own }) => own))];
    fillSelect(byId("fairness-contract"), [[ANY, "All contracts"], ...contracts.map((name) => [name, name])]);
    byId("fairness-text").addEventListener("input", () => filterFairness(rows));
    byId("fairness-contract").addEventListener("change", () => filterFairness(rows));
    filterFairness(rows);
  }

  function start() {
    makeSortable();
    startShortages();
    startFairness();
  }

  return { start };
})();
