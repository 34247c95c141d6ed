"use strict";
// Which queue and which span both staffing charts show, and what an interval is in words.
const Staffing = (() => {
  const { data, byId, number, isolated } = Report;
  const { fillSelect } = Elements;
  const WHOLE = "all";
  const SPAN = "span";
  const step = data.interval;
  const last = data.intervals * step;
  const starts = data.days.starts.filter((start) => start < last);
  const listeners = [];
  const state = { from: 0, to: last };

  const queue = () => data.series[byId("coverage-queue").selectedIndex];
  const dayEnd = (day) => Math.min(starts[day + 1] ?? last, last);
  const dayAt = (minute) => {
    let day = starts.length - 1;
    while (day > 0 && starts[day] > minute) day -= 1;
    return day;
  };

  const changed = () => listeners.forEach((listener) => listener());

  function setDay(day) {
    const select = byId("coverage-day");
    select.value = day === null ? WHOLE : String(Math.min(starts.length - 1, Math.max(0, day)));
    follow();
  }

  function setSpan(from, to) {
    state.from = Math.max(0, Math.floor(from / step) * step);
    state.to = Math.min(last, Math.max(state.from + step, Math.ceil(to / step) * step));
    const select = byId("coverage-day");
    const option = select.querySelector(`option[value="${SPAN}"]`);
    option.hidden = false;
    option.textContent = Report.span(state.from, state.to);
    select.value = SPAN;
    changed();
  }

  function follow() {
    const value = byId("coverage-day").value;
    if (value === SPAN) return;
    byId("coverage-day").querySelector(`option[value="${SPAN}"]`).hidden = true;
    const day = Number(value);
    [state.from, state.to] = value === WHOLE ? [0, last] : [starts[day], dayEnd(day)];
    changed();
  }

  const isWhole = () => state.from === 0 && state.to === last;

  function move(by) {
    setDay(isWhole() ? (by > 0 ? 0 : starts.length - 1) : dayAt(state.from) + by);
  }

  // Agent-hours of the span in view; they come with the plan for days and the whole horizon
  function hours() {
    const value = byId("coverage-day").value;
    if (value === SPAN) return null;
    return value === WHOLE ? queue().whole : queue().days[Number(value)];
  }

  function intervalLines(series, k) {
    const lines = [
      Report.span(k * step, (k + 1) * step),
      `To roster ${number(series.scheduled[k])} (${number(series.required[k])} before absence)`,
      `Covered ${number(series.covered[k], 2)}`,
    ];
    if (series.under[k] > 0) lines.push(`Missing ${number(series.under[k], 2)}`);
    if (series.over[k] > 0) lines.push(`Too many ${number(series.over[k], 2)}`);
    lines.push(`Contacts ${number(series.volume[k], 1)}`);
    const level = series.sl[k];
    if (level !== null && level !== undefined) lines.push(`Answered in time ${number(100 * level, 1)}\u00a0%`);
    return series.open[k] ? lines : [...lines, "closed"];
  }

  function start() {
    fillSelect(byId("coverage-queue"), data.series.map((series, k) => [k, isolated(series.id)]));
    const days = starts.map((_, day) => [day, Report.dayLabel(day) + (day >= data.days.count ? " (carry-out)" : "")]);
    fillSelect(byId("coverage-day"), [[WHOLE, "Whole horizon"], ...days, [SPAN, "A span"]]);
    byId("coverage-day").querySelector(`option[value="${SPAN}"]`).hidden = true;
    byId("coverage-queue").addEventListener("change", changed);
    byId("coverage-day").addEventListener("change", follow);
    byId("coverage-back").addEventListener("click", () => move(-1));
    byId("coverage-next").addEventListener("click", () => move(1));
    byId("coverage-whole").addEventListener("click", () => setDay(null));
  }

  const onChange = (listener) => listeners.push(listener);

  return { state, starts, step, last, queue, dayAt, dayEnd, setDay, setSpan, move, isWhole, hours, intervalLines, start, onChange };
})();
