"use strict";
// Long tables: sorted by their headings, opened in full, filtered as the roster is.
const Lists = (() => {
  const { byId, number } = Report;

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

  // The roster's filter is the one there is: its fields stand here a second time
  function startFairness() {
    // In the order of the roster's agents until somebody sorts them
    const rows = [...document.querySelector("table.fairness").tBodies[0].rows];
    for (const key of ["text", "team", "place", "contract", "skill"]) {
      const [own, shared] = [byId(`fairness-${key}`), byId(`roster-${key}`)];
      if (own.tagName === "SELECT") own.replaceChildren(...[...shared.options].map((option) => option.cloneNode(true)));
      own.parentElement.hidden = shared.parentElement.hidden;
      own.addEventListener(own.tagName === "SELECT" ? "change" : "input", () => {
        shared.value = own.value;
        RosterView.filter();
      });
      RosterView.onFilter(() => {
        own.value = shared.value;
      });
    }
    RosterView.onFilter(() => showFairness(rows));
    showFairness(rows);
  }

  function showFairness(rows) {
    let listed = 0;
    rows.forEach((row, agent) => {
      row.hidden = !RosterView.isMeant(agent);
      listed += !row.hidden;
    });
    byId("fairness-count").textContent = `${number(listed)} of ${number(rows.length)} agents listed.`;
  }

  function start() {
    makeSortable();
    startShortages();
    startFairness();
  }

  return { start };
})();
