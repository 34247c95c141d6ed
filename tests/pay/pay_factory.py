"""Scenarios and shifts made in memory for the tests of pay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
from staffwright.scheduler.calendar import Grid, to_utc
from staffwright.scheduler.scenario.types import (
    Activity,
    Agent,
    Contract,
    Objective,
    Premium,
    Rules,
    Scenario,
    Shift,
)

BERLIN = "Europe/Berlin"


def premium(
    id: str,
    percent: str,
    *,
    group: str = "g",
    window: tuple[int, int] | None = None,
    weekdays: Sequence[int] | None = None,
    holidays: bool = False,
    shift_began: str = "any",
    carry_until: int | None = None,
    **more: Any,
) -> Premium:
    """Return a premium on every minute unless told otherwise."""
    return Premium(
        id=id,
        group=group,
        percent=Decimal(percent),
        window=window,
        weekdays=None if weekdays is None else frozenset(weekdays),
        holidays=holidays,
        shift_began=shift_began,
        carry_until=carry_until,
        **more,
    )


GERMAN = (
    premium("night", "25", group="night", window=(20 * 60, 6 * 60)),
    premium("deep_night", "40", group="night", window=(0, 4 * 60), shift_began="day_before"),
    premium("sunday", "50", group="day", weekdays=[6], carry_until=4 * 60),
    premium("holiday", "125", group="day", holidays=True, carry_until=4 * 60),
)
EASTER_2026 = frozenset({date(2026, 4, 3), date(2026, 4, 5), date(2026, 4, 6)})


def agent(
    employee_id: str = "ann",
    *,
    rate: str = "16",
    weekly_minutes: int = 2400,
    overtime_percent: str = "25",
    fte: str = "1",
    contract: Mapping[str, Any] | None = None,
    skills: Sequence[str] = (),
    **more: Any,
) -> Agent:
    """Return an agent; `contract` changes fields of its contract, `more` those of the agent."""
    fields: dict[str, Any] = {
        "id": "full",
        "weekly_minutes": weekly_minutes,
        "min_weekly_minutes": 0,
        "max_weekly_minutes": 6000,
        "overtime_percent": Decimal(overtime_percent),
        "shift_kinds": frozenset({"day"}),
        **(contract or {}),
    }
    return Agent(
        employee_id,
        employee_id.title(),
        Contract(**fields),
        Decimal(fte),
        Decimal(rate),
        frozenset(skills),
        **more,
    )


def scenario(
    *,
    premiums: Sequence[Premium] = GERMAN,
    holidays: frozenset[date] = EASTER_2026,
    agents: Sequence[Agent] = (agent(),),
    history: Sequence[Shift] = (),
    zone: str = BERLIN,
    first_day: date = date(2026, 3, 23),
    days: int = 14,
    slot_minutes: int = 15,
    currency: str = "EUR",
    week_start: int = 0,
    **more: Any,
) -> Scenario:
    """Return a scenario that holds what pay needs and nothing else."""
    made = Scenario(
        name="Pay",
        currency=currency,
        week_start=week_start,
        grid=Grid(zone, first_day, days, 60, slot_minutes),
        queues=(),
        shifts=(),
        contracts=tuple({a.contract.id: a.contract for a in agents}.values()),
        rules=Rules(60, (23 * 60, 6 * 60), 180),
        premiums=tuple(premiums),
        objective=Objective(Decimal(0), Decimal(0), Decimal(0)),
        agents=tuple(agents),
        forecast=pl.DataFrame(),
        time_off=(),
        unavailable=(),
        preferences=(),
        events=(),
        history=tuple(history),
        locked=(),
        holidays=holidays,
    )
    return replace(made, **more)


def shift(
    start: str,
    end: str,
    *,
    employee_id: str = "ann",
    unpaid: Sequence[tuple[str, str]] = (),
    zone: str = BERLIN,
    queue: str | None = None,
) -> Shift:
    """Return a shift of work from local `start` to `end`, interrupted by unpaid breaks."""
    edges = [start, *(edge for pause in unpaid for edge in pause), end]
    instants = [to_utc(datetime.fromisoformat(edge), zone) for edge in edges]
    activities = tuple(
        Activity("work", a, b, paid=True, work=True, queue=queue)
        if k % 2 == 0
        else Activity("break:meal", a, b, paid=False, work=False)
        for k, (a, b) in enumerate(pairwise(instants))
    )
    return Shift(employee_id, "s", datetime.fromisoformat(start).date(), activities)


def elapsed_shift(first: datetime, pieces: Sequence[tuple[int, bool]], zone: str) -> Shift:
    """Return a shift from `first` (UTC) of (elapsed minutes, paid) pieces."""
    activities = []
    at = first
    for minutes, paid in pieces:
        end = at + timedelta(minutes=minutes)
        activities.append(Activity("work" if paid else "break:b", at, end, paid, paid))
        at = end
    return Shift("ann", "s", first.astimezone(ZoneInfo(zone)).date(), tuple(activities))


def counts(made: Scenario, rule: Premium, began: date, instant: datetime) -> bool:
    """Say whether a premium's conditions are met in the minute at `instant`, read off the rules."""
    local = instant.astimezone(ZoneInfo(made.zone))
    clock = local.hour * 60 + local.minute

    def matches(day: date) -> bool:
        on_weekday = rule.weekdays is None or day.weekday() in rule.weekdays
        return on_weekday and (not rule.holidays or day in made.holidays)

    yesterday = local.date() - timedelta(days=1)
    carried = (
        rule.carry_until is not None
        and clock < rule.carry_until
        and began == yesterday
        and matches(yesterday)
    )
    if not (matches(local.date()) or carried):
        return False
    if rule.shift_began == "same_day" and began != local.date():
        return False
    if rule.shift_began == "day_before" and began != yesterday:
        return False
    if rule.window is None:
        return True
    start, end = rule.window
    return start <= clock < end if start < end else not end <= clock < start


def points_at(made: Scenario, began: date, instant: datetime) -> Decimal:
    """Basis points of a minute: the highest premium of each group, summed."""
    best: dict[str, Decimal] = {}
    for rule in made.premiums:
        if counts(made, rule, began, instant):
            best[rule.group] = max(best.get(rule.group, Decimal(0)), rule.percent)
    return sum(best.values(), Decimal(0)) * 100
