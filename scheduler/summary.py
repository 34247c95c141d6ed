"""A plan or an audit in a few lines of plain text, for a terminal 80 columns wide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_FLOOR, Decimal
from math import ceil, isfinite
from textwrap import wrap

import numpy as np

from .bought_totals import pool_totals
from .expected_service import ExpectedService
from .plan import (
    AuditReport,
    Cost,
    FloatArray,
    Plan,
    Requirement,
    ServiceLevelDay,
    Shortage,
    Violation,
)
from .scenario.types import Queue, Scenario
from .service_value import ServicePeriod

_COLUMNS = 79
_QUEUES_ABREAST = 8
_STATUS = {
    "optimal": "proven optimal",
    "feasible": "feasible: improved until the limit",
    "cancelled": "stopped early: the best roster so far",
    "none": "no roster",
}


def money(amount: Decimal | float, currency: str) -> str:
    """Write an amount with thousands separators and the currency."""
    return f"{amount:,.2f} {currency}"


def percent(share: float | None) -> str:
    """Write a share in percent; a dash where it is unknown."""
    return "-" if share is None or np.isnan(share) else f"{100 * share:.1f} %"


def sentence_lines(label: str, sentences: Iterable[str]) -> list[str]:
    """Return sentences behind a label, wrapped for a terminal."""
    return [
        line
        for sentence in sentences
        for line in wrap(f"{label}: {sentence}", _COLUMNS, subsequent_indent="  ")
    ]


def plan_lines(plan: Plan) -> list[str]:
    """Return what a planner wants to know first."""
    return [
        f"{plan.scenario.name}: {plan.scenario.grid.days} days from "
        f"{plan.scenario.grid.first_day}, {len(plan.scenario.agents)} agents, "
        f"{len(plan.scenario.queues)} queues",
        *sentence_lines("default", plan.scenario.defaults_used),
        "",
        *_solve_lines(plan),
        *_promise_lines(plan.promises),
        *_pool_lines(plan),
        *_audit_lines(plan.audit, plan.scenario),
    ]


def audit_lines(audit: AuditReport, scenario: Scenario) -> list[str]:
    """Return what the audit found."""
    return [
        f"audit        {'clean' if audit.clean else 'rules broken: ' + str(len(audit.violations))}",
        *_audit_lines(audit, scenario),
    ]


def _solve_lines(plan: Plan) -> list[str]:
    solve, currency = plan.solve, plan.scenario.currency
    whom = "no roster"
    if not all(plan.promises.values()):
        whom = "no roster that breaks promises no further"
    elif any(event.window is not None for event in plan.scenario.events):
        whom = "no roster with events at these times"
    cost = "-" if solve.cost is None else money(solve.cost, currency)
    bound = "unknown"
    if solve.bound is not None:
        lower = Decimal(solve.bound).quantize(Decimal("0.01"), ROUND_FLOOR)
        by_search = ", as the search reckons" if plan.is_linearised else ""
        bound = f"{money(lower, currency)} ({whom} costs less{by_search})"
    gap = "unknown" if solve.gap is None else f"{ceil(solve.gap * 10_000 - 1e-9) / 100:.2f} %"
    return [
        f"status       {_STATUS[solve.status]}",
        f"cost         {cost}",
        *_linearisation_lines(plan),
        f"bound        {bound}",
        f"gap          {gap}",
        f"seed, time   {solve.seed}, {solve.seconds:.1f} s",
    ]


def _linearisation_lines(plan: Plan) -> list[str]:
    """Return by how much the exact cost differs from what the search reckons with."""
    if not plan.is_linearised:
        return []
    more = f"{plan.linearisation:+,.2f} {plan.scenario.currency}"
    return [f"linearised   {more} exact less the search's own"]


def _promise_lines(promises: dict[str, bool]) -> list[str]:
    broken = [name.replace("_", " ") for name, kept in promises.items() if not kept]
    return [f"promises     {'all kept' if not broken else 'BROKEN: ' + ', '.join(broken)}"]


def _audit_lines(audit: AuditReport, scenario: Scenario) -> list[str]:
    needed = max(audit.required_hours, 1e-9)
    return [
        f"under        {audit.under_hours:,.2f} agent-hours "
        f"({100 * audit.under_hours / needed:.1f} % of {audit.required_hours:,.1f})",
        f"over         {audit.over_hours:,.2f} agent-hours "
        f"({100 * audit.over_hours / needed:.1f} %)",
        "",
        *cost_lines(audit.cost, scenario),
        "",
        *service_level_lines(audit.service_levels, scenario.queues),
        *service_period_lines(audit.service_periods, scenario.currency),
        *_shortage_lines(audit.shortages),
        *_violation_lines(audit.violations),
    ]


def cost_lines(cost: Cost, scenario: Scenario) -> list[str]:
    """Return the cost by component; beside premiums the hours or shifts they are paid for.

    Minimum pay, bonuses and on-cost are listed where the scenario has them.
    """
    pay = scenario.pay
    rows = [("wages", cost.wages, ""), ("  base", cost.base, "")]
    if pay.minimum_paid_minutes or cost.minimum:
        rows.append(("  minimum pay", cost.minimum, ""))
    rows += [
        (f"  premium {name}", amount, _paid_for(cost, name))
        for name, amount in cost.premiums.items()
    ]
    rows.append(("  overtime", cost.overtime, _hours(cost.overtime_minutes)))
    if pay.bonuses or cost.bonuses:
        worth = f"worth {money(cost.expected_value, scenario.currency)}"
        rows.append(("  bonuses, expected", cost.bonuses, worth))
    if pay.on_cost_percent or cost.on_cost:
        rows.append(("  on-cost", cost.on_cost, ""))
    rows += [
        *_beside_wages(cost, scenario),
        ("understaffing", cost.understaffing, ""),
        ("overstaffing", cost.overstaffing, ""),
        ("wishes", cost.preferences, ""),
        ("fairness", cost.fairness, ""),
    ]
    rows += [(f"rule {rule}", amount, "") for rule, amount in cost.rules.items()]
    rows.append(("total", cost.total, ""))
    return [
        f"{name:<28.28}{money(amount, scenario.currency):>20}  {note}".rstrip()
        for name, amount, note in rows
    ]


def _beside_wages(cost: Cost, scenario: Scenario) -> list[tuple[str, Decimal, str]]:
    """Return bought cover and late contacts where the scenario has them."""
    rows = []
    if scenario.bought_cover:
        rows.append(("bought cover", cost.bought_cover, ""))
    if any(queue.value == "service_level" for queue in scenario.queues):
        rows.append(("late contacts", cost.late_contacts, ""))
    return rows


def _paid_for(cost: Cost, name: str) -> str:
    """Return for how many hours or shifts a premium is paid."""
    shifts = cost.allowance_shifts.get(name)
    if shifts is not None:
        return f"{shifts:>10,} shift{'' if shifts == 1 else 's'}"
    return _hours(cost.premium_minutes.get(name, 0))


def _hours(minutes: int) -> str:
    return f"{minutes / 60:>10,.2f} h" if minutes else ""


def service_level_lines(days: Sequence[ServiceLevelDay], queues: Sequence[Queue]) -> list[str]:
    """Return a table of the expected service, a row per day and a column per queue.

    A queue without a service level shows its mean wait.
    """
    if not days:
        return []
    by_cell = {(entry.day, entry.queue): entry for entry in days}
    lines = ["expected service (share in time; mean wait where the target is a wait)"]
    for first in range(0, len(queues), _QUEUES_ABREAST):
        lines += _service_block(by_cell, queues[first : first + _QUEUES_ABREAST])
    return [*lines, ""]


def _service_block(
    by_cell: Mapping[tuple[str, str], ServiceLevelDay], queues: Sequence[Queue]
) -> list[str]:
    """Return the table of as many queues as stand side by side in a terminal."""
    width = max(8, min(14, 67 // len(queues)))
    lines = [
        "day         " + "".join(f"{queue.id:>{width}.{width - 1}}" for queue in queues),
        "target      " + "".join(f"{_target(queue):>{width}}" for queue in queues),
    ]
    for day in dict.fromkeys(day for day, _ in by_cell):
        cells = [_service(by_cell.get((day, queue.id)), queue) for queue in queues]
        lines.append(f"{day:<12}" + "".join(f"{text:>{width}}" for text in cells))
    return lines


def _target(queue: Queue) -> str:
    if queue.service_level is not None:
        return percent(queue.service_level)
    return "-" if queue.mean_wait_s is None else f"{queue.mean_wait_s:g} s"


def _service(entry: ServiceLevelDay | None, queue: Queue) -> str:
    """Return what a queue's day is measured by."""
    if entry is None or entry.volume == 0:
        return "-"
    if queue.service_level is not None:
        return percent(entry.service_level)
    wait = entry.mean_wait_s
    return "-" if wait is None else f"{wait:.0f} s" if isfinite(wait) else "no end"


def service_period_lines(periods: Sequence[ServicePeriod], currency: str) -> list[str]:
    """Return target, achievement and price of queues valued by their service level."""
    if not periods:
        return []
    lines = [
        "service level over each period, and what a late contact is priced at",
        f"{'from':<12}{'queue':<16}{'target':>8}{'achieved':>10}{'late':>9}{'price':>9}{'cost':>13}",
    ]
    for p in periods:
        mark = "" if p.is_met else "  MISSED"
        lines.append(
            f"{p.first_day:<12}{p.queue:<16.15}{percent(p.target):>8}{percent(p.achieved):>10}"
            f"{p.late:>9,.1f}{p.price:>9.2f}{p.cost:>13,.2f}{mark}"
        )
    return [*lines, f"prices in {currency}", ""]


def _pool_lines(plan: Plan) -> list[str]:
    """Return what is bought from each pool."""
    return [
        f"{'bought ' + total.pool:<28.28}{money(total.amount, plan.scenario.currency):>20}  "
        f"{total.agent_hours:,.2f} h in {total.blocks} blocks"
        for total in pool_totals(plan.scenario, plan.bought)
    ]


def _shortage_lines(shortages: Sequence[Shortage], most: int = 8) -> list[str]:
    """Return the largest shortages: queue, from, to, agent-hours."""
    if not shortages:
        return ["no shortages"]
    worst = sorted(shortages, key=lambda s: (not s.hard, -s.agent_hours))
    lines = [f"largest shortages ({len(shortages)} in all, priced unless marked HARD)"]
    for s in worst[:most]:
        mark = "HARD " if s.hard else ""
        lines.append(
            f"{s.queue:<14.14} {s.start[:16]} to {s.end[:16]}  "
            f"{mark}{s.agent_hours:.2f} h, up to {s.worst}"
        )
    return lines


def _violation_lines(violations: Sequence[Violation], most: int = 20) -> list[str]:
    lines = [f"RULE BROKEN  {v.rule}: {v.message}" for v in violations[:most]]
    if len(violations) > most:
        lines.append(f"... and {len(violations) - most} more")
    return lines


def requirement_lines(
    requirement: Requirement, outside_hours: Sequence[tuple[str, float]] = ()
) -> list[str]:
    """Return volume, load and required hours per queue, and what no agent answers."""
    hours = requirement.grid.interval_minutes / 60
    lines = [
        f"{'queue':<16}{'model':<10}{'contacts':>11}{'load h':>10}"
        f"{'required h':>12}{'rostered h':>12}{'peak':>7}"
    ]
    for k, queue in enumerate(requirement.queues):
        lines.append(
            f"{queue:<16.15}{requirement.model[k]:<10}{requirement.volume[k].sum():>11,.0f}"
            f"{requirement.offered_load[k].sum() * hours:>10,.1f}"
            f"{requirement.required[k].sum() * hours:>12,.1f}"
            f"{requirement.scheduled[k].sum() * hours:>12,.1f}"
            f"{int(requirement.scheduled[k].max(initial=0)):>7}"
        )
    for queue, contacts in outside_hours:
        lines.append(f"{queue:.40}: {contacts:,.1f} contacts come while it is closed")
    if requirement.overrun_minutes is not None:
        for queue, minutes in zip(requirement.queues, requirement.overrun_minutes, strict=True):
            if minutes.sum() >= 0.05:
                lines.append(f"{queue:.40}: {minutes.sum():,.1f} agent-minutes after closing")
    return lines


def expected_service_lines(expected: ExpectedService) -> list[str]:
    """Return per queue what the agents give, weighted by volume, and the worst interval."""
    lines = [
        f"{'queue':<16}{'contacts':>10}{'agents':>8}{'in time':>10}{'worst':>9}"
        f"{'wait s':>10}{'occupied':>10}{'lost':>7}"
    ]
    for k, queue in enumerate(expected.queues):
        here = expected.open[k] & (expected.offered_load[k] > 0)
        volume, levels = expected.volume[k, here], expected.service_level[k, here]
        time = np.where(here, expected.present[k], 0.0)
        busy = float((time * np.nan_to_num(expected.occupancy[k])).sum())
        wait = _weighted_mean(expected.mean_wait_s[k, here], volume)
        worst = float(levels.min()) if levels.size else None
        lines.append(
            f"{queue:<16.15}{volume.sum():>10,.0f}{expected.agents:>8,}"
            f"{percent(_weighted_mean(levels, volume)):>10}{percent(worst):>9}"
            f"{'-' if wait is None else 'endless' if np.isinf(wait) else f'{wait:,.1f}':>10}"
            f"{percent(busy / time.sum() if time.sum() else None):>10}"
            f"{percent(_weighted_mean(expected.abandonment[k, here], volume)):>7}"
        )
    return lines


def _weighted_mean(values: FloatArray, weight: FloatArray) -> float | None:
    return float((values * weight).sum() / weight.sum()) if weight.sum() > 0 else None


def joined(lines: Iterable[str]) -> str:
    """Return lines as one text."""
    return "\n".join(lines)
