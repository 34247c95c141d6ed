"""Small scenarios, requirements and shifts for the auditor's tests, built without any file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
from staffwright.scheduler.audit import audit_schedule
from staffwright.scheduler.audit.duties import make_roster
from staffwright.scheduler.audit.priced_rules import rule_costs
from staffwright.scheduler.calendar import Grid, to_utc
from staffwright.scheduler.plan import AuditReport, Requirement
from staffwright.scheduler.scenario.rule_types import WorkRules
from staffwright.scheduler.scenario.types import (
    Activity,
    Agent,
    BreakRule,
    Contract,
    Event,
    Objective,
    Preference,
    Premium,
    Queue,
    Rules,
    Scenario,
    Shift,
    ShiftTemplate,
    TimeOff,
    Unavailability,
)

ZONE = "Europe/Berlin"
MONDAY = date(2026, 3, 23)

PAUSE = BreakRule("pause", 15, paid=True, earliest_minutes=60, latest_minutes=150)
MEAL = BreakRule("meal", 30, paid=False, earliest_minutes=180, latest_minutes=300)
EVERY_DAY = frozenset(range(7))

EARLY = ShiftTemplate("early", "day", 360, 480, 30, (480, 510), (PAUSE, MEAL), EVERY_DAY)
FLAT = ShiftTemplate("flat", "day", 480, 960, 60, (240, 480), (), EVERY_DAY)
NIGHT = ShiftTemplate("night", "night", 1320, 1380, 60, (480,), (), EVERY_DAY)

CONTRACT = Contract("full", 2400, 0, 2880, Decimal(25), frozenset({"day", "night"}))
RULES = Rules(
    work=WorkRules(min_rest_minutes=660, max_days_in_row=5),
    min_work_between_breaks_minutes=60,
    night_window=(1380, 360),
    night_minutes=180,
)

GERMAN_PRESET = (
    Premium("night", "night", Decimal(25), (1200, 360), None, False, "any", None),
    Premium("deep_night", "night", Decimal(40), (0, 240), None, False, "day_before", None),
    Premium("sunday", "day", Decimal(50), None, frozenset({6}), False, "any", 240),
    Premium("holiday", "day", Decimal(125), None, None, True, "any", 240),
)


def day(index: int) -> date:
    """Return a day of the horizon; 0 is Monday 23 March 2026, negative days lie before."""
    return MONDAY + timedelta(days=index)


def at(on: date, clock: str, zone: str = ZONE) -> datetime:
    """Return the UTC instant of a local clock time; hours from 24 on are of the next day."""
    hours, minutes = clock.split(":")
    naive = datetime.combine(on, time()) + timedelta(hours=int(hours), minutes=int(minutes))
    return to_utc(naive, zone)


def queue(name: str = "calls", **changes: Any) -> Queue:
    base = Queue(
        id=name,
        service_level=0.8,
        within_s=20.0,
        mean_wait_s=None,
        max_occupancy=None,
        max_abandonment=None,
        patience_s=None,
        shrinkage=0.0,
        minimum_staff=0,
        hard_minimum=False,
        hours=(),
        closed_on_holidays=False,
        under_price=Decimal(40),
        over_price=Decimal(4),
    )
    return replace(base, **changes)


def agent(name: str = "A", **changes: Any) -> Agent:
    base = Agent(
        employee_id=name,
        name=f"Agent {name}",
        contract=CONTRACT,
        fte=Decimal(1),
        base_rate=Decimal(16),
        skills=frozenset({"calls"}),
    )
    return replace(base, **changes)


def grid(first: date = MONDAY, days: int = 14, **changes: Any) -> Grid:
    base = Grid(ZONE, first, days, interval_minutes=30, slot_minutes=15)
    return replace(base, **changes)


def scenario(**changes: Any) -> Scenario:
    """Return a scenario of one agent, one queue and 14 days, without premiums."""
    base = Scenario(
        name="test",
        currency="EUR",
        week_start=0,
        grid=grid(),
        queues=(queue(),),
        shifts=(EARLY, FLAT, NIGHT),
        contracts=(CONTRACT,),
        rules=RULES,
        premiums=(),
        objective=Objective(Decimal(6), Decimal(25), Decimal(20)),
        agents=(agent(),),
        forecast=pl.DataFrame(
            schema={
                "queue": pl.String,
                "interval_start": pl.Datetime("us", "UTC"),
                "volume": pl.Float64,
                "aht_s": pl.Float64,
                "patience_s": pl.Float64,
            }
        ),
        time_off=(),
        unavailable=(),
        preferences=(),
        events=(),
        history=(),
        locked=(),
        holidays=frozenset(),
    )
    return replace(base, **changes)


def requirement(of: Scenario, scheduled: Any = 0, is_open: Any = True) -> Requirement:
    """Return a requirement without volume; `scheduled` broadcasts to (queues, intervals)."""
    shape = (len(of.queues), of.grid.n_intervals)
    agents = np.broadcast_to(np.asarray(scheduled, dtype=np.int64), shape).copy()
    return Requirement(
        grid=of.grid,
        queues=tuple(q.id for q in of.queues),
        volume=np.zeros(shape),
        aht_s=np.full(shape, 240.0),
        patience_s=np.full(shape, np.nan),
        offered_load=np.zeros(shape),
        required=agents,
        scheduled=agents,
        open=np.broadcast_to(np.asarray(is_open, dtype=np.bool_), shape).copy(),
        model=("erlang_c",) * len(of.queues),
        binding=np.ones(shape, dtype=np.int8),
    )


def row(code: str, start: datetime, end: datetime, **changes: Any) -> Activity:
    """Return an activity; work on `calls` and every row paid unless told otherwise."""
    work = code == "work"
    base = Activity(code, start, end, paid=True, work=work, queue="calls" if work else None)
    return replace(base, **changes)


def shift_of(
    rows: Sequence[Activity], who: str = "A", name: str = "flat", zone: str = ZONE
) -> Shift:
    """Return a shift of given rows; its business date is the local date of the first."""
    on = rows[0].start.astimezone(ZoneInfo(zone)).date()
    return Shift(who, name, on, tuple(rows))


def shift(
    on: date,
    start: str,
    end: str,
    who: str = "A",
    name: str = "flat",
    serves: str | None = "calls",
    zone: str = ZONE,
) -> Shift:
    """Return a shift of work without breaks, given on the wall clock of a zone."""
    work = row("work", at(on, start, zone), at(on, end, zone), queue=serves)
    return shift_of([work], who, name, zone)


def mornings(*days: int, who: str = "A", zone: str = ZONE) -> list[Shift]:
    """Return a shift from 08:00 to 12:00 on each of the days."""
    return [shift(day(k), "08:00", "12:00", who, zone=zone) for k in days]


def nights(*days: int, who: str = "A", zone: str = ZONE) -> list[Shift]:
    """Return a night from 22:00 to 06:00 that begins on each of the days."""
    return [shift(day(k), "22:00", "30:00", who, "night", zone=zone) for k in days]


def with_breaks(on: date, start: str, end: str, *breaks: tuple[str, str, bool]) -> Shift:
    """Return a shift with breaks, each by start, end and whether it is paid; named b0, b1, ..."""
    rows, reached = [], at(on, start)
    for k, (begin, until, paid) in enumerate(breaks):
        if at(on, begin) > reached:
            rows.append(row("work", reached, at(on, begin)))
        rows.append(row(f"break:b{k}", at(on, begin), at(on, until), paid=paid))
        reached = at(on, until)
    if reached < at(on, end):
        rows.append(row("work", reached, at(on, end)))
    return shift_of(rows)


def ruled(prices: dict[str, str] | None = None, **rules: Any) -> Rules:
    """Return rules with hardly any limit but those named; prices by rule id."""
    free: dict[str, Any] = {"min_rest_minutes": 0, "max_days_in_row": 99, **rules}
    priced = {name: Decimal(price) for name, price in (prices or {}).items()}
    return replace(RULES, work=WorkRules(prices=priced, **free))


def early(on: date, who: str = "A", pause: str = "08:00", meal: str = "10:00") -> Shift:
    """Return an early shift from 06:00 to 14:00 with its two breaks."""
    first, second = at(on, pause), at(on, meal)
    after_first = first + timedelta(minutes=PAUSE.minutes)
    after_second = second + timedelta(minutes=MEAL.minutes)
    rows = [
        row("work", at(on, "06:00"), first),
        row("break:pause", first, after_first),
        row("work", after_first, second),
        row("break:meal", second, after_second, paid=False),
        row("work", after_second, at(on, "14:00")),
    ]
    return shift_of(rows, who, "early")


def leave(start: datetime, end: datetime, paid_minutes: int = 0, who: str = "A") -> TimeOff:
    return TimeOff(who, start, end, "vacation", paid_minutes)


def unavailable(start: datetime, end: datetime, who: str = "A") -> Unavailability:
    return Unavailability(who, start, end)


def wish(on: date, who: str = "A", weight: str = "1", **what: Any) -> Preference:
    parts: dict[str, Any] = {"shift": None, "window": None, "off": False, **what}
    return Preference(who, on, weight=Decimal(weight), **parts)


def event(begin: datetime, end: datetime, name: str = "e1", who: str = "A", **more: Any) -> Event:
    """Return a mandatory paid event at a fixed time."""
    base = Event(
        event_id=name,
        employee_id=who,
        start=begin,
        end=end,
        duration_minutes=(end - begin) // timedelta(minutes=1),
        window=None,
        mandatory=True,
        paid=True,
    )
    return replace(base, **more)


def audit(of: Scenario, shifts: Sequence[Shift], scheduled: Any = 0) -> AuditReport:
    """Audit against a requirement, of nobody by default."""
    return audit_schedule(of, requirement(of, scheduled), shifts)


def cost_of(of: Scenario, shifts: Sequence[Shift]) -> dict[str, Decimal]:
    """Return what priced rules cost, by rule."""
    return rule_costs(make_roster(of, shifts))


Finding = tuple[str, str | None, str | None, str, str]


def findings(of: Scenario, shifts: Sequence[Shift]) -> list[Finding]:
    """Return rule, agent, day, measured and allowed of every violation."""
    return [
        (v.rule, v.employee_id, v.day, v.measured, v.allowed) for v in audit(of, shifts).violations
    ]


def faults(of: Scenario, shifts: Sequence[Shift], rule: str) -> list[Finding]:
    """Return the findings of one rule."""
    return [found for found in findings(of, shifts) if found[0] == rule]
