"""A repair in plain text for a terminal, as JSON, and as the tables of its plan folder."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import polars as pl

from .amounts import amount, money
from .changes import Change, changes_table, shifts_text
from .export.absences_table import absences_table
from .export.tables import rfc3339
from .plan import AuditReport, Cost
from .replan import Replanned
from .summary import counted, sentence_lines

_MOST_CHANGES = 40

Figure = TypeVar("Figure", Decimal, float)


def replan_lines(replanned: Replanned) -> list[str]:
    """Return what was changed, for whom, and what it costs; at most 80 columns."""
    scenario, audit = replanned.plan.scenario, replanned.plan.audit
    since = scenario.grid.local(replanned.since).strftime("%Y-%m-%d %H:%M")
    counts = _counts(replanned)
    price = money(replanned.change_price, scenario.currency)
    unkept = [v.message for v in replanned.new_violations]
    unkept += [f"{s.queue} {s.start[:16]} to {s.end[:16]}: hard minimum staff not met"
               for s in replanned.hard_shortages]  # fmt: skip
    return [
        f"{scenario.name}: repaired from {since}",
        *sentence_lines("note", replanned.notes),
        "",
        f"changed      {counted(counts['shifts'], 'shift')} of "
        f"{counted(counts['agents'], 'agent')}, each at {price}{_in_all(replanned)}",
        f"other breaks {counted(counts['breaks'], 'shift')}, at no price",
        f"absent       {counted(counts['absent'], 'shift')} lost or cut short, of "
        f"{counted(len({t.employee_id for t in replanned.leave}), 'agent')}",
        f"promises     {'all kept' if not unkept else 'BROKEN'}",
        *sentence_lines("BROKEN", unkept),
        "",
        *_comparison(replanned.before, audit),
        "",
        *_change_lines(replanned),
    ]


def _in_all(replanned: Replanned) -> str:
    """Return what several changes are reckoned at together: a price that nobody pays."""
    number = len(replanned.changed)
    total = number * replanned.change_price
    return f", {money(total, replanned.plan.scenario.currency)} in all" if number > 1 else ""


def _counts(replanned: Replanned) -> dict[str, int]:
    """Return how many shifts changed, of how many agents, and what else differs."""
    return {
        "shifts": len(replanned.changed),
        "agents": len({change.employee_id for change in replanned.changed}),
        "breaks": sum(change.what == "breaks" for change in replanned.changes),
        "absent": sum(change.what in ("absent", "cut") for change in replanned.changes),
    }


def _comparison(before: AuditReport, after: AuditReport) -> list[str]:
    """Return cost and shortages with the absences, before the repair and after it."""
    lines = [f"{'with the absences':<20}{'before':>18}{'after':>18}{'difference':>16}"]
    lines.append(_compared("cost", before.cost.total, after.cost.total))
    for (name, was), (_, now) in zip(_parts(before.cost), _parts(after.cost), strict=True):
        if was or now:
            lines.append(_compared(f"  {name}", was, now))
    return [
        *lines,
        _compared("under, agent-hours", before.under_hours, after.under_hours),
        _compared("over, agent-hours", before.over_hours, after.over_hours),
    ]


def _parts(cost: Cost) -> list[tuple[str, Decimal]]:
    """Return what the total cost is the sum of."""
    return [
        ("wages", cost.wages),
        ("understaffing", cost.understaffing),
        ("overstaffing", cost.overstaffing),
        ("bought cover", cost.bought_cover),
        ("late contacts", cost.late_contacts),
        ("wishes", cost.preferences),
        ("fairness", cost.fairness),
        ("priced rules", sum(cost.rules.values(), Decimal(0))),
    ]


def _compared(name: str, was: Figure, now: Figure) -> str:
    return f"{name:<20}{amount(was):>18}{amount(now):>18}{amount(now - was, signed=True):>16}"


def _change_lines(replanned: Replanned) -> list[str]:
    """Return a line per shift that is not as it was, other breaks aside."""
    shown = [change for change in replanned.changes if change.what != "breaks"]
    if not shown:
        return ["no shift is other than it was"]
    zones = {
        a.employee_id: replanned.plan.scenario.zone_of(a) for a in replanned.plan.scenario.agents
    }
    lines = [_line(change, zones[change.employee_id]) for change in shown[:_MOST_CHANGES]]
    head = f"{'employee':<12}{'date':<12}{'what':<9}{'before':<22} after"
    more = [f"... and {len(shown) - _MOST_CHANGES} more in changes.csv"]
    return [head, *lines, *(more if len(shown) > _MOST_CHANGES else [])]


def _line(change: Change, zone: str) -> str:
    before, after = (shifts_text(shifts, zone) or "off" for shifts in (change.before, change.after))
    return (
        f"{change.employee_id:<11.11} {change.day!s:<12}{change.what:<9}{before:<22.22} {after:.22}"
    )


def replan_json(replanned: Replanned) -> str:
    """Return what was changed as JSON text; amounts are decimals as text."""
    scenario = replanned.plan.scenario
    zone = ZoneInfo(scenario.zone)
    document: dict[str, Any] = {
        "schema_version": 1,
        "since": rfc3339(replanned.since, zone),
        "currency": scenario.currency,
        "change_price": f"{replanned.change_price:f}",
        "changed": _counts(replanned),
        "promises_kept": replanned.promises_kept,
        "before": _figures(replanned.before),
        "after": _figures(replanned.plan.audit),
        "bound": replanned.plan.solve.bound,
        "seconds": round(replanned.plan.solve.seconds, 3),
        "changes": changes_table(scenario, replanned.changes).to_dicts(),
        "absences": absences_table(replanned.plan).to_dicts(),
        "notes": list(replanned.notes),
        "violations": [v.message for v in replanned.plan.audit.violations],
    }
    return json.dumps(document, indent=2, ensure_ascii=False)


def _figures(audit: AuditReport) -> dict[str, Any]:
    return {
        "cost": f"{audit.cost.total:f}",
        "wages": f"{audit.cost.wages:f}",
        "under_hours": round(audit.under_hours, 6),
        "over_hours": round(audit.over_hours, 6),
        "shortages": len(audit.shortages),
        "violations": len(audit.violations),
    }


def replan_tables(replanned: Replanned) -> dict[str, pl.DataFrame]:
    """Return the changes and the absences as tables by name."""
    return {
        "changes": changes_table(replanned.plan.scenario, replanned.changes),
        "absences": absences_table(replanned.plan),
    }
