"""The rules broken, as a section of the report that stands out."""

from __future__ import annotations

from ..plan import Plan, Violation
from .markup import Cell, Column, join, say, table
from .text import NOTHING, Markup, count, iso_day_label


def violation_section(plan: Plan) -> Markup:
    """Return the rules broken as a section that stands out; nothing where none is."""
    violations = plan.audit.violations
    if not violations:
        return Markup("")
    columns = tuple(map(Column, ("Rule", "Agent", "Day", "Measured", "Allowed", "What is wrong")))
    names = {agent.employee_id: agent.name for agent in plan.scenario.agents}
    rows = [_violation_row(violation, names) for violation in violations]
    title = f"{count(len(rows), 'rule violation')}"
    body = join(
        [
            Markup(f'<h2 id="violations-title">{title}</h2>'),
            say("p", "This roster must not be published as it is.", "lead"),
            table("Rule violations", columns, rows, css="violations"),
        ]
    )
    return Markup(
        '<section id="violations" class="alarm" aria-labelledby="violations-title">'
        f"{body}</section>"
    )


def _violation_row(violation: Violation, names: dict[str, str]) -> list[Cell]:
    who = violation.employee_id
    agent = NOTHING if who is None else f"{names.get(who, who)} ({who})"
    day = NOTHING if violation.day is None else iso_day_label(violation.day)
    return [
        Cell(violation.rule),
        Cell(agent),
        Cell(day),
        Cell(violation.measured),
        Cell(violation.allowed),
        Cell(violation.message, css="words"),
    ]
