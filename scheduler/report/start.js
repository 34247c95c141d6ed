"use strict";
// Sets everything going and says so on the root element when all of it is drawn.
(() => {
  const PAPER_WIDTH = 680;

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
  }

  function makeSortable() {
    for (const table of document.querySelectorAll("table.sortable")) {
      table.querySelectorAll("thead th").forEach((head, column) => {
        head.querySelector("button").addEventListener("click", () => sortBy(table, column, head));
      });
    }
  }

  function charts() {
    return ["coverage-chart", "heat-chart", "cost-chart", "trace-chart"].map(Report.byId);
  }

  function fitPaper() {
    for (const chart of charts()) Plotly.relayout(chart, { width: PAPER_WIDTH });
  }

  function fitScreen() {
    for (const chart of charts()) Plotly.relayout(chart, { width: null, autosize: true });
  }

  async function start() {
    makeSortable();
    RosterView.start();
    RosterTable.start();
    await Charts.start();
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      RosterView.repaint();
      Charts.draw();
    });
    window.addEventListener("beforeprint", fitPaper);
    window.addEventListener("afterprint", fitScreen);
    document.documentElement.setAttribute("data-ready", "true");
  }

  start();
})();
