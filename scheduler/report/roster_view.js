"use strict";
// What a reader does with the roster chart: filter, order, zoom, point, and walk with the keyboard.
const RosterView = (() => {
  const { data, byId, isolated } = Report;
  const { fillSelect } = Elements;
  const { roster, view, box, shiftsOf, leaveOf } = Roster;
  const ANY = "any";
  const MOST_SCALE = 4;
  const DAY_MINUTES = 1440;
  const LEAST_DAY_WIDTH = 24;
  const FEW_DAYS = 3;
  const listeners = [];

  function worksOn(agent, day) {
    const from = data.days.starts[day];
    const to = data.days.starts[day + 1];
    return shiftsOf[agent].some((shift) => shift[4] < to && Roster.endOf(shift) > from);
  }

  const choiceOf = (key) => byId(`roster-${key}`).value;
  const fits = (key, value) => choiceOf(key) === ANY || value === Number(choiceOf(key));

  // Whether an agent is one of those looked for, whatever the day
  function isMeant(agent) {
    const [id, name, contract, team, place, skills] = roster.agents[agent];
    const text = byId("roster-text").value.trim().toLowerCase();
    if (text && !name.toLowerCase().includes(text) && !id.toLowerCase().includes(text)) return false;
    if (!fits("contract", contract) || !fits("team", team) || !fits("place", place)) return false;
    return choiceOf("skill") === ANY || skills.includes(Number(choiceOf("skill")));
  }

  const matches = (agent) => isMeant(agent) && (choiceOf("day") === ANY || worksOn(agent, Number(choiceOf("day"))));

  const compareText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

  const teamOf = (agent) => roster.teams[roster.agents[agent][3]] ?? "\uffff";

  function firstStart(agent) {
    const day = byId("roster-day").value;
    const from = day === ANY ? 0 : data.days.starts[Number(day)];
    const found = shiftsOf[agent].find((shift) => Roster.endOf(shift) > from);
    return found ? found[4] : Infinity;
  }

  const orders = {
    list: (a, b) => a - b,
    name: (a, b) => compareText(roster.agents[a][1], roster.agents[b][1]) || a - b,
    contract: (a, b) => roster.agents[a][2] - roster.agents[b][2] || a - b,
    team: (a, b) => compareText(teamOf(a), teamOf(b)) || a - b,
    start: (a, b) => {
      const [first, second] = [firstStart(a), firstStart(b)];
      return first === second ? a - b : first - second;
    },
  };

  function filter() {
    const all = roster.agents.map((_, k) => k);
    view.rows = all.filter(matches).sort(orders[byId("roster-order").value]);
    view.chosen = null;
    box.scrollTop = 0;
    byId("roster-count").textContent = `${Report.number(view.rows.length)} of ${Report.number(all.length)} agents listed.`;
    RosterPaint.resize();
    listeners.forEach((listener) => listener());
  }

  function showDay() {
    filter();
    const day = byId("roster-day").value;
    if (day === ANY) {
      showAll();
      return;
    }
    // The night that runs into the next morning belongs in the picture
    const [from, to] = [data.days.starts[Number(day)], data.days.starts[Number(day) + 1] + 480];
    view.scale = (box.clientWidth - view.names) / (Math.min(to, view.to) - from);
    RosterPaint.resize();
    box.scrollLeft = (from - view.from) * view.scale;
    RosterPaint.draw();
  }

  function showAll() {
    view.scale = 0;
    RosterPaint.resize();
  }

  function zoom(factor, x = (box.clientWidth + view.names) / 2) {
    const minute = Roster.minuteAt(x);
    view.scale = Math.min(MOST_SCALE, Math.max(Roster.fitScale(), view.scale * factor));
    RosterPaint.resize();
    box.scrollLeft = (minute - view.from) * view.scale + view.names - x;
    RosterPaint.draw();
  }

  function hit(event) {
    const frame = box.getBoundingClientRect();
    const [x, y] = [event.clientX - frame.left, event.clientY - frame.top];
    const row = Math.floor((y - Roster.HEAD + box.scrollTop) / view.rowHeight);
    const agent = y < Roster.HEAD ? undefined : view.rows[row];
    if (agent === undefined) return null;
    if (x < view.names) return { words: Roster.agentLines(agent) };
    const minute = Roster.minuteAt(x);
    const shift = shiftsOf[agent].find((s) => s[4] <= minute && minute < Roster.endOf(s));
    if (shift) return { words: Roster.shiftLines(shift), shift };
    const leave = leaveOf[agent].find(([, start, end]) => start <= minute && minute < end);
    return leave ? { words: Roster.leaveLines(agent, leave) } : null;
  }

  function point(event) {
    const found = hit(event);
    if (found) Tip.show(found.words, event.clientX, event.clientY);
    else Tip.hide();
  }

  function choose(shift) {
    view.chosen = shift;
    const row = view.rows.indexOf(shift[0]);
    const top = row * view.rowHeight;
    const room = box.clientHeight - Roster.HEAD - view.rowHeight;
    box.scrollTop = Math.min(top, Math.max(box.scrollTop, top - room));
    const left = (shift[4] - view.from) * view.scale;
    const wide = box.clientWidth - view.names;
    if (left < box.scrollLeft || left > box.scrollLeft + wide - 60) box.scrollLeft = left - wide / 3;
    RosterPaint.draw();
    const words = Roster.shiftLines(shift);
    byId("gantt-said").textContent = words.join("\n");
    const frame = box.getBoundingClientRect();
    Tip.show(words, frame.left + Roster.xOf(shift[4]), frame.top + Roster.rowTop(row) + view.rowHeight);
  }

  function nearest(agent, minute) {
    const distance = (shift) => Math.abs(shift[4] - minute);
    return shiftsOf[agent].reduce((best, s) => (best && distance(best) <= distance(s) ? best : s), null);
  }

  // The next row with a shift, upwards or downwards
  function walkRows(by) {
    const inView = Roster.minuteAt(view.names + 40);
    const minute = view.chosen ? view.chosen[4] : inView;
    const from = view.chosen ? view.rows.indexOf(view.chosen[0]) : by > 0 ? -1 : view.rows.length;
    for (let k = from + by; k >= 0 && k < view.rows.length; k += by) {
      const shift = nearest(view.rows[k], minute);
      if (shift) {
        choose(shift);
        return;
      }
    }
  }

  function walkShifts(by) {
    if (!view.chosen) {
      walkRows(1);
      return;
    }
    const own = shiftsOf[view.chosen[0]];
    const next = own[own.indexOf(view.chosen) + by];
    if (next) choose(next);
  }

  const keys = {
    ArrowUp: () => walkRows(-1),
    ArrowDown: () => walkRows(1),
    ArrowLeft: () => walkShifts(-1),
    ArrowRight: () => walkShifts(1),
    "+": () => zoom(1.5),
    "-": () => zoom(1 / 1.5),
    Escape: Tip.hide,
  };

  function press(event) {
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  }

  // Where the whole horizon would be a blur, the chart opens on its first days
  function openOnFewDays() {
    if (Roster.fitScale() * DAY_MINUTES >= LEAST_DAY_WIDTH) return;
    view.scale = (box.clientWidth - view.names) / (FEW_DAYS * DAY_MINUTES);
    RosterPaint.resize();
  }

  function fillFilters() {
    const named = (key, all, names) => {
      fillSelect(byId(`roster-${key}`), [[ANY, all], ...names.map((name, k) => [k, isolated(name)])]);
    };
    named("contract", "All contracts", roster.contracts);
    named("skill", "All skills", data.queues);
    named("team", "All teams", roster.teams);
    named("place", "All locations", roster.places);
    // Nothing to choose from where nobody has a team or a place of their own
    byId("roster-team").parentElement.hidden = roster.teams.length === 0;
    byId("roster-place").parentElement.hidden = roster.places.length === 0;
    byId("roster-order").querySelector('[value="team"]').hidden = roster.teams.length === 0;
    const days = Array.from({ length: data.days.count }, (_, day) => [day, Report.dayLabel(day)]);
    fillSelect(byId("roster-day"), [[ANY, "Every day"], ...days]);
  }

  function start() {
    fillFilters();
    Elements.onTheme(RosterPaint.repaint);
    RosterPaint.repaint();
    byId("roster-text").addEventListener("input", filter);
    for (const id of ["roster-contract", "roster-skill", "roster-team", "roster-place", "roster-order"]) byId(id).addEventListener("change", filter);
    byId("roster-day").addEventListener("change", showDay);
    byId("roster-in").addEventListener("click", () => zoom(1.5));
    byId("roster-out").addEventListener("click", () => zoom(1 / 1.5));
    byId("roster-all").addEventListener("click", showAll);
    box.addEventListener("scroll", () => requestAnimationFrame(RosterPaint.draw), { passive: true });
    box.addEventListener("mousemove", point);
    box.addEventListener("mouseleave", Tip.hide);
    box.addEventListener("blur", Tip.hide);
    box.addEventListener("keydown", press);
    box.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, event.clientX - box.getBoundingClientRect().left);
    }, { passive: false });
    window.addEventListener("resize", RosterPaint.resize);
    filter();
    openOnFewDays();
  }

  const onFilter = (listener) => listeners.push(listener);

  return { start, onFilter, isMeant, filter };
})();
