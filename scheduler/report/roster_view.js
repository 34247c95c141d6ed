"use strict";
// What a reader does with the roster chart: filter, order, zoom, point, and walk with the keyboard.
const RosterView = (() => {
  const { data, byId } = Report;
  const { roster, view, box, tip, shiftsOf, leaveOf } = Roster;
  const ANY = "any";
  const MOST_SCALE = 4;
  const listeners = [];

  function worksOn(agent, day) {
    const from = data.days.starts[day];
    const to = data.days.starts[day + 1];
    return shiftsOf[agent].some((shift) => shift[4] < to && Roster.endOf(shift) > from);
  }

  function matches(agent) {
    const [id, name, contract, skills] = roster.agents[agent];
    const text = byId("roster-text").value.trim().toLowerCase();
    const [wantedContract, wantedSkill, day] = ["contract", "skill", "day"].map((key) => byId(`roster-${key}`).value);
    if (text && !name.toLowerCase().includes(text) && !id.toLowerCase().includes(text)) return false;
    if (wantedContract !== ANY && contract !== Number(wantedContract)) return false;
    if (wantedSkill !== ANY && !skills.includes(Number(wantedSkill))) return false;
    return day === ANY || worksOn(agent, Number(day));
  }

  const compareText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

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
    Roster.resize();
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
    Roster.resize();
    box.scrollLeft = (from - view.from) * view.scale;
    Roster.draw();
  }

  function showAll() {
    view.scale = 0;
    Roster.resize();
  }

  function zoom(factor, x = (box.clientWidth + view.names) / 2) {
    const minute = Roster.minuteAt(x);
    view.scale = Math.min(MOST_SCALE, Math.max(Roster.fitScale(), view.scale * factor));
    Roster.resize();
    box.scrollLeft = (minute - view.from) * view.scale + view.names - x;
    Roster.draw();
  }

  function hit(event) {
    const frame = box.getBoundingClientRect();
    const [x, y] = [event.clientX - frame.left, event.clientY - frame.top];
    const row = Math.floor((y - Roster.HEAD + box.scrollTop) / view.rowHeight);
    const agent = y < Roster.HEAD ? undefined : view.rows[row];
    if (agent === undefined) return null;
    if (x < view.names) return { words: Roster.agentWords(agent) };
    const minute = Roster.minuteAt(x);
    const shift = shiftsOf[agent].find((s) => s[4] <= minute && minute < Roster.endOf(s));
    if (shift) return { words: Roster.shiftWords(shift), shift };
    const leave = leaveOf[agent].find(([, start, end]) => start <= minute && minute < end);
    return leave ? { words: leaveWords(agent, leave) } : null;
  }

  function leaveWords(agent, [, start, end, kind]) {
    return `${Roster.agentWords(agent)}\nLeave, ${roster.leaves[kind]}: ${Report.span(start, end)}`;
  }

  function showTip(words, x, y) {
    tip.textContent = words;
    tip.hidden = false;
    const [w, h] = [tip.offsetWidth, tip.offsetHeight];
    tip.style.left = `${Math.max(8, Math.min(x + 14, window.innerWidth - w - 8))}px`;
    tip.style.top = `${y + 18 + h > window.innerHeight ? Math.max(8, y - h - 12) : y + 18}px`;
  }

  function hideTip() {
    tip.hidden = true;
  }

  function point(event) {
    const found = hit(event);
    if (found) showTip(found.words, event.clientX, event.clientY);
    else hideTip();
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
    Roster.draw();
    const words = Roster.shiftWords(shift);
    byId("gantt-said").textContent = words;
    const frame = box.getBoundingClientRect();
    showTip(words, frame.left + Roster.xOf(shift[4]), frame.top + Roster.rowTop(row) + view.rowHeight);
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
    Escape: hideTip,
  };

  function press(event) {
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  }

  function sample(paint) {
    const swatch = document.createElement("canvas");
    swatch.width = 22;
    swatch.height = 14;
    paint(swatch.getContext("2d"));
    return swatch;
  }

  function legend() {
    const tone = view.tone;
    const block = (fill, top, tall) => (pen) => {
      pen.fillStyle = fill;
      pen.fillRect(0, top, 22, tall);
    };
    const frame = (pen) => {
      pen.strokeStyle = tone.ink;
      pen.lineWidth = 2;
      pen.strokeRect(1, 1, 20, 12);
    };
    const entries = [
      ...data.queues.map((queue, k) => [queue.id, block(tone.queues[k], 0, 14)]),
      ["event", block(tone.event, 0, 14)],
      ["paid break", block(tone.soft, 4, 6)],
      ["unpaid break", block(tone.soft, 6, 2)],
      ["locked", frame],
      ["leave", block(tone.leave, 0, 14)],
    ];
    byId("roster-legend").replaceChildren(...entries.map(([name, paint]) => {
      const entry = Report.element("span");
      entry.append(sample(paint), name);
      return entry;
    }));
  }

  function fillFilters() {
    const any = (label) => [[ANY, label]];
    Report.fillSelect(byId("roster-contract"), [...any("All contracts"), ...roster.contracts.map((name, k) => [k, name])]);
    Report.fillSelect(byId("roster-skill"), [...any("All skills"), ...data.queues.map((queue, k) => [k, queue.id])]);
    const days = Array.from({ length: data.days.count }, (_, day) => [day, Report.dayLabel(day)]);
    Report.fillSelect(byId("roster-day"), [...any("Every day"), ...days]);
  }

  function repaint() {
    view.tone = Report.colours();
    legend();
    Roster.draw();
  }

  function start() {
    fillFilters();
    legend();
    byId("roster-text").addEventListener("input", filter);
    for (const id of ["roster-contract", "roster-skill", "roster-order"]) byId(id).addEventListener("change", filter);
    byId("roster-day").addEventListener("change", showDay);
    byId("roster-in").addEventListener("click", () => zoom(1.5));
    byId("roster-out").addEventListener("click", () => zoom(1 / 1.5));
    byId("roster-all").addEventListener("click", showAll);
    box.addEventListener("scroll", () => requestAnimationFrame(Roster.draw), { passive: true });
    box.addEventListener("mousemove", point);
    box.addEventListener("mouseleave", hideTip);
    box.addEventListener("blur", hideTip);
    box.addEventListener("keydown", press);
    box.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, event.clientX - box.getBoundingClientRect().left);
    }, { passive: false });
    window.addEventListener("resize", Roster.resize);
    filter();
  }

  const onFilter = (listener) => listeners.push(listener);

  return { start, repaint, onFilter };
})();
