"use strict";
// The plan's data, its clock and its numbers. Times are elapsed minutes since the horizon's
// first midnight; what the wall shows comes from the plan's own table, never from the browser's zone.
const Report = (() => {
  const data = JSON.parse(document.getElementById("plan-data").textContent);
  const DAY = 1440;
  // Halves are rounded up, also those that binary numbers just miss
  const ALMOST = 1e-9;
  const days = data.days;

  const byId = (id) => document.getElementById(id);

  function segment(minute) {
    const list = data.segments;
    let low = 0;
    let high = list.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (list[middle][0] <= minute) low = middle;
      else high = middle - 1;
    }
    return list[low];
  }

  const wall = (minute) => minute + segment(minute)[1];
  const dayOf = (minute) => Math.floor(wall(minute) / DAY);
  const clockOf = (minute) => ((wall(minute) % DAY) + DAY) % DAY;
  const two = (value) => String(value).padStart(2, "0");
  const clockText = (clock) => `${two(Math.floor(clock / 60))}:${two(clock % 60)}`;
  const dayLabel = (day) => days.labels[day - days.first] ?? "";
  const isHoliday = (day) => days.holidays[day - days.first] === 1;
  const isFree = (day) => isHoliday(day) || days.weekends[day - days.first] === 1;

  // Minutes of a local date; undefined outside of the plan's days
  const dayLength = (day) => (day < 0 ? undefined : days.starts[day + 1] - days.starts[day]);

  function offsetText(minute) {
    const offset = segment(minute)[2];
    const size = Math.abs(offset);
    const rest = size % 60 ? `:${two(size % 60)}` : "";
    return `UTC${offset < 0 ? "−" : "+"}${Math.floor(size / 60)}${rest}`;
  }

  // The clock time, with the offset on days on which the clock changes
  function clockAt(minute) {
    const length = dayLength(dayOf(minute));
    const text = clockText(clockOf(minute));
    return length && length !== DAY ? `${text} (${offsetText(minute)})` : text;
  }

  const moment = (minute) => `${dayLabel(dayOf(minute))} ${clockAt(minute)}`;

  function span(start, end) {
    const close = dayOf(start) === dayOf(end) ? clockAt(end) : moment(end);
    return `${moment(start)} – ${close}`;
  }

  function lengthText(minutes) {
    return minutes % 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${minutes / 60} h`;
  }

  function number(value, digits = 0) {
    if (value === null || value === undefined) return "–";
    const [whole, rest] = (Math.abs(value) + ALMOST).toFixed(digits).split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
    const text = rest === undefined ? grouped : `${grouped}.${rest}`;
    return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
  }

  // Names keep their direction to themselves, whichever script they are written in; marks that
  // would turn the text around them are dropped
  const isolated = (name) => `\u2068${name.replace(/[\u202a-\u202e\u2066-\u2069]/g, "")}\u2069`;

  // Ticks at round clock times between two elapsed minutes, at most `most` of them
  function ticks(from, to, most) {
    const step = [15, 30, 60, 120, 180, 360, 720, DAY].find((size) => (to - from) / size <= most) ?? DAY;
    const every = Math.max(1, Math.ceil((to - from) / DAY / most));
    const values = [];
    const labels = [];
    for (let minute = Math.ceil(from / 15) * 15; minute <= to; minute += 15) {
      const day = dayOf(minute);
      const opensDay = days.starts[day] === minute;
      if (!opensDay && (step === DAY || clockOf(minute) % step !== 0)) continue;
      if (opensDay && step === DAY && day % every !== 0) continue;
      values.push(minute);
      labels.push(opensDay ? dayLabel(day) : clockText(clockOf(minute)));
    }
    return { values, labels };
  }

  return {
    data, byId, wall, dayOf, clockOf, clockText, clockAt, dayLabel, dayLength, isFree, isHoliday,
    moment, span, lengthText, number, isolated, ticks,
  };
})();
