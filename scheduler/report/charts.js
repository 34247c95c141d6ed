"use strict";
// The four Plotly charts: coverage, heat map, cost, search.
const Charts = (() => {
  const { data, byId, colours, number, money } = Report;
  const ALL = "all";
  const step = data.interval;
  const count = data.intervals;
  const lastMinute = count * step;
  const config = {
    displaylogo: false,
    responsive: true,
    // Only these buttons: Plotly's own set offers to upload the chart
    modeBarButtons: [["zoom2d", "pan2d", "zoomIn2d", "zoomOut2d", "resetScale2d"], ["toImage"]],
    showSendToCloud: false,
    plotlyServerURL: "",
  };

  function layout(extra) {
    const tone = colours();
    const axis = {
      gridcolor: tone.faint, linecolor: tone.line, zerolinecolor: tone.line, tickcolor: tone.line,
      automargin: true,
    };
    const { xaxis = {}, yaxis = {}, ...rest } = extra;
    return {
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", autosize: true,
      font: { family: getComputedStyle(document.body).fontFamily, size: 12.5, color: tone.soft },
      margin: { l: 56, r: 24, t: 46, b: 46 },
      hoverlabel: {
        bgcolor: tone.ink, bordercolor: tone.ink, align: "left",
        font: { color: tone.paper, size: 12.5 },
      },
      legend: { orientation: "h", x: 0, y: 1.02, yanchor: "bottom", traceorder: "normal", font: { color: tone.ink } },
      modebar: { bgcolor: "rgba(0,0,0,0)", color: tone.soft, activecolor: tone.accent },
      xaxis: { ...axis, ...xaxis },
      yaxis: { ...axis, ...yaxis },
      ...rest,
    };
  }

  // One queue's series, or the sum over all of them
  function series(choice) {
    if (choice !== ALL) return data.queues[Number(choice)];
    const sum = (key) =>
      Array.from({ length: count }, (_, i) => data.queues.reduce((s, q) => s + (q[key][i] ?? 0), 0));
    const keys = ["scheduled", "required", "volume", "covered", "under", "over"];
    const open = Array.from({ length: count }, (_, i) => Number(data.queues.some((q) => q.open[i])));
    return { id: "All queues", open, ...Object.fromEntries(keys.map((key) => [key, sum(key)])) };
  }

  const chosen = () => series(byId("coverage-queue").value);

  function chosenRange() {
    const day = byId("coverage-day").value;
    if (day === ALL) return [0, lastMinute];
    const starts = data.days.starts;
    return [starts[Number(day)], Math.min(starts[Number(day) + 1], lastMinute)];
  }

  function intervalText(queue, i) {
    const lines = [
      `<b>${Report.span(i * step, (i + 1) * step)}</b>`,
      `To roster ${number(queue.scheduled[i], 0)} (${number(queue.required[i], 0)} before absence)`,
      `Covered ${number(queue.covered[i], 2)}`,
    ];
    if (queue.under[i] > 0) lines.push(`<b>Missing ${number(queue.under[i], 2)}</b>`);
    if (queue.over[i] > 0) lines.push(`Too many ${number(queue.over[i], 2)}`);
    lines.push(`Contacts ${number(queue.volume[i], 1)}`);
    const level = queue.sl ? queue.sl[i] : null;
    if (level !== null) lines.push(`Answered in time ${number(100 * level, 1)} %`);
    return lines.join("<br>");
  }

  function dayShapes(tone) {
    const shapes = [];
    data.days.starts.forEach((start, day) => {
      if (start >= lastMinute) return;
      const end = Math.min(data.days.starts[day + 1] ?? lastMinute, lastMinute);
      const base = { xref: "x", yref: "paper", y0: 0, y1: 1, layer: "below" };
      if (Report.isFree(day)) {
        shapes.push({ ...base, type: "rect", x0: start, x1: end, fillcolor: tone.faint, line: { width: 0 } });
      }
      shapes.push({ ...base, type: "line", x0: start, x1: start, line: { color: tone.line, width: 1 } });
    });
    return shapes;
  }

  function coverageTraces(queue) {
    const tone = colours();
    const x = Array.from({ length: count + 1 }, (_, i) => i * step);
    // Steps hold to the end of their interval, so the last value is drawn once more
    const hold = (values) => [...values, values[values.length - 1]];
    const met = queue.scheduled.map((value, i) => value - (queue.under[i] ?? 0));
    const area = (name, y, color) => ({
      type: "scatter", mode: "lines", name, x, y: hold(y), stackgroup: "agents", hoverinfo: "skip",
      line: { shape: "hv", width: 0, color },
      fillcolor: color,
    });
    return [
      area("Covered as required", met, tone.met),
      area("Missing", queue.under, tone.under),
      area("Too many", queue.over, tone.over),
      {
        type: "scatter", mode: "lines", name: "Agents to roster", x, y: hold(queue.scheduled),
        line: { shape: "hv", width: 1.4, color: tone.need }, hoverinfo: "skip",
      },
      {
        type: "scatter", mode: "lines", name: "hover", showlegend: false, line: { width: 0 },
        x: x.slice(0, count).map((minute) => minute + step / 2), y: queue.scheduled,
        text: x.slice(0, count).map((_, i) => intervalText(queue, i)),
        hovertemplate: "%{text}<extra></extra>",
      },
    ];
  }

  const twoLines = (label) => label.replace(" ", "<br>");

  // Ticks and height of the axis for what is in view
  function coverageAxes(from, to) {
    const queue = chosen();
    const width = byId("coverage-chart").clientWidth || 900;
    const marks = Report.ticks(from, to, Math.max(3, Math.floor((width - 80) / 62)));
    let top = 1;
    const first = Math.max(0, Math.floor(from / step));
    for (let i = first; i < Math.min(count, Math.ceil(to / step)); i += 1) {
      top = Math.max(top, queue.scheduled[i] + (queue.over[i] ?? 0), queue.covered[i] ?? 0);
    }
    return {
      "xaxis.tickvals": marks.values, "xaxis.ticktext": marks.labels.map(twoLines), "yaxis.range": [0, top * 1.08],
    };
  }

  async function drawCoverage() {
    const queue = chosen();
    const range = chosenRange();
    const axes = coverageAxes(...range);
    const chart = byId("coverage-chart");
    // Before the drawing, which may end after that of a later choice
    describeCoverage(queue, range);
    await Plotly.react(chart, coverageTraces(queue), layout({
      height: 400, hovermode: "x", dragmode: "zoom", shapes: dayShapes(colours()),
      xaxis: {
        range, tickmode: "array", tickvals: axes["xaxis.tickvals"], ticktext: axes["xaxis.ticktext"],
        showgrid: false, ticks: "outside", zeroline: false,
      },
      yaxis: { title: { text: "agents" }, range: axes["yaxis.range"], fixedrange: true },
    }), config);
    if (!chart.dataset.listens) {
      chart.dataset.listens = "true";
      chart.on("plotly_relayout", (change) => {
        if (!Object.keys(change).some((key) => key.startsWith("xaxis.range"))) return;
        Plotly.relayout(chart, coverageAxes(...chart.layout.xaxis.range));
      });
    }
  }

  function totals(queue, from, to) {
    const sum = { scheduled: 0, covered: 0, under: 0, over: 0 };
    for (let i = Math.round(from / step); i < Math.round(to / step); i += 1) {
      for (const key of Object.keys(sum)) sum[key] += ((queue[key][i] ?? 0) * step) / 60;
    }
    return sum;
  }

  function describeCoverage(queue, range) {
    const sum = totals(queue, ...range);
    const day = byId("coverage-day");
    const when = day.value === ALL ? "whole horizon" : day.options[day.selectedIndex].textContent;
    byId("coverage-words").textContent =
      `${queue.id}, ${when}: ${number(sum.scheduled, 1)} agent-hours to roster, ` +
      `${number(sum.under, 1)} missing (${Report.share(sum.under, sum.scheduled)}), ` +
      `${number(sum.over, 1)} too many (${Report.share(sum.over, sum.scheduled)}).`;
  }

  function coverageTable() {
    const rows = [];
    data.days.starts.forEach((start, day) => {
      const end = Math.min(data.days.starts[day + 1] ?? 0, lastMinute);
      if (end <= start) return;
      for (const queue of data.queues) {
        const sum = totals(queue, start, end);
        const figures = [sum.scheduled, sum.covered, sum.under, sum.over].map((v) => number(v, 1));
        rows.push([Report.dayLabel(day), queue.id, ...figures]);
      }
    });
    const heads = ["Day", "Queue", "To roster, h", "Covered, h", "Missing, h", "Too many, h"];
    const label = "Agent-hours by day and queue";
    byId("coverage-table").append(Report.scrollable(Report.table(label, heads, rows, "", 2), label));
  }

  function heatCells(queue) {
    const { row, column, labels } = data.heat;
    const rows = Math.max(...row) + 1;
    const blank = () => Array.from({ length: rows }, () => Array(labels.length).fill(null));
    const values = blank();
    const texts = blank();
    for (let i = 0; i < count; i += 1) {
      if (!queue.open[i] && !(queue.over[i] > 0)) continue;
      values[row[i]][column[i]] = queue.under[i] > 0 ? -queue.under[i] : (queue.over[i] ?? 0);
      texts[row[i]][column[i]] = intervalText(queue, i);
    }
    return { values, texts, rows };
  }

  function drawHeat() {
    const tone = colours();
    const queue = chosen();
    const { values, texts, rows } = heatCells(queue);
    const reach = Math.max(1, ...values.flat().map((value) => Math.abs(value ?? 0)));
    const labels = data.heat.labels;
    const hours = labels.flatMap((label, k) => (/^\d[02468]:00$/.test(label) ? [k] : []));
    const names = Array.from({ length: rows }, (_, day) => Report.dayLabel(day));
    return Plotly.react(byId("heat-chart"), [{
      type: "heatmap", z: values, text: texts, x: labels.map((_, k) => k), y: names.map((_, k) => k),
      hovertemplate: "%{text}<extra></extra>", hoverongaps: false, ygap: 2,
      zmin: -reach, zmax: reach,
      colorscale: [[0, tone.under], [0.5, tone.card], [1, tone.over]],
      colorbar: {
        thickness: 10, outlinewidth: 0, len: 1, tickvals: [-reach, 0, reach],
        ticktext: [`${number(reach, 1)} missing`, "as required", `${number(reach, 1)} too many`],
      },
    }], layout({
      height: 120 + rows * 22, margin: { l: 90, r: 20, t: 44, b: 36 }, plot_bgcolor: tone.faint,
      xaxis: {
        tickvals: hours, ticktext: hours.map((k) => labels[k]), showgrid: false, zeroline: false,
        range: [-0.5, labels.length - 0.5],
      },
      yaxis: {
        tickvals: names.map((_, k) => k), ticktext: names, range: [rows - 0.5, -0.5], showgrid: false,
        zeroline: false,
      },
    }), config);
  }

  function drawCost() {
    const tone = colours();
    const bars = data.costs
      .filter(([, , amount]) => amount !== 0)
      .map(([group, name, amount]) => [group, escapeText(name), amount]);
    const top = Math.max(1, ...bars.map(([, , amount]) => amount));
    const groups = [...new Set(bars.map(([group]) => group))];
    const order = bars.map(([, name]) => name);
    const traces = groups.map((group) => {
      const own = bars.filter(([name]) => name === group);
      const paid = group !== "Prices, not paid";
      return {
        type: "bar", orientation: "h", name: group, x: own.map((bar) => bar[2]), y: own.map((bar) => bar[1]),
        text: own.map((bar) => money(bar[2])), textposition: "outside", cliponaxis: false,
        textfont: { color: tone.ink }, hovertemplate: "%{y}: %{text}<extra></extra>",
        marker: { color: paid ? tone.accent : tone.under },
      };
    });
    return Plotly.react(byId("cost-chart"), traces, layout({
      height: 120 + 34 * order.length, bargap: 0.35, margin: { l: 20, r: 20, t: 46, b: 30 },
      xaxis: { range: [0, top * 1.32], fixedrange: true, nticks: 5, tickformat: ",.0f", zeroline: false },
      yaxis: {
        categoryorder: "array", categoryarray: [...order].reverse(), fixedrange: true, showgrid: false,
        ticklabelstandoff: 8,
      },
    }), { ...config, displayModeBar: false });
  }

  function traceText([step, stage, cost, bound]) {
    const known = cost !== null && bound !== null && bound > 0;
    return [
      `<b>Step ${step}</b>${stage ? `, ${escapeText(stage)}` : ""}`,
      `Cost ${cost === null ? "unknown" : money(cost)}`,
      `Bound ${bound === null ? "unknown" : money(bound)}`,
      `Gap ${known ? `${number((100 * Math.max(0, cost - bound)) / bound, 2)} %` : "unknown"}`,
    ].join("<br>");
  }

  // Plotly reads a few tags in labels; names must not be read as such
  const escapeText = (text) =>
    text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

  function drawTrace() {
    const tone = colours();
    const points = data.trace;
    const line = (key, name, color, dash) => {
      const own = points.filter((point) => point[key] !== null);
      return {
        type: "scatter", mode: "lines+markers", name, x: own.map((point) => point[0]),
        y: own.map((point) => point[key]), text: own.map(traceText),
        hovertemplate: "%{text}<extra></extra>", line: { shape: "hv", width: 2, color, dash },
        marker: { size: 5, color },
      };
    };
    const bounds = line(3, "Certified bound", tone.accent, "dot");
    const notes = bounds.x.length ? [] : [{
      text: "The bound is unknown", xref: "paper", yref: "paper", x: 1, y: 1, xanchor: "right", yanchor: "top",
      showarrow: false,
    }];
    return Plotly.react(byId("trace-chart"), [line(2, "Cost of the best roster", tone.under), bounds], layout({
      height: 350, hovermode: "closest", annotations: notes, showlegend: true, margin: { l: 56, r: 24, t: 46, b: 60 },
      xaxis: { title: { text: "step of the search" }, rangemode: "tozero", zeroline: false },
      yaxis: { title: { text: data.currency }, tickformat: ",.0f", zeroline: false, range: traceRange(points) },
    }), config);
  }

  // First costs can be many times the last; the view keeps to where the gap can be read
  function traceRange(points) {
    const costs = points.map((point) => point[2]).filter((value) => value !== null);
    const bounds = points.map((point) => point[3]).filter((value) => value !== null);
    if (!costs.length) return undefined;
    const last = costs[costs.length - 1];
    const high = Math.max(...costs.filter((value) => value <= 2 * last));
    const low = Math.min(last, ...bounds.filter((value) => value >= 0.5 * last));
    const room = Math.max(high - low, 0.01 * Math.abs(last), 1) * 0.08;
    return [low - room, high + room];
  }

  function moveDay(by) {
    const select = byId("coverage-day");
    select.selectedIndex = Math.min(select.options.length - 1, Math.max(0, select.selectedIndex + by));
    return drawCoverage();
  }

  function start() {
    const queues = data.queues.map((queue, k) => [k, queue.id]);
    Report.fillSelect(byId("coverage-queue"), queues.length > 1 ? [[ALL, "All queues"], ...queues] : queues);
    const days = data.days.starts.flatMap((from, day) => {
      if (from >= lastMinute) return [];
      return [[day, Report.dayLabel(day) + (day >= data.days.count ? " (carry-out)" : "")]];
    });
    Report.fillSelect(byId("coverage-day"), [[ALL, "Whole horizon"], ...days]);
    byId("coverage-queue").addEventListener("change", () => Promise.all([drawCoverage(), drawHeat()]));
    byId("coverage-day").addEventListener("change", drawCoverage);
    byId("coverage-back").addEventListener("click", () => moveDay(-1));
    byId("coverage-next").addEventListener("click", () => moveDay(1));
    coverageTable();
    return draw();
  }

  const draw = () => Promise.all([drawCoverage(), drawHeat(), drawCost(), drawTrace()]);

  return { start, draw };
})();
