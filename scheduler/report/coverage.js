"use strict";
// Requirement against coverage over time: areas for covered, missing and too many, a line for the need.
const Coverage = (() => {
  const { byId, number, isolated } = Report;
  const { svg, legend } = Elements;
  const { state, step } = Staffing;
  const HEIGHT = 360;
  const MARGIN = { left: 44, top: 14, right: 12, bottom: 40 };
  const ROOM_A_LABEL = 58;
  const LEAST_DRAG = 6;
  const box = byId("coverage-chart");
  const view = { face: null, cursor: null, marker: null, drag: null, shade: null };

  const xOf = (minute) => {
    const { left, right } = view.face;
    return left + ((minute - state.from) / (state.to - state.from)) * (right - left);
  };
  const minuteAt = (x) => {
    const { left, right } = view.face;
    const part = Math.min(1, Math.max(0, (x - left) / (right - left)));
    return state.from + part * (state.to - state.from);
  };
  const intervalAt = (x) => Math.min(Math.ceil(state.to / step) - 1, Math.floor(minuteAt(x) / step));

  function draw() {
    const series = Staffing.queue();
    view.face = Figure.surface(box, HEIGHT, MARGIN, `Requirement and coverage of ${series.id}`);
    const face = view.face;
    const [first, end] = [Math.floor(state.from / step), Math.ceil(state.to / step)];
    const cut = (values) => values.slice(first, end).map((value) => value ?? 0);
    const [need, under, over] = [cut(series.scheduled), cut(series.under), cut(series.over)];
    const met = need.map((value, k) => value - under[k]);
    const top = Math.max(1, ...need.map((value, k) => value + over[k])) * 1.06;
    const y = (value) => face.bottom - (value / top) * (face.bottom - face.top);
    const xs = Array.from({ length: need.length + 1 }, (_, k) => xOf((first + k) * step));
    drawDays(face);
    Figure.upright(face, 0, top, y, 5);
    const zero = need.map(() => 0);
    const area = (css, lows, highs) => svg("path", { class: css, d: Figure.stepArea(xs, lows, highs, y) });
    face.root.append(
      area("area-met", zero, met), area("area-under", met, need),
      area("area-over", need, need.map((value, k) => value + over[k])),
      svg("path", { class: "line-need", d: Figure.stepPath(xs, need, y) }),
    );
    drawTimes(face);
    view.marker = svg("line", { class: "cursor", y1: face.top, y2: face.bottom, visibility: "hidden" });
    view.shade = svg("rect", { class: "shade", y: face.top, height: face.bottom - face.top, visibility: "hidden" });
    face.root.append(view.shade, view.marker);
    describe(series);
  }

  function drawDays(face) {
    Staffing.starts.forEach((start, day) => {
      const [from, to] = [Math.max(start, state.from), Math.min(Staffing.dayEnd(day), state.to)];
      if (from >= to) return;
      if (Report.isFree(day)) {
        const wide = xOf(to) - xOf(from);
        face.root.append(svg("rect", {
          class: "free-day", x: xOf(from), y: face.top, width: wide, height: face.bottom - face.top,
        }));
      }
      if (start > state.from) {
        face.root.append(svg("line", {
          class: "day-edge", x1: xOf(start), x2: xOf(start), y1: face.top, y2: face.bottom,
        }));
      }
    });
  }

  function drawTimes(face) {
    const most = Math.max(2, Math.floor((face.right - face.left) / ROOM_A_LABEL));
    const marks = Report.ticks(state.from, state.to, most);
    const whole = Staffing.isWhole();
    marks.values.forEach((minute, k) => {
      const day = marks.labels[k].includes(" ");
      if (whole && minute === Staffing.last) return;
      face.root.append(svg("line", { class: "axis", x1: xOf(minute), x2: xOf(minute), y1: face.bottom, y2: face.bottom + 4 }));
      const [weekday, ...date] = marks.labels[k].split(" ");
      const at = { class: day ? "tick strong" : "tick", x: xOf(minute) + (day ? 2 : 0), "text-anchor": day ? "start" : "middle" };
      if (!day) {
        if (xOf(minute) < face.right - 8) face.root.append(svg("text", { ...at, y: face.bottom + 17 }, marks.labels[k]));
        return;
      }
      if (xOf(minute) > face.right - 24) return;
      face.root.append(
        svg("text", { ...at, y: face.bottom + 17 }, weekday),
        svg("text", { ...at, class: "tick", y: face.bottom + 32 }, date.join(" ")),
      );
    });
    face.root.append(svg("line", { class: "axis", x1: face.left, x2: face.right, y1: face.bottom, y2: face.bottom }));
  }

  function describe(series) {
    const select = byId("coverage-day");
    const when = select.options[select.selectedIndex].textContent;
    const hours = Staffing.hours();
    if (!hours) {
      byId("coverage-words").textContent = `${isolated(series.id)}, ${when}.`;
      return;
    }
    const [scheduled, covered, under, over] = hours;
    const share = (part) => (scheduled > 0 ? ` (${number((100 * part) / scheduled, 1)}\u00a0%)` : "");
    byId("coverage-words").textContent =
      `${isolated(series.id)}, ${when}: ${number(scheduled, 1)} agent-hours to roster, ${number(covered, 1)} covered, ` +
      `${number(under, 1)} missing${share(under)}, ${number(over, 1)} too many${share(over)}.`;
  }

  function mark(k) {
    view.cursor = k;
    const x = xOf((k + 0.5) * step);
    view.marker.setAttribute("x1", x);
    view.marker.setAttribute("x2", x);
    view.marker.setAttribute("visibility", "visible");
    return x;
  }

  function unmark() {
    view.cursor = null;
    view.marker?.setAttribute("visibility", "hidden");
    Tip.hide();
  }

  function point(event) {
    const x = event.clientX - box.getBoundingClientRect().left;
    if (view.drag !== null) {
      const [from, to] = [Math.min(view.drag, x), Math.max(view.drag, x)];
      view.shade.setAttribute("x", Math.max(from, view.face.left));
      view.shade.setAttribute("width", Math.max(0, Math.min(to, view.face.right) - Math.max(from, view.face.left)));
      view.shade.setAttribute("visibility", to - from >= LEAST_DRAG ? "visible" : "hidden");
    }
    const k = intervalAt(x);
    mark(k);
    Tip.show(Staffing.intervalLines(Staffing.queue(), k), event.clientX, event.clientY);
  }

  function press(event) {
    if (event.pointerType === "touch") {
      point(event);
      return;
    }
    if (event.button !== 0) return;
    view.drag = event.clientX - box.getBoundingClientRect().left;
    box.setPointerCapture(event.pointerId);
  }

  function release(event) {
    if (view.drag === null) return;
    const x = event.clientX - box.getBoundingClientRect().left;
    const [from, to] = [Math.min(view.drag, x), Math.max(view.drag, x)];
    view.drag = null;
    view.shade.setAttribute("visibility", "hidden");
    Tip.hide();
    if (to - from >= LEAST_DRAG) Staffing.setSpan(minuteAt(from), minuteAt(to));
    else if (Staffing.isWhole()) Staffing.setDay(Staffing.dayAt(minuteAt(x)));
  }

  function walk(by) {
    const [first, end] = [Math.floor(state.from / step), Math.ceil(state.to / step)];
    const k = view.cursor === null ? (by > 0 ? first : end - 1) : Math.min(end - 1, Math.max(first, view.cursor + by));
    const x = mark(k);
    const lines = Staffing.intervalLines(Staffing.queue(), k);
    byId("coverage-said").textContent = lines.join(", ");
    const frame = box.getBoundingClientRect();
    Tip.show(lines, frame.left + x, frame.top + view.face.top);
  }

  const turn = (by) => {
    Tip.hide();
    Staffing.move(by);
  };

  const keys = {
    ArrowLeft: () => walk(-1),
    ArrowRight: () => walk(1),
    PageUp: () => turn(-1),
    PageDown: () => turn(1),
    Enter: () => {
      Tip.hide();
      Staffing.setDay(Staffing.dayAt(view.cursor === null ? state.from : view.cursor * step));
    },
    Escape: () => {
      Tip.hide();
      Staffing.setDay(null);
    },
  };

  function key(event) {
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  }

  function start() {
    legend(byId("coverage-legend"), [
      ["line-need", "agents to roster"], ["area-met", "covered as required"], ["area-under", "missing"],
      ["area-over", "too many"],
    ]);
    box.addEventListener("pointermove", point);
    box.addEventListener("pointerdown", press);
    box.addEventListener("pointerup", release);
    box.addEventListener("pointerleave", unmark);
    box.addEventListener("blur", unmark);
    box.addEventListener("keydown", key);
    Staffing.onChange(() => {
      view.cursor = null;
      draw();
    });
    Figure.onResize(box, draw);
    draw();
  }

  return { start };
})();
