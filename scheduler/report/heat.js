"use strict";
// Under- and overstaffing as a table of days by time of day, in a few shades that print as well.
const Heat = (() => {
  const { data, byId, number, isolated } = Report;
  const { svg, legend } = Elements;
  const { step } = Staffing;
  const SHADES = 4;
  const ROUND = [1, 2, 3, 4, 5, 10];
  const MARGIN = { left: 94, top: 6, right: 8, bottom: 26 };
  const NARROW = 620;
  const ROOM_FOR_ALL_HOURS = 640;
  const box = byId("heat-chart");
  const { row, column, labels } = data.heat;
  const rows = Math.max(...row) + 1;
  const columns = labels.length;
  const cells = new Map(row.map((day, k) => [day * columns + column[k], k]));
  const view = { face: null, units: [1, 1], chosen: null, frame: null, high: 18 };

  const shown = (series, k) => series.open[k] || series.over[k] > 0;

  // Below zero where agents are missing; null where the queue is closed
  function difference(series, k) {
    if (!shown(series, k)) return null;
    return series.under[k] > 0 ? -series.under[k] : series.over[k];
  }

  // A shade is so many agents that all but the rarest differences of its side have one of their own
  function shadeUnit(series, side) {
    const sizes = row.map((_, k) => side * (difference(series, k) ?? 0)).filter((size) => size > 0).sort((a, b) => a - b);
    if (!sizes.length) return 1;
    const usual = sizes[Math.floor(0.95 * (sizes.length - 1))] / SHADES;
    const power = 10 ** Math.max(0, Math.floor(Math.log10(usual)));
    return ROUND.map((factor) => factor * power).find((size) => size >= usual);
  }

  function shade(value) {
    if (value === null) return "h-closed";
    if (Math.abs(value) < 1e-9) return "h-met";
    const [side, unit] = value < 0 ? ["u", view.units[0]] : ["o", view.units[1]];
    return `h-${side}${Math.min(SHADES, Math.ceil(Math.abs(value) / unit - 1e-9))}`;
  }

  const xOf = (at) => view.face.left + (at / columns) * (view.face.right - view.face.left);
  const yOf = (day) => view.face.top + day * view.high;

  function draw() {
    const series = Staffing.queue();
    view.units = [shadeUnit(series, -1), shadeUnit(series, 1)];
    view.chosen = null;
    byId("heat-queue").textContent = series.id;
    const narrow = box.clientWidth < NARROW;
    view.high = rows > 21 ? 15 : 19;
    const margin = { ...MARGIN, left: narrow ? 62 : MARGIN.left };
    const height = margin.top + margin.bottom + rows * view.high;
    view.face = Figure.surface(box, height, margin, `Under- and overstaffing of ${series.id}, day by day`);
    for (let day = 0; day < rows; day += 1) drawDay(series, day, narrow);
    drawHours(narrow);
    view.frame = svg("rect", { class: "chosen", visibility: "hidden" });
    view.face.root.append(view.frame);
    drawLegend();
  }

  // Neighbours of one shade are one rectangle
  function drawDay(series, day, narrow) {
    const top = yOf(day);
    const [weekday, date, month] = Report.dayLabel(day).split(" ");
    const label = narrow ? `${weekday} ${date}` : `${weekday} ${date} ${month}`;
    view.face.root.append(svg("text", {
      class: Report.isFree(day) ? "tick strong" : "tick", x: view.face.left - 8, y: top + view.high / 2 + 4,
      "text-anchor": "end",
    }, label));
    let from = 0;
    let css = null;
    for (let at = 0; at <= columns; at += 1) {
      const k = at < columns ? cells.get(day * columns + at) : undefined;
      const now = k === undefined ? null : shade(difference(series, k));
      if (now === css) continue;
      if (css !== null) {
        view.face.root.append(svg("rect", {
          class: css, x: xOf(from).toFixed(2), y: top, width: (xOf(at) - xOf(from)).toFixed(2), height: view.high - 2,
        }));
      }
      [from, css] = [at, now];
    }
  }

  function drawHours(narrow) {
    const room = view.face.right - view.face.left;
    const every = narrow ? 6 : room < ROOM_FOR_ALL_HOURS ? 3 : 2;
    labels.forEach((label, k) => {
      const hour = Number(label.slice(0, 2));
      if (!label.endsWith(":00") || hour % every !== 0) return;
      view.face.root.append(svg("text", {
        class: "tick", x: xOf(k), y: yOf(rows) + 16, "text-anchor": k === 0 ? "start" : "middle",
      }, label));
    });
  }

  function drawLegend() {
    const amount = (k, unit) => {
      const [low, high] = [(k - 1) * unit, k * unit];
      if (k === SHADES) return `more than ${number(low)}`;
      return unit === 1 || k === 1 ? `up to ${number(high)}` : `to ${number(high)}`;
    };
    const scale = (side, word, unit) => Array.from({ length: SHADES }, (_, k) => [
      `h-${side}${k + 1}`, k === 0 ? `${word} ${amount(1, unit)}` : amount(k + 1, unit),
    ]);
    legend(byId("heat-legend"), [
      ...scale("u", "missing", view.units[0]), ["h-met", "as required"], ...scale("o", "too many", view.units[1]),
      ["h-closed", "closed"],
    ]);
  }

  function frame(k) {
    view.chosen = k;
    const [left, right] = [xOf(column[k]), xOf(column[k] + 1)];
    const set = (name, value) => view.frame.setAttribute(name, value);
    set("x", left - 1);
    set("width", right - left + 2);
    set("y", yOf(row[k]) - 1);
    set("height", view.high);
    set("visibility", "visible");
    return [right, yOf(row[k])];
  }

  function unframe() {
    view.chosen = null;
    view.frame?.setAttribute("visibility", "hidden");
    Tip.hide();
  }

  function lines(k) {
    const series = Staffing.queue();
    const [when, ...rest] = Staffing.intervalLines(series, k);
    return [when, isolated(series.id), ...rest];
  }

  function under(event) {
    const bounds = box.getBoundingClientRect();
    const [x, y] = [event.clientX - bounds.left, event.clientY - bounds.top];
    const { left, right, top } = view.face;
    const at = Math.floor(((x - left) / (right - left)) * columns);
    const day = Math.floor((y - top) / view.high);
    if (at < 0 || at >= columns || day < 0 || day >= rows) return undefined;
    return cells.get(day * columns + at);
  }

  function point(event) {
    const k = under(event);
    if (k === undefined) {
      unframe();
      return;
    }
    frame(k);
    Tip.show(lines(k), event.clientX, event.clientY);
  }

  // Cells that the clock skips are stepped over
  function walk(days, steps) {
    let k = view.chosen;
    if (k === null) k = 0;
    else {
      let [day, at] = [row[k] + days, column[k] + steps];
      while (day >= 0 && day < rows && at >= 0 && at < columns && !cells.has(day * columns + at)) {
        [day, at] = [day + days, at + steps];
      }
      k = at >= 0 && at < columns ? cells.get(day * columns + at) ?? k : k;
    }
    const [x, y] = frame(k);
    byId("heat-said").textContent = lines(k).join(", ");
    const bounds = box.getBoundingClientRect();
    Tip.show(lines(k), bounds.left + x, bounds.top + y);
  }

  function open() {
    if (view.chosen === null) return;
    const day = Staffing.dayAt(view.chosen * step);
    unframe();
    Staffing.setDay(day);
  }

  const keys = {
    ArrowLeft: () => walk(0, -1),
    ArrowRight: () => walk(0, 1),
    ArrowUp: () => walk(-1, 0),
    ArrowDown: () => walk(1, 0),
    Enter: open,
    Escape: unframe,
  };

  function key(event) {
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  }

  function start() {
    box.addEventListener("pointermove", point);
    box.addEventListener("pointerdown", point);
    box.addEventListener("pointerleave", unframe);
    box.addEventListener("blur", unframe);
    // A finger asks what is there; it has the list of days to open one
    box.addEventListener("click", (event) => {
      if (event.pointerType !== "touch") open();
    });
    box.addEventListener("keydown", key);
    byId("coverage-queue").addEventListener("change", draw);
    Figure.onResize(box, draw);
    draw();
  }

  return { start };
})();
