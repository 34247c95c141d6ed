"use strict";
// A drawing surface with axes for the charts: pixels on the screen, scaled as a whole on paper.
const Figure = (() => {
  const { number } = Report;
  const { svg } = Elements;

  // A fresh surface in `box`; the inner frame is what the axes leave of it
  function surface(box, height, margin, label) {
    const width = Math.max(240, Math.floor(box.clientWidth));
    const root = svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label });
    box.replaceChildren(root);
    const frame = {
      left: margin.left, top: margin.top, right: width - margin.right, bottom: height - margin.bottom,
    };
    return { root, width, height, ...frame };
  }

  // Round numbers from 0 or `low` to at least `high`, about `most` of them
  function steps(low, high, most) {
    const rough = Math.max(1e-9, (high - low) / most);
    const power = 10 ** Math.floor(Math.log10(rough));
    const size = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((step) => step >= rough * 0.999);
    const values = [];
    for (let value = Math.ceil(low / size - 1e-9) * size; value <= high + size * 1e-6; value += size) values.push(value);
    return { values, digits: Math.max(0, -Math.floor(Math.log10(size) + 1e-9) + (size / power === 2.5 ? 1 : 0)) };
  }

  // Lines and numbers of the upright axis
  function upright(face, low, high, y, most = 5, unit = "") {
    const { values, digits } = steps(low, high, most);
    for (const value of values) {
      const at = Math.round(y(value)) + 0.5;
      face.root.append(
        svg("line", { class: "grid", x1: face.left, x2: face.right, y1: at, y2: at }),
        svg("text", { class: "tick", x: face.left - 8, y: at + 4, "text-anchor": "end" }, number(value, digits) + unit),
      );
    }
  }

  // A line of steps, each held to the next; values of null leave a gap
  function stepPath(xs, values, y) {
    let path = "";
    let open = false;
    values.forEach((value, k) => {
      if (value === null || value === undefined) {
        open = false;
        return;
      }
      const level = y(value).toFixed(1);
      path += `${open ? "L" : "M"}${xs[k].toFixed(1)} ${level}H${xs[k + 1].toFixed(1)}`;
      open = true;
    });
    return path;
  }

  // The area between two lines of steps; nothing where they touch
  function stepArea(xs, lows, highs, y) {
    let path = "";
    let k = 0;
    while (k < lows.length) {
      if (!(highs[k] > lows[k])) {
        k += 1;
        continue;
      }
      const first = k;
      let forth = "";
      let back = "";
      while (k < lows.length && highs[k] > lows[k]) {
        const [from, to] = [xs[k].toFixed(1), xs[k + 1].toFixed(1)];
        forth += `${k === first ? "M" : "L"}${from} ${y(highs[k]).toFixed(1)}H${to}`;
        back = `L${to} ${y(lows[k]).toFixed(1)}H${from}${back}`;
        k += 1;
      }
      path += `${forth}${back}Z`;
    }
    return path;
  }

  // Draws anew when the room changes; not for changes of height alone, which drawing causes
  function onResize(box, draw) {
    let known = box.clientWidth;
    new ResizeObserver(() => {
      if (box.clientWidth === known || box.clientWidth === 0) return;
      known = box.clientWidth;
      requestAnimationFrame(draw);
    }).observe(box);
  }

  return { surface, steps, upright, stepPath, stepArea, onResize };
})();
