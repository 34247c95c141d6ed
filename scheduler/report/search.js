"use strict";
// How the cost of the best roster and the proven bound drew near to each other, by time or by step.
const Search = (() => {
  const { data, byId, isolated, number } = Report;
  const { element, svg, legend } = Elements;
  const HEIGHT = 300;
  const MARGIN = { left: 72, top: 14, right: 16, bottom: 40 };
  const box = byId("search-chart");
  const points = data.trace;
  // When each point was reached, and the end; null where a page may not hold times
  const seconds = data.seconds;
  const view = { face: null, cursor: null, marker: null };
  const known = (key) => points.map((point) => point[key]).filter((value) => value !== null);

  // First costs can be many times the last; the view keeps to where the gap can be read
  function range() {
    const costs = known(2);
    const bounds = known(3);
    const last = costs[costs.length - 1] ?? bounds[bounds.length - 1];
    const high = Math.max(last, ...costs.filter((value) => value <= 2 * last));
    const low = Math.min(last, ...bounds.filter((value) => value >= 0.5 * last));
    const room = Math.max(high - low, 0.01 * Math.abs(last), 1) * 0.08;
    return [low - room, high + room];
  }

  const atOf = (k) => (seconds ? seconds[k] / Math.max(seconds[points.length], 1e-3) : k / points.length);
  const xOf = (k) => view.face.left + atOf(k) * (view.face.right - view.face.left);
  // Where a point is marked: when it was reached, or the middle of its step
  const markOf = (k) => (seconds ? xOf(k) : (xOf(k) + xOf(k + 1)) / 2);

  function draw() {
    if (!known(2).length && !known(3).length) {
      box.replaceChildren(element("p", "The search kept no record.", "empty"));
      return;
    }
    const ended = points[points.length - 1];
    const label = `Cost ${ended[4]} and bound ${ended[5]} after ${points.length} steps; the table holds the figures`;
    view.face = Figure.surface(box, HEIGHT, MARGIN, label);
    const face = view.face;
    const [low, high] = range();
    const y = (value) => {
      const part = (value - low) / (high - low);
      return face.bottom - Math.min(1.02, Math.max(-0.02, part)) * (face.bottom - face.top);
    };
    Figure.upright(face, low, high, y, 5);
    const xs = Array.from({ length: points.length + 1 }, (_, k) => xOf(k));
    const [costs, bounds] = [2, 3].map((key) => points.map((point) => point[key]));
    const both = costs.map((cost, k) => cost !== null && bounds[k] !== null);
    const gap = Figure.stepArea(xs, bounds.map((value, k) => (both[k] ? value : 0)), costs.map((value, k) => (both[k] ? value : 0)), y);
    face.root.append(
      svg("path", { class: "area-gap", d: gap }),
      svg("path", { class: "line-cost", d: Figure.stepPath(xs, costs, y) }),
      svg("path", { class: "line-bound", d: Figure.stepPath(xs, bounds, y) }),
      svg("line", { class: "axis", x1: face.left, x2: face.right, y1: face.bottom, y2: face.bottom }),
    );
    drawAcross(face);
    if (!known(3).length) {
      face.root.append(svg("text", { class: "tick", x: face.right, y: face.top + 12, "text-anchor": "end" }, "The bound is unknown"));
    }
    view.marker = svg("line", { class: "cursor", y1: face.top, y2: face.bottom, visibility: "hidden" });
    face.root.append(view.marker);
  }

  function drawAcross(face) {
    const most = Math.max(2, Math.floor((face.right - face.left) / 70));
    for (const [x, words] of seconds ? timeTicks(face, most) : stepTicks(most)) {
      face.root.append(svg("text", { class: "tick", x, y: face.bottom + 17, "text-anchor": "middle" }, words));
    }
    const unit = seconds ? "seconds" : "step of the search";
    face.root.append(svg("text", { class: "tick", x: face.right, y: face.bottom + 34, "text-anchor": "end" }, unit));
  }

  function timeTicks(face, most) {
    const end = Math.max(seconds[points.length], 1e-3);
    const { values, digits } = Figure.steps(0, end, most);
    const reached = values.filter((value) => value <= end);
    return reached.map((value) => [face.left + (value / end) * (face.right - face.left), number(value, digits)]);
  }

  function stepTicks(most) {
    const { values } = Figure.steps(1, points.length, most);
    const steps = [...new Set(values.map((step) => Math.max(1, Math.round(step))))];
    return steps.filter((step) => step <= points.length).map((step) => [markOf(step - 1), String(step)]);
  }

  function lines([step, stage, , , cost, bound, gap]) {
    const when = seconds ? `, ${number(seconds[step - 1], 1)} s` : "";
    return [`Step ${step}${when}${stage ? `, ${isolated(stage)}` : ""}`, `Cost ${cost}`, `Bound ${bound}`, `Gap ${gap}`];
  }

  function mark(k) {
    view.cursor = k;
    const x = markOf(k);
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
    const reached = points.reduce((count, _, k) => count + (xOf(k) <= x), 0);
    const k = Math.max(0, reached - 1);
    mark(k);
    Tip.show(lines(points[k]), event.clientX, event.clientY);
  }

  function key(event) {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const at = view.cursor === null ? (by > 0 ? 0 : points.length - 1) : view.cursor + by;
    const k = Math.min(points.length - 1, Math.max(0, at));
    const x = mark(k);
    byId("search-said").textContent = lines(points[k]).join(", ");
    const frame = box.getBoundingClientRect();
    Tip.show(lines(points[k]), frame.left + x, frame.top + view.face.top);
  }

  function start() {
    draw();
    if (!view.face) return;
    legend(byId("search-legend"), [
      ["line-cost", `cost of the best roster, ${data.currency}`], ["line-bound", "certified bound"], ["area-gap", "gap"],
    ]);
    box.addEventListener("pointermove", point);
    box.addEventListener("pointerdown", point);
    box.addEventListener("pointerleave", unmark);
    box.addEventListener("blur", unmark);
    box.addEventListener("keydown", key);
    Figure.onResize(box, draw);
  }

  return { start };
})();
