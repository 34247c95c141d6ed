"""The scenarios of `ruled_scenarios` before any rule: agents who would work as much as they can."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from staffwright.scheduler.calendar import Grid, shift_span
from staffwright.scheduler.scenario.rule_types import WorkRules
from staffwright.scheduler.scenario.types import (
    BreakRule,
    Contract,
    Objective,
    Rules,
    Scenario,
    Shift,
    ShiftTemplate,
)
from tiny_scenarios import EVERY_DAY, ZONE, agent, queue, row, scenario

OFF = WorkRules(min_rest_minutes=0, max_days_in_row=99)
"""Every rule of a contract at its weakest."""
SITE = Contract(
    "site", 2100, 0, 4200, Decimal(25), frozenset({"early", "late", "night", "long", "short"})
)
OWN = replace(SITE, id="own", rules=OFF)
ZONES = ("Europe/Athens", "America/New_York", "Europe/London", "Asia/Kolkata")
CLOCK_CHANGES = (date(2026, 3, 29), date(2026, 10, 25))
WITHOUT_TWO = frozenset({0, 2, 4, 5, 6})


def plain_scenario(
    rng: random.Random,
    days: int | None = None,
    agents: int | None = None,
    first_day: date | None = None,
    slot: int | None = None,
) -> Scenario:
    """Return agents who would work as much as they can: most hours of the day want one or two."""
    days = days or rng.choice([7, 7, 8, 10])
    first = rng.choice(CLOCK_CHANGES) - timedelta(days=rng.randrange(min(6, days)))
    if rng.random() > 0.34:
        first = date(2026, 5, 4) + timedelta(days=rng.randrange(14))
    slot = slot or rng.choice([30, 30, 60])
    grid = Grid(ZONE, first_day or first, days, 60, slot, rng.choice([0, 360]))
    count = agents or rng.choice([2, 2, 2, 3, 4])
    queues = ("calls", "mail")
    wanted = {name: _wanted(rng, grid, count if name == "calls" else 1) for name in queues}
    people = tuple(
        agent(
            f"A{k + 1}",
            contract=OWN if k % 2 else SITE,
            fte=rng.choice([Decimal(1), Decimal("0.8")]),
            base_rate=rng.choice([Decimal("16.00"), Decimal("17.35"), Decimal("18.50")]),
            skills=frozenset(queues),
            lead=k % 2 == 0,
            zone=rng.choice(ZONES[: 4 if slot == 30 else 3]) if rng.random() < 0.15 else None,
        )
        for k in range(count)
    )
    base = scenario(
        grid,
        wanted,
        week_start=rng.choice([0, 0, 6]),
        queues=tuple(queue(name) for name in queues),
        shifts=_templates(slot),
        contracts=(SITE, OWN),
        rules=Rules(60, (1380, 360), 180, work=OFF),
        objective=rng.choice(
            [Objective(Decimal(6), Decimal(0), Decimal(0)), Objective(*map(Decimal, (6, 12, 9)))]
        ),
        agents=people,
        holidays=frozenset({grid.first_day + timedelta(days=rng.randrange(days))}),
    )
    return replace(base, history=_history(rng, base))


def _templates(slot: int) -> tuple[ShiftTemplate, ...]:
    """Return shifts by day and night whose breaks have much room."""
    pause = BreakRule("pause", slot, True, 60, 300)
    meal = BreakRule("meal", slot, False, 120, 420)
    late = BreakRule("tea", slot, True, 240, 540)
    return (
        ShiftTemplate("early", "early", 360, 480, 120, (480,), (pause, meal), EVERY_DAY),
        ShiftTemplate("late", "late", 780, 840, 60, (480,), (meal,), EVERY_DAY),
        ShiftTemplate("night", "night", 1320, 1320, 60, (480,), (meal,), EVERY_DAY),
        ShiftTemplate("long", "long", 480, 480, 60, (600,), (meal, late), WITHOUT_TWO),
        ShiftTemplate("short", "short", 600, 600, 60, (240,), (), EVERY_DAY),
    )


def _wanted(rng: random.Random, grid: Grid, most: int) -> list[int]:
    """Return agents wanted per interval; by day and on some nights more than by chance."""
    share = rng.choice([0.4, 1.0, 1.0])
    nights = [rng.random() < share for _ in range(grid.days + 3)]
    numbers = []
    for start in grid.interval_starts:
        hour = grid.local(start).hour
        by_day = 6 <= hour < 22
        if by_day:
            low = 0 if share == 1.0 else most // 2
            numbers.append(rng.randint(low, most) if 8 <= hour < 20 else rng.randint(0, 1))
        else:
            numbers.append(int(nights[(start - grid.start).days] and most > 1))
    return numbers


def _history(rng: random.Random, of: Scenario) -> tuple[Shift, ...]:
    """Return shifts of the two weeks before, eleven hours apart; some agents have none."""
    shifts: list[Shift] = []
    for person in of.agents:
        zone, ready = of.zone_of(person), None
        if rng.random() < 0.25:
            continue
        for back in range(14, 0, -1):
            day = of.grid.first_day - timedelta(days=back)
            template = rng.choice(of.shifts[:3])
            span = shift_span(day, template.start_minutes, 480, zone)
            if rng.random() < 0.5 or span is None or (ready is not None and span[0] < ready):
                continue
            begin, end = span
            ready = end + timedelta(hours=12)
            half = begin + timedelta(hours=4)
            rest = half + timedelta(minutes=of.grid.slot_minutes)
            rows = (
                row("work", begin, half, queue="calls"),
                row("break:meal", half, rest, paid=False),
                row("work", rest, end, queue="calls"),
            )
            shifts.append(Shift(person.employee_id, template.id, day, rows))
    return tuple(shifts)
