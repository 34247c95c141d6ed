"use strict";
// The roster as plain tables, a week at a time: for screen readers, for copying and for paper.
const RosterTable = (() => {
  const { data, byId } = Report;
  const { element, table, scrollable } = Elements;
  const { roster, view, shiftsOf, leaveOf } = Roster;
  const WEEK = 7;
  const PAGE = 50;
  // More agents than this make a pile of paper nobody meant to print
  const MOST_PRINTED = 200;
  const page = { week: 0, first: 0 };

  function cellText(agent, day) {
    const shift = shiftsOf[agent].find((s) => s[1] === day && !(s[3] & Roster.CARRIED_IN));
    if (shift) {
      const [start, end] = [shift[4], Roster.endOf(shift)].map((m) => Report.clockText(Report.clockOf(m)));
      return `${start}–${end} ${roster.templates[shift[2]]}${shift[3] & Roster.LOCKED ? " (locked)" : ""}`;
    }
    const [from, to] = [data.days.starts[day], data.days.starts[day + 1]];
    const leave = leaveOf[agent].find(([, start, end]) => start < to && end > from);
    return leave ? roster.leaves[leave[3]] : "";
  }

  function week(agents, index) {
    const first = index * WEEK;
    const days = Array.from({ length: Math.min(WEEK, data.days.count - first) }, (_, k) => first + k);
    const heads = ["Agent", ...days.map(Report.dayLabel)];
    const rows = agents.map((agent) => [roster.agents[agent][1], ...days.map((day) => cellText(agent, day))]);
    return table(`Roster from ${heads[1]}`, heads, rows, "roster-week");
  }

  const weeks = () => Math.ceil(data.days.count / WEEK);

  function show() {
    if (!byId("roster-details").open) return;
    const rows = view.rows.slice(page.first, page.first + PAGE);
    byId("roster-table").replaceChildren(scrollable(week(rows, page.week), "Roster as a table"));
    byId("table-where").textContent =
      `Week ${page.week + 1} of ${weeks()}, agents ${rows.length ? page.first + 1 : 0} to ${page.first + rows.length} of ${view.rows.length}`;
    byId("table-earlier").disabled = page.week === 0;
    byId("table-later").disabled = page.week + 1 >= weeks();
    byId("table-up").disabled = page.first === 0;
    byId("table-down").disabled = page.first + PAGE >= view.rows.length;
  }

  function turn(weekBy, pageBy) {
    page.week += weekBy;
    page.first += pageBy * PAGE;
    show();
  }

  function fillPaper() {
    const rows = view.rows.slice(0, MOST_PRINTED);
    const parts = [];
    if (rows.length < view.rows.length) {
      parts.push(element("p", `The first ${rows.length} of ${view.rows.length} agents; filter the roster to print others.`));
    }
    for (let k = 0; k < weeks(); k += 1) {
      parts.push(element("h3", `Week from ${Report.dayLabel(k * WEEK)}`), week(rows, k));
    }
    byId("roster-print").replaceChildren(...parts);
  }

  function start() {
    byId("roster-details").addEventListener("toggle", show);
    byId("table-earlier").addEventListener("click", () => turn(-1, 0));
    byId("table-later").addEventListener("click", () => turn(1, 0));
    byId("table-up").addEventListener("click", () => turn(0, -1));
    byId("table-down").addEventListener("click", () => turn(0, 1));
    RosterView.onFilter(() => {
      page.first = 0;
      show();
    });
    window.addEventListener("beforeprint", fillPaper);
    window.addEventListener("afterprint", () => byId("roster-print").replaceChildren());
  }

  return { start };
})();
