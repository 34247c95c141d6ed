"use strict";
// Paints the roster chart. One canvas as large as the view is drawn anew on each scroll, so a
// thousand agents cost no more than the rows in sight.
const RosterPaint = (() => {
  const { data, byId } = Report;
  const { roster, view, box, shiftsOf, leaveOf, formOf, width, xOf, minuteAt, rowTop, HEAD } = Roster;
  const NARROW = 900;
  const stage = byId("gantt-stage");
  const canvas = byId("gantt-canvas");
  const pen = canvas.getContext("2d");
  const family = getComputedStyle(document.body).fontFamily;

  // Sizes the scrolled area; called when rows, zoom or the window change
  function resize() {
    view.names = width() < 500 ? 96 : width() < NARROW ? 120 : 180;
    view.scale = Math.max(view.scale, Roster.fitScale());
    view.rowHeight = view.scale > 0.4 ? 24 : 18;
    const wide = view.names + (view.to - view.from) * view.scale;
    stage.style.width = `${Math.floor(wide)}px`;
    stage.style.height = `${HEAD + Math.max(1, view.rows.length) * view.rowHeight + 2}px`;
    const ratio = window.devicePixelRatio || 1;
    const [w, h] = [box.clientWidth, box.clientHeight];
    canvas.style.width = `${w}px`;
    canvas.style.height = `${h}px`;
    canvas.width = Math.round(w * ratio);
    canvas.height = Math.round(h * ratio);
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    draw();
  }

  function draw() {
    const [w, h] = [box.clientWidth, box.clientHeight];
    const tone = view.tone;
    pen.fillStyle = tone.card;
    pen.fillRect(0, 0, w, h);
    const first = Math.floor(box.scrollTop / view.rowHeight);
    const last = Math.min(view.rows.length, Math.ceil((box.scrollTop + h - HEAD) / view.rowHeight));
    drawDays(h);
    for (let k = first; k < last; k += 1) drawRow(k, w);
    drawNames(first, last, h);
    drawHead(w);
  }

  function drawDays(h) {
    data.days.starts.forEach((start, day) => {
      const end = data.days.starts[day + 1] ?? view.to;
      if (Report.isFree(day)) {
        pen.fillStyle = view.tone.faint;
        pen.fillRect(xOf(start), HEAD, (end - start) * view.scale, h);
      }
      pen.fillStyle = view.tone.line;
      pen.fillRect(Math.round(xOf(start)), HEAD, 1, h);
    });
  }

  function drawRow(k, w) {
    const y = rowTop(k);
    const agent = view.rows[k];
    pen.fillStyle = view.tone.faint;
    pen.fillRect(0, y + view.rowHeight - 1, w, 1);
    for (const [, start, end] of leaveOf[agent]) hatch(xOf(start), y, (end - start) * view.scale);
    for (const shift of shiftsOf[agent]) {
      const x = xOf(shift[4]);
      if (x > w) break;
      drawShift(shift, x, y);
    }
  }

  function hatch(x, y, size) {
    pen.save();
    pen.beginPath();
    pen.rect(x, y + 1, size, view.rowHeight - 3);
    pen.clip();
    pen.fillStyle = view.tone.leave;
    pen.globalAlpha = 0.45;
    pen.fillRect(x, y, size, view.rowHeight);
    pen.globalAlpha = 1;
    pen.strokeStyle = view.tone.leave;
    pen.lineWidth = 2;
    pen.beginPath();
    const left = Math.max(x, -20);
    const right = Math.min(x + size, width() + 20);
    for (let at = left - ((left - x) % 7) - view.rowHeight; at < right; at += 7) {
      pen.moveTo(at, y + view.rowHeight);
      pen.lineTo(at + view.rowHeight, y);
    }
    pen.stroke();
    pen.restore();
  }

  function fillOf(kind) {
    const [code, queue, paid, work] = kind;
    const tone = view.tone;
    if (code.startsWith("event:")) return [tone.event, 1];
    if (!work && !code.startsWith("shift")) return [tone.soft, paid ? 0.45 : 0.14];
    return [queue < 0 ? tone.soft : tone.queues[queue], 1];
  }

  // Full height is work or an event, half height a paid break, a thin line an unpaid one
  function drawShift(shift, x, y) {
    const top = y + 2;
    const size = view.rowHeight - 5;
    const faded = shift[3] & Roster.CARRIED_IN ? 0.45 : 1;
    let at = x;
    const form = formOf(shift);
    for (let k = 0; k < form.length; k += 2) {
      const wide = form[k + 1] * view.scale;
      const [fill, part] = fillOf(roster.kinds[form[k]]);
      const tall = Math.max(2, size * part);
      pen.globalAlpha = faded;
      pen.fillStyle = fill;
      pen.fillRect(at, top + (size - tall) / 2, wide + 0.3, tall);
      at += wide;
    }
    pen.globalAlpha = 1;
    if (shift[3] & Roster.LOCKED) outline(x, top, at - x, size, view.tone.ink, 1.5);
    if (shift === view.chosen) outline(x - 2, top - 2, at - x + 4, size + 4, view.tone.under, 2.5);
    if (at - x > 90) label(shift, x, top, size);
  }

  function outline(x, y, w, h, colour, line) {
    pen.strokeStyle = colour;
    pen.lineWidth = line;
    pen.strokeRect(x + line / 2, y + line / 2, Math.max(1, w - line), h - line);
  }

  // Black or white, whichever stands out from a colour
  function readable(colour) {
    const [red, green, blue] = colour.match(/\d+/g).map(Number);
    return 0.299 * red + 0.587 * green + 0.114 * blue > 140 ? "#10161c" : "#ffffff";
  }

  function label(shift, x, top, size) {
    const form = formOf(shift);
    const fits = form[1] * view.scale - 6;
    pen.font = `11px ${family}`;
    const text = Report.clockText(Report.clockOf(shift[4]));
    if (pen.measureText(text).width > fits) return;
    pen.fillStyle = readable(fillOf(roster.kinds[form[0]])[0]);
    pen.textBaseline = "middle";
    pen.fillText(text, x + 5, top + size / 2 + 0.5);
  }

  function clipped(text, size) {
    if (pen.measureText(text).width <= size) return text;
    let cut = text;
    while (cut && pen.measureText(`${cut}…`).width > size) cut = cut.slice(0, -1);
    return `${cut}…`;
  }

  function drawNames(first, last, h) {
    const tone = view.tone;
    pen.fillStyle = tone.card;
    pen.fillRect(0, 0, view.names, h);
    pen.fillStyle = tone.line;
    pen.fillRect(view.names - 1, 0, 1, h);
    pen.font = `12px ${family}`;
    pen.textBaseline = "middle";
    for (let k = first; k < last; k += 1) {
      const y = rowTop(k);
      pen.fillStyle = tone.faint;
      pen.fillRect(0, y + view.rowHeight - 1, view.names - 1, 1);
      pen.fillStyle = tone.ink;
      const name = roster.agents[view.rows[k]][1];
      pen.fillText(clipped(name, view.names - 18), 10, y + view.rowHeight / 2);
    }
    if (!view.rows.length) {
      pen.fillStyle = tone.soft;
      pen.fillText("No agent matches.", view.names + 12, HEAD + 14);
    }
  }

  function drawHead(w) {
    const tone = view.tone;
    pen.fillStyle = tone.card;
    pen.fillRect(0, 0, w, HEAD);
    pen.fillStyle = tone.line;
    pen.fillRect(0, HEAD - 1, w, 1);
    pen.save();
    pen.beginPath();
    pen.rect(view.names, 0, w, HEAD);
    pen.clip();
    pen.textBaseline = "middle";
    data.days.starts.forEach((start, day) => drawDayHead(start, day, w));
    drawHours(w);
    pen.restore();
    pen.font = `12px ${family}`;
    pen.fillStyle = tone.soft;
    pen.textBaseline = "middle";
    pen.fillText(clipped(`${Report.number(view.rows.length)} agents`, view.names - 18), 10, HEAD - 14);
  }

  // Names of a day from long to short, none longer than an ordinary day has room for
  function dayHeads(day) {
    const full = Report.dayLabel(day);
    const [weekday, date] = full.split(" ");
    const room = 1380 * view.scale - 8;
    const heads = [Report.isHoliday(day) ? `${full} (holiday)` : full, full, `${weekday} ${date}`, date];
    const samples = ["Wed 30 Mar (holiday)", "Wed 30 Mar", "Wed 30", "30"];
    return heads.filter((_, k) => k === 3 || pen.measureText(samples[k]).width <= room);
  }

  function drawDayHead(start, day, w) {
    const end = data.days.starts[day + 1] ?? view.to;
    const [x, right] = [xOf(start), xOf(Math.min(end, view.to))];
    if (right < view.names || x > w || right - x < 3) return;
    pen.fillStyle = view.tone.line;
    pen.fillRect(Math.round(x), 0, 1, HEAD);
    pen.font = `600 12px ${family}`;
    pen.fillStyle = Report.isHoliday(day) ? view.tone.bad : view.tone.ink;
    const room = right - x - 8;
    const heads = dayHeads(day);
    const text = heads.find((candidate) => pen.measureText(candidate).width <= room);
    // A day wider than the view keeps its name in sight
    if (text) pen.fillText(text, Math.max(x, Math.min(view.names, right - room)) + 5, 13);
    if (heads.length > 1 || !text) return;
    pen.font = `11px ${family}`;
    pen.fillStyle = view.tone.soft;
    const weekday = Report.dayLabel(day).slice(0, 2);
    if (pen.measureText(weekday).width <= room + 4) pen.fillText(weekday, x + 5, HEAD - 14);
  }

  function drawHours(w) {
    const [from, to] = [minuteAt(view.names), Math.min(view.to, minuteAt(w))];
    const most = (w - view.names) / 44;
    const marks = Report.ticks(Math.max(0, Math.floor(from)), to, most);
    pen.font = `11px ${family}`;
    pen.fillStyle = view.tone.soft;
    marks.values.forEach((minute, k) => {
      if (marks.labels[k].includes(":")) {
        pen.fillText(marks.labels[k], xOf(minute) - 14, HEAD - 13);
        pen.fillRect(xOf(minute), HEAD - 5, 1, 5);
      }
    });
  }

  // The legend is painted as the chart is, so that both look alike
  function sample(paint) {
    const swatch = document.createElement("canvas");
    swatch.width = 22;
    swatch.height = 14;
    paint(swatch.getContext("2d"));
    return swatch;
  }

  function legend() {
    const tone = view.tone;
    const block = (fill, top, tall) => (brush) => {
      brush.fillStyle = fill;
      brush.fillRect(0, top, 22, tall);
    };
    const frame = (brush) => {
      brush.strokeStyle = tone.ink;
      brush.lineWidth = 2;
      brush.strokeRect(1, 1, 20, 12);
    };
    const entries = [
      ...data.queues.map((queue, k) => [queue, block(tone.queues[k], 0, 14)]),
      ["event", block(tone.event, 0, 14)],
      ["paid break", block(tone.soft, 4, 6)],
      ["unpaid break", block(tone.soft, 6, 2)],
      ["locked", frame],
      ["leave", block(tone.leave, 0, 14)],
    ];
    byId("roster-legend").replaceChildren(...entries.map(([name, paint]) => {
      const entry = Elements.element("span");
      entry.append(sample(paint), name);
      return entry;
    }));
  }

  function repaint() {
    view.tone = Elements.colours();
    legend();
    draw();
  }

  return { resize, draw, repaint };
})();
