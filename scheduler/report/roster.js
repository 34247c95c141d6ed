"use strict";
// The roster chart's data and geometry: rows are agents, columns elapsed time.
const Roster = (() => {
  const { data, byId, isolated } = Report;
  const roster = data.roster;
  const LOCKED = 1;
  const CARRIED_IN = 2;
  const HEAD = 44;
  const box = byId("gantt");

  // A form is a row of kinds, each followed by its minutes
  const lengthOf = roster.forms.map((form) => form.reduce((sum, part, k) => (k % 2 ? sum + part : sum), 0));
  const formOf = (shift) => roster.forms[shift[5]];
  const endOf = (shift) => shift[4] + lengthOf[shift[5]];
  const shiftsOf = roster.agents.map(() => []);
  for (const shift of roster.shifts) shiftsOf[shift[0]].push(shift);
  const leaveOf = roster.agents.map(() => []);
  for (const leave of roster.leave) leaveOf[leave[0]].push(leave);
  const lastEnd = roster.shifts.reduce((end, shift) => Math.max(end, endOf(shift)), data.horizon[1]);

  const view = {
    rows: roster.agents.map((_, k) => k), scale: 0, from: 0, to: Math.ceil(lastEnd / 60) * 60,
    names: 180, rowHeight: 18, chosen: null, tone: Elements.colours(),
  };

  const width = () => box.clientWidth;
  const fitScale = () => Math.max(0.005, (width() - view.names - 2) / (view.to - view.from));
  const xOf = (minute) => view.names + (minute - view.from) * view.scale - box.scrollLeft;
  const minuteAt = (x) => view.from + (x - view.names + box.scrollLeft) / view.scale;
  const rowTop = (k) => HEAD + k * view.rowHeight - box.scrollTop;

  function activityWords([code, queue, paid, work], start, minutes) {
    const what = isolated(code.replace(":", " ")) + (queue >= 0 ? `, ${isolated(data.queues[queue])}` : "");
    const pay = work ? "" : paid ? ", paid" : ", unpaid";
    return `${Report.clockAt(start)} – ${Report.clockAt(start + minutes)}  ${what}${pay}`;
  }

  function agentLines(agent) {
    const [id, name, contract, team, place, skills] = roster.agents[agent];
    const able = skills.map((queue) => isolated(data.queues[queue])).join(", ") || "no skills";
    const parts = [contract < 0 ? "not in the scenario" : isolated(roster.contracts[contract])];
    if (team >= 0) parts.push(isolated(roster.teams[team]));
    if (place >= 0) parts.push(isolated(roster.places[place]));
    return [`${isolated(name)} (${isolated(id)})`, [...parts, able].join(" · ")];
  }

  function shiftLines(shift) {
    let at = shift[4];
    let paid = 0;
    const parts = [];
    const form = formOf(shift);
    for (let k = 0; k < form.length; k += 2) {
      const kind = roster.kinds[form[k]];
      parts.push(activityWords(kind, at, form[k + 1]));
      if (kind[2]) paid += form[k + 1];
      at += form[k + 1];
    }
    const notes = [isolated(roster.templates[shift[2]])];
    if (shift[3] & LOCKED) notes.push("locked");
    if (shift[3] & CARRIED_IN) notes.push("from the history");
    const size = `${Report.lengthText(at - shift[4])}, ${Report.lengthText(paid)} paid`;
    return [...agentLines(shift[0]), `${notes.join(", ")}: ${Report.span(shift[4], at)}`, size, "", ...parts];
  }

  function leaveLines(agent, [, start, end, kind]) {
    return [...agentLines(agent), `Leave, ${isolated(roster.leaves[kind])}: ${Report.span(start, end)}`];
  }

  return {
    roster, view, box, shiftsOf, leaveOf, formOf, endOf, width, xOf, minuteAt, rowTop, fitScale, agentLines,
    shiftLines, leaveLines, HEAD, LOCKED, CARRIED_IN,
  };
})();
