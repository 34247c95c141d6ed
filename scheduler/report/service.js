"use strict";
// Service by day: for every queue a small chart of bars beside its target.
const Service = (() => {
  const { data, byId, number, isolated } = Report;
  const { element, svg } = Elements;
  const HEIGHT = 170;
  const MARGIN = { left: 44, top: 12, right: 10, bottom: 24 };
  const WORDS = { met: "target met", near: "just short of the target", missed: "target missed" };
  const ROOM_A_LABEL = 34;

  function lines(chart, [label, , target, state, shown, shownTarget, contacts]) {
    const head = [label, isolated(chart.queue)];
    if (!(contacts > 0)) return [...head, "nothing offered"];
    const found = [...head, `${chart.wait ? "Mean wait" : "Answered in time"} ${shown}`];
    if (target !== null) found.push(`Target ${shownTarget}${state ? `: ${WORDS[state]}` : ""}`);
    return [...found, `${number(contacts)} contacts`];
  }

  function summary(chart) {
    const judged = chart.days.filter((day) => day[3]);
    const met = judged.filter((day) => day[3] === "met").length;
    return judged.length ? `${met} of ${judged.length} days meet the target` : "no target to meet";
  }

  function draw(box, chart) {
    const label = `${chart.queue}: ${summary(chart)}; the table holds the figures`;
    const face = Figure.surface(box, HEIGHT, MARGIN, label);
    const size = chart.wait ? 1 : 100;
    const values = chart.days.flatMap(([, value, target]) => [value, target]).filter((value) => value !== null);
    const top = chart.wait ? Math.max(1, ...values) * 1.1 : 100;
    const y = (value) => face.bottom - ((value * size) / top) * (face.bottom - face.top);
    const y100 = (value) => y(value / size);
    Figure.upright(face, 0, top, y100, 4, chart.wait ? " s" : " %");
    const wide = (face.right - face.left) / Math.max(1, chart.days.length);
    const every = Math.ceil(ROOM_A_LABEL / wide);
    chart.days.forEach((day, k) => drawDay(face, chart, day, k, { wide, y, every }));
    face.root.append(svg("line", { class: "axis", x1: face.left, x2: face.right, y1: face.bottom, y2: face.bottom }));
  }

  function drawDay(face, chart, day, k, { wide, y, every }) {
    const [label, value, target, state] = day;
    const left = face.left + k * wide;
    // A wait without end has no figure and fills its column
    if (value !== null || state === "missed") {
      const top = value === null ? face.top : y(value);
      face.root.append(svg("rect", {
        class: `column ${state || "plain"}`, x: left + wide * 0.16, width: wide * 0.68, y: top,
        height: Math.max(0, face.bottom - top),
      }));
    }
    if (target !== null) {
      face.root.append(svg("line", { class: "target", x1: left, x2: left + wide, y1: y(target), y2: y(target) }));
    }
    if (k % every === 0) {
      const [weekday, date] = label.split(" ");
      face.root.append(svg("text", {
        class: "tick", x: left + wide / 2, y: face.bottom + 16, "text-anchor": "middle",
      }, wide * every > 58 ? `${weekday} ${date}` : date));
    }
    const sense = svg("rect", {
      class: "sense", x: left, width: wide, y: face.top, height: face.bottom - face.top,
    });
    const tell = (event) => Tip.show(lines(chart, day), event.clientX, event.clientY);
    sense.addEventListener("pointermove", tell);
    sense.addEventListener("pointerdown", tell);
    sense.addEventListener("pointerleave", Tip.hide);
    face.root.append(sense);
  }

  function start() {
    for (const chart of data.service) {
      const card = element("figure", undefined, "card");
      const caption = element("figcaption");
      const name = element("strong", chart.queue);
      name.dir = "auto";
      caption.append(name, element("span", chart.words), element("span", summary(chart)));
      const box = element("div", undefined, "chart");
      card.append(caption, box);
      byId("service-charts").append(card);
      draw(box, chart);
      Figure.onResize(box, () => draw(box, chart));
    }
  }

  return { start };
})();
