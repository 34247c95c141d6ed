"""A plan or an audit in a few lines of plain text, for a terminal 80 columns wide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from math import isfinite, isinf
from textwrap import wrap

import numpy as np

from .amounts import amount, bound_amount, gap_percent, money
from .bought_totals import pool_totals
from .bound_subject import bound_subject
from .missing_hours import confirmed_sentence, missing_hours, missing_sentence
from .plan import (
    AuditReport,
    Cost,
    Plan,
    Requirement,
    ServiceLevelDay,
    Shortage,
    SolveReport,
    Violation,
)
from .scenario.types import Queue, Scenario
from .served_queues import ServedQueue
from .service_value import ServicePeriod
from .text_table import Column, Part, TextTable, plain_lines

_COLUMNS = 79
_QUEUES_ABREAST = 8
_STATUS = {
    "optimal": "proven optimal",
    "feasible": "feasible",
    "cancelled": "stopped early: the best roster so far",
    "none": "no roster",
}


def counted(number: int, noun: str) -> str:
    """Write a number with its noun: 1 queue, 2 queues."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


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
    """Return what a planner wants to know first, as plain text."""
    return plain_lines([scenario_line(plan.scenario), "", *plan_parts(plan)])


def scenario_line(scenario: Scenario) -> str:
    """Return what is planned, in one line."""
    return (
        f"{scenario.name}: {counted(scenario.grid.days, 'day')} from {scenario.grid.first_day}, "
        f"{counted(len(scenario.agents), 'agent')}, {counted(len(scenario.queues), 'queue')}"
    )


def plan_parts(plan: Plan) -> list[Part]:
    """Return what the search found, without what it began with."""
    return [
        *_solve_lines(plan),
        *_promise_lines(plan.promises),
        *_pool_lines(plan),
        *_audit_parts(plan.audit, plan.scenario, (*_missing_lines(plan), *_confirmed_lines(plan))),
    ]


def audit_parts(audit: AuditReport, scenario: Scenario) -> list[Part]:
    """Return what the audit found."""
    return [
        f"audit        {'clean' if audit.clean else 'rules broken: ' + str(len(audit.violations))}",
        *_audit_parts(audit, scenario),
    ]


def _solve_lines(plan: Plan) -> list[str]:
    solve, currency = plan.solve, plan.scenario.currency
    cost = "-" if solve.cost is None else money(solve.cost, currency)
    bound = "unknown"
    if solve.bound is not None:
        by_search = ", as the search reckons" if plan.is_linearised else ""
        said = f"no {bound_subject(plan)} costs less{by_search}"
        bound = f"{bound_amount(solve.bound)} {currency} ({said})"
    gap = "unknown" if solve.gap is None else gap_percent(solve.gap)
    return [
        f"status       {_status(solve)}",
        f"cost         {cost}",
        *_linearisation_lines(plan),
        *(_labelled("bound", bound) if solve.repaired_since else [f"bound        {bound}"]),
        f"gap          {gap}",
        f"seed, time   {solve.seed}, {solve.seconds:.1f} s",
    ]


def _status(solve: SolveReport) -> str:
    """Return how the search ended; a roster that no search of this plan made took no time."""
    if solve.status == "feasible" and solve.seconds:
        until = ", to the gap asked for" if solve.ended_at_gap else ""
        return f"feasible: improved for {solve.seconds:.1f} s{until}"
    return _STATUS[solve.status]


def _linearisation_lines(plan: Plan) -> list[str]:
    """Return by how much the exact cost differs from what the search reckons with."""
    if plan.linearisation is None or not plan.is_linearised:
        return []
    more = f"{amount(plan.linearisation, signed=True)} {plan.scenario.currency}"
    return [f"linearised   {more} exact less the search's own"]


def _promise_lines(promises: dict[str, bool]) -> list[str]:
    broken = [name.replace("_", " ") for name, kept in promises.items() if not kept]
    return [f"promises     {'all kept' if not broken else 'BROKEN: ' + ', '.join(broken)}"]


def _confirmed_lines(plan: Plan) -> list[str]:
    said = confirmed_sentence(plan)
    return [] if said is None else _labelled("confirmed", said)


def _missing_lines(plan: Plan) -> list[str]:
    found = missing_hours(plan)
    return [] if found is None else _labelled("divisible", missing_sentence(found))


def _labelled(label: str, text: str) -> list[str]:
    """Return text beside a label of the summary, wrapped in its own column."""
    return wrap(text, _COLUMNS, initial_indent=f"{label:<13}", subsequent_indent=" " * 13)


def _audit_parts(
    audit: AuditReport, scenario: Scenario, of_search: Sequence[str] = ()
) -> list[Part]:
    """Return what the audit found; what the search says of it stands below the hours missing."""
    needed = max(audit.required_hours, 1e-9)
    return [
        f"under        {audit.under_hours:,.2f} agent-hours "
        f"({100 * audit.under_hours / needed:.1f} % of {audit.required_hours:,.1f})",
        f"over         {audit.over_hours:,.2f} agent-hours "
        f"({100 * audit.over_hours / needed:.1f} %)",
        *of_search,
        "",
        cost_table(audit.cost, scenario),
        "",
        *service_level_parts(audit.service_levels, scenario.queues),
        *service_period_parts(audit.service_periods, scenario.currency),
        _shortages(audit.shortages),
        *_violation_lines(audit.violations),
    ]


def cost_table(cost: Cost, scenario: Scenario) -> TextTable:
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
    return TextTable(
        (Column(width=28, cut=28), Column(width=20, right=True), Column(gap=2)),
        tuple((name, money(amount, scenario.currency), note) for name, amount, note in rows),
    )


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


def service_level_parts(days: Sequence[ServiceLevelDay], queues: Sequence[Queue]) -> list[Part]:
    """Return the expected service, a row per day and a column per queue.

    A queue without a service level shows its mean wait.
    """
    if not days:
        return []
    by_cell = {(entry.day, entry.queue): entry for entry in days}
    title = "expected service (share in time; mean wait where the target is a wait)"
    blocks: list[Part] = [
        _service_block(by_cell, queues[first : first + _QUEUES_ABREAST], "" if first else title)
        for first in range(0, len(queues), _QUEUES_ABREAST)
    ]
    return [*blocks, ""]


def _service_block(
    by_cell: Mapping[tuple[str, str], ServiceLevelDay], queues: Sequence[Queue], title: str
) -> TextTable:
    """Return the table of as many queues as stand side by side in a terminal."""
    width = max(8, min(14, 67 // len(queues)))
    rows = [("target", *(_target(queue) for queue in queues))]
    for day in dict.fromkeys(day for day, _ in by_cell):
        rows.append((day, *(_service(by_cell.get((day, queue.id)), queue) for queue in queues)))
    columns = (Column(queue.id, width, right=True, cut=width - 1) for queue in queues)
    return TextTable((Column("day", 12), *columns), tuple(rows), title)


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


def service_period_parts(periods: Sequence[ServicePeriod], currency: str) -> list[Part]:
    """Return target, achievement and price of queues valued by their service level."""
    if not periods:
        return []
    table = TextTable(
        (
            Column("from", 12),
            Column("queue", 16, cut=15),
            Column("target", 8, right=True),
            Column("achieved", 10, right=True),
            Column("late", 9, right=True),
            Column("price", 9, right=True),
            Column("cost", 13, right=True),
            Column(gap=2),
        ),
        tuple(
            (
                p.first_day,
                p.queue,
                percent(p.target),
                percent(p.achieved),
                f"{p.late:,.1f}",
                amount(p.price),
                amount(p.cost),
                "" if p.is_met else "MISSED",
            )
            for p in periods
        ),
        "service level over each period, and what a late contact is priced at",
        f"prices in {currency}",
    )
    return [table, ""]


def _pool_lines(plan: Plan) -> list[str]:
    """Return what is bought from each pool."""
    return [
        f"{'bought ' + total.pool:<28.28}{money(total.amount, plan.scenario.currency):>20}  "
        f"{total.agent_hours:,.2f} h in {total.blocks} blocks"
        for total in pool_totals(plan.scenario, plan.bought)
    ]


def _shortages(shortages: Sequence[Shortage], most: int = 8) -> Part:
    """Return the largest shortages: queue, from, to, agent-hours."""
    if not shortages:
        return "no shortages"
    worst = sorted(shortages, key=lambda s: (not s.hard, -s.agent_hours))
    return TextTable(
        (Column(width=14, cut=14), Column(gap=1), Column(gap=2)),
        tuple(
            (
                s.queue,
                f"{s.start[:16]} to {s.end[:16]}",
                f"{'HARD ' if s.hard else ''}{s.agent_hours:.2f} h, up to {s.worst}",
            )
            for s in worst[:most]
        ),
        f"largest shortages ({len(shortages)} in all, priced unless marked HARD)",
    )


def _violation_lines(violations: Sequence[Violation], most: int = 20) -> list[str]:
    lines = [f"RULE BROKEN  {v.rule}: {v.message}" for v in violations[:most]]
    if len(violations) > most:
        lines.append(f"... and {len(violations) - most} more")
    return lines


def requirement_parts(
    requirement: Requirement, outside_hours: Sequence[tuple[str, float]] = ()
) -> list[Part]:
    """Return volume, load and required hours per queue, and what no agent answers."""
    hours = requirement.grid.interval_minutes / 60
    rows = tuple(
        (
            queue,
            requirement.model[k],
            f"{requirement.volume[k].sum():,.0f}",
            f"{requirement.offered_load[k].sum() * hours:,.1f}",
            f"{requirement.required[k].sum() * hours:,.1f}",
            f"{requirement.scheduled[k].sum() * hours:,.1f}",
            f"{int(requirement.scheduled[k].max(initial=0))}",
        )
        for k, queue in enumerate(requirement.queues)
    )
    heads = (("contacts", 11), ("load h", 10), ("required h", 12), ("rostered h", 12), ("peak", 7))
    columns = (Column("queue", 16, cut=15), Column("model", 10), *_figures(heads))
    parts: list[Part] = [TextTable(columns, rows)]
    for queue, contacts in outside_hours:
        parts.append(f"{queue:.40}: {contacts:,.1f} contacts come while it is closed")
    if requirement.overrun_minutes is not None:
        for queue, minutes in zip(requirement.queues, requirement.overrun_minutes, strict=True):
            if minutes.sum() >= 0.05:
                parts.append(f"{queue:.40}: {minutes.sum():,.1f} agent-minutes after closing")
    return parts


def served_table(served: Sequence[ServedQueue], agents: int) -> TextTable:
    """Return per queue what the agents give, weighted by volume, and the worst interval."""
    heads = (("contacts", 10), ("agents", 8), ("in time", 10), ("worst", 9), ("wait s", 10),
             ("occupied", 10), ("lost", 7))  # fmt: skip
    rows = tuple(
        (
            s.queue,
            f"{s.contacts:,.0f}",
            f"{agents:,}",
            percent(s.service_level),
            percent(s.worst_service_level),
            _wait(s.mean_wait_s),
            percent(s.occupancy),
            percent(s.abandonment),
        )
        for s in served
    )
    return TextTable((Column("queue", 16, cut=15), *_figures(heads)), rows)


def _figures(heads: Iterable[tuple[str, int]]) -> tuple[Column, ...]:
    return tuple(Column(head, width, right=True) for head, width in heads)


def _wait(seconds: float | None) -> str:
    return "-" if seconds is None else "endless" if isinf(seconds) else f"{seconds:,.1f}"


def joined(lines: Iterable[str]) -> str:
    """Return lines as one text."""
    return "\n".join(lines)
