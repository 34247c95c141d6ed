"""Random small scenarios, built as values: what the reader would accept, nothing it would refuse.

A queue without a target whose callers hang up needs agents for the load, so the forecast says
directly how many are wanted. Shifts last 4 to 9 hours on a grid of 30 minutes.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
from staffwright.scheduler.calendar import Grid, SkippedTimeError, midnight, shift_span, to_utc
from staffwright.scheduler.scenario.rule_types import WorkRules
from staffwright.scheduler.scenario.types import (
    Activity,
    Agent,
    BreakRule,
    Contract,
    Event,
    Objective,
    OpeningHours,
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
MARCH = date(2026, 3, 27)
"""A Friday; the clock goes forward on the Sunday, a day of 23 hours."""
OCTOBER = date(2026, 10, 23)
"""A Friday; the clock goes back on the Sunday, a day of 25 hours."""
MAY = date(2026, 5, 4)
"""A Monday without anything special about its week."""

EVERY_DAY = frozenset(range(7))
PAUSE = BreakRule("pause", 30, paid=True, earliest_minutes=60, latest_minutes=150)
MEAL = BreakRule("meal", 30, paid=False, earliest_minutes=180, latest_minutes=300)
EARLY = ShiftTemplate("early", "day", 360, 480, 60, (510,), (PAUSE, MEAL), EVERY_DAY)
LATE = ShiftTemplate("late", "day", 780, 840, 60, (480, 540), (MEAL,), EVERY_DAY)
NIGHT = ShiftTemplate("night", "night", 1320, 1380, 60, (480,), (MEAL,), EVERY_DAY)
SHORT = ShiftTemplate("short", "short", 540, 900, 120, (240, 300), (), frozenset({0, 1, 2, 4, 6}))

FULL = Contract("full", 2400, 0, 2880, Decimal(25), frozenset({"day", "night"}))
PART = Contract("part", 1200, 0, 1500, Decimal("12.5"), frozenset({"day", "short"}))
FULL_MIN = replace(FULL, id="full_min", min_weekly_minutes=600)
PART_MIN = replace(PART, id="part_min", min_weekly_minutes=600)
CONTRACTS = (FULL, PART, FULL_MIN, PART_MIN)

PREMIUMS = (
    Premium("night", "night", Decimal(25), (1200, 360), None, False, "any", None),
    Premium("deep_night", "night", Decimal(40), (0, 240), None, False, "day_before", None),
    Premium("sunday", "day", Decimal(50), None, frozenset({6}), False, "any", 240),
    Premium("holiday", "day", Decimal(125), None, None, True, "any", 240),
)
RULES = Rules(
    work=WorkRules(min_rest_minutes=660, max_days_in_row=4),
    min_work_between_breaks_minutes=60,
    night_window=(1380, 360),
    night_minutes=180,
)
PRICES = Objective(Decimal(6), Decimal(25), Decimal(20))
CHEAP_UNFAIRNESS = Objective(Decimal(6), Decimal(4), Decimal(3))
"""Prices at which an unfair share of nights is sometimes worth its while."""


def at(day: date, minutes: int, zone: str = ZONE) -> datetime:
    """Return the UTC instant of clock minutes; those from 1440 on are of the next day."""
    local = datetime.combine(day, time()) + timedelta(minutes=minutes)
    try:
        return to_utc(local, zone)
    except SkippedTimeError:
        return to_utc(local + timedelta(hours=1), zone)


def queue(name: str = "calls", **changes: Any) -> Queue:
    """Return a queue without targets: agents for the load, 40 an hour missing, 4 too many."""
    base = Queue(
        id=name,
        service_level=None,
        within_s=None,
        mean_wait_s=None,
        max_occupancy=None,
        max_abandonment=None,
        patience_s=120.0,
        shrinkage=0.0,
        minimum_staff=0,
        hard_minimum=False,
        hours=(),
        closed_on_holidays=False,
        under_price=Decimal(40),
        over_price=Decimal(4),
    )
    return replace(base, **changes)


def agent(name: str, **changes: Any) -> Agent:
    """Return a full-time agent for `calls` at 16.00 an hour."""
    base = Agent(name, f"Agent {name}", FULL, Decimal(1), Decimal("16.00"), frozenset({"calls"}))
    return replace(base, **changes)


def forecast(grid: Grid, wanted: dict[str, Sequence[int]]) -> pl.DataFrame:
    """Return volumes that need the given agents in each interval: just less than their load."""
    rows = [
        (name, start, (n - 0.5) * grid.interval_minutes * 60 / 300, 300.0, None)
        for name, numbers in wanted.items()
        for start, n in zip(grid.interval_starts, numbers, strict=True)
        if n
    ]
    schema = {
        "queue": pl.String,
        "interval_start": pl.Datetime("us", "UTC"),
        "volume": pl.Float64,
        "aht_s": pl.Float64,
        "patience_s": pl.Float64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def scenario(grid: Grid, wanted: dict[str, Sequence[int]], **changes: Any) -> Scenario:
    """Return a scenario of one agent and one queue on a grid, with premiums and prices."""
    base = Scenario(
        name="tiny",
        currency="EUR",
        week_start=0,
        grid=grid,
        queues=(queue(),),
        shifts=(EARLY, LATE, NIGHT, SHORT),
        contracts=CONTRACTS,
        rules=RULES,
        premiums=PREMIUMS,
        objective=PRICES,
        agents=(agent("A"),),
        forecast=forecast(grid, wanted),
        time_off=(),
        unavailable=(),
        preferences=(),
        events=(),
        history=(),
        locked=(),
        holidays=frozenset(),
    )
    return replace(base, **changes)


def row(code: str, start: datetime, end: datetime, **changes: Any) -> Activity:
    """Return an activity; paid, and work only where the code says so."""
    base = Activity(code, start, end, paid=True, work=code in ("work", "shift"))
    return replace(base, **changes)


def whole_shift(who: str, template: ShiftTemplate, day: date, start: int, length: int) -> Shift:
    """Return a locked shift of a template whose breaks are still open."""
    span = shift_span(day, start, length, ZONE)
    assert span is not None
    return Shift(who, template.id, day, (row("shift", *span),), locked=True)


@dataclass(frozen=True)
class Mix:
    """What a random scenario contains; with `nights` most of the work is at night."""

    agents: int = 3
    days: int = 5
    first_day: date = MAY
    queues: int = 1
    absences: bool = True
    history: bool = True
    events: bool = True
    optional_events: bool = False
    windowed_events: bool = False
    locks: bool = True
    wishes: bool = True
    minima: bool = False
    nights: bool = False
    shrinkage: float = 0.0


def random_scenario(seed: int, mix: Mix) -> Scenario:
    """Return a scenario of the mix; the same seed and mix give the same."""
    rng = random.Random(seed)
    carry_out = rng.choice([0, 360])
    grid = Grid(ZONE, mix.first_day, mix.days, 60, 30, carry_out)
    names = ["calls", "mail", "chat"][: mix.queues]
    wanted = {name: _wanted(rng, grid, mix) for name in names}
    contracts = [FULL] if mix.nights else [FULL, FULL, FULL_MIN, PART, PART_MIN]
    people = tuple(_person(rng, f"A{k + 1}", names, contracts) for k in range(mix.agents))
    queues = [queue(name, shrinkage=mix.shrinkage) for name in names]
    if mix.minima:
        hours = (OpeningHours(EVERY_DAY, 480, 1080),)
        queues[0] = replace(queues[0], minimum_staff=1, hard_minimum=True, hours=hours)
    base = scenario(
        grid,
        wanted,
        week_start=rng.choice([0, 6]),
        queues=tuple(queues),
        objective=CHEAP_UNFAIRNESS if mix.nights else PRICES,
        agents=people,
        holidays=frozenset({mix.first_day + timedelta(days=rng.randrange(mix.days))}),
        rules=replace(RULES, work=replace(RULES.work, max_days_in_row=rng.choice([2, 3, 4]))),
    )
    whole = replace(base, history=_history(rng, base) if mix.history else ())
    whole = replace(whole, time_off=_leave(rng, whole) if mix.absences else ())
    whole = replace(whole, unavailable=_unavailable(rng, whole) if mix.absences else ())
    whole = replace(whole, locked=_locked(rng, whole) if mix.locks else ())
    whole = replace(whole, events=_events(rng, whole, mix))
    return replace(whole, preferences=_wishes(rng, whole) if mix.wishes else ())


def _wanted(rng: random.Random, grid: Grid, mix: Mix) -> list[int]:
    """Return agents wanted per interval: more by day, few at night, or the other way round."""
    numbers = []
    for start in grid.interval_starts:
        hour = grid.local(start).hour
        by_day = (8 <= hour < 18) != mix.nights
        most = max(1, mix.agents // 2) + (1 if by_day else 0)
        numbers.append(rng.randint(0, most) if by_day or rng.random() < 0.5 else 0)
    return numbers


def _person(
    rng: random.Random, name: str, queues: Sequence[str], contracts: Sequence[Contract]
) -> Agent:
    contract = rng.choice(contracts)
    skills = rng.sample(queues, rng.randint(1, len(queues)))
    fte = rng.choice([Decimal(1), Decimal("0.75")])
    rate = rng.choice([Decimal("16.00"), Decimal("17.35"), Decimal("18.50")])
    return agent(name, contract=contract, fte=fte, base_rate=rate, skills=frozenset(skills))


def _history(rng: random.Random, of: Scenario) -> tuple[Shift, ...]:
    """Return shifts of the days before; some nights of the eve run into the horizon."""
    shifts = []
    for person in of.agents:
        for back in (3, 2, 1):
            day = of.grid.first_day - timedelta(days=back)
            if rng.random() < 0.5 or _bound_by_a_minimum(person):
                continue
            start = rng.choice([480, 480, 1320]) if back == 1 else 480
            begin, end = at(day, start), at(day, start + 480)
            half = begin + timedelta(hours=4)
            rest = half + timedelta(minutes=30)
            serves = sorted(person.skills)[0]
            rows = (
                row("work", begin, half, queue=serves),
                row("break:meal", half, rest, paid=False),
                row("work", rest, end, queue=serves),
            )
            shifts.append(Shift(person.employee_id, "past", day, rows))
    return tuple(shifts)


def _leave(rng: random.Random, of: Scenario) -> tuple[TimeOff, ...]:
    leaves = []
    for person in of.agents:
        if rng.random() < 0.35 and not _bound_by_a_minimum(person):
            first = of.grid.day(rng.randrange(of.grid.days))
            last = first + timedelta(days=rng.choice([1, 1, 2]))
            paid = rng.choice([0, 480, 481])
            span = (midnight(first, ZONE), midnight(last, ZONE))
            if rng.random() < 0.3:  # an appointment
                span, paid = (at(first, 600), at(first, 660)), 0
            leaves.append(TimeOff(person.employee_id, *span, "vacation", paid))
    return tuple(leaves)


def _unavailable(rng: random.Random, of: Scenario) -> tuple[Unavailability, ...]:
    spans = []
    for person in of.agents:
        if rng.random() < 0.4 and not _bound_by_a_minimum(person):
            day = of.grid.day(rng.randrange(of.grid.days))
            first = rng.choice([0, 720, 1080])
            spans.append(Unavailability(person.employee_id, at(day, first), at(day, first + 420)))
    return tuple(spans)


def _absent(of: Scenario, who: str, start: datetime, end: datetime) -> bool:
    spans = (*of.time_off, *of.unavailable)
    return any(s.employee_id == who and s.start < end and start < s.end for s in spans)


def _possible(of: Scenario, person: Agent, template: ShiftTemplate, span: Any) -> bool:
    """Say whether one shift can stand in the roster for all that is fixed so far."""
    rest = timedelta(minutes=of.rules.work.min_rest_minutes)
    past = [s for s in of.history if s.employee_id == person.employee_id]
    if span is None or template.kind not in person.contract.shift_kinds:
        return False
    used = sum(s.paid_minutes for s in past) + sum(
        leave.paid_minutes for leave in of.time_off if leave.employee_id == person.employee_id
    )
    if used + template.lengths_minutes[-1] > person.max_weekly_minutes:
        return False
    worked, run = {s.business_date for s in past}, 1
    while of.grid.local(span[0]).date() - timedelta(days=run) in worked:
        run += 1
    return (
        run <= of.rules.work.max_days_in_row
        and not _absent(of, person.employee_id, *span)
        and all(s.end + rest <= span[0] for s in past)
    )


def _bound_by_a_minimum(person: Agent) -> bool:
    """Say whether the agent has to work so much that nothing else should stand in the way."""
    return person.contract.min_weekly_minutes > 0


def _locked(rng: random.Random, of: Scenario) -> tuple[Shift, ...]:
    """Lock one shift of some agents: a template's with its breaks open, or rows that fix all."""
    locked = []
    for person in of.agents:
        if rng.random() < 0.5 or _bound_by_a_minimum(person):
            continue
        day = of.grid.day(rng.randrange(of.grid.days))
        kinds = [t for t in of.shifts if day.weekday() in t.weekdays]
        template = rng.choice([t for t in kinds if t.kind in person.contract.shift_kinds])
        start, length = template.start_minutes, template.lengths_minutes[-1]
        span = shift_span(day, start, length, ZONE)
        if not _possible(of, person, template, span):
            continue
        if rng.random() < 0.5:
            locked.append(whole_shift(person.employee_id, template, day, start, length))
        else:
            locked.append(_locked_rows(rng, person, day, *span))
    return tuple(locked)


def _locked_rows(
    rng: random.Random, person: Agent, day: date, start: datetime, end: datetime
) -> Shift:
    """Return a locked shift in rows: work, a break where no template has it, work."""
    first = start + timedelta(hours=2)
    second = first + timedelta(minutes=30)
    serves = rng.choice([None, *sorted(person.skills)])
    rows = (
        row("work", start, first, queue=serves),
        row("break:meal", first, second, paid=False),
        row("work", second, end, queue=serves),
    )
    return Shift(person.employee_id, "special", day, rows, locked=True)


def _events(rng: random.Random, of: Scenario, mix: Mix) -> tuple[Event, ...]:
    """Give some agents an event of an hour on a day on which a day shift can hold it."""
    events = []
    locked = {shift.employee_id for shift in of.locked}
    for person in of.agents:
        who = person.employee_id
        if not mix.events or who in locked or _bound_by_a_minimum(person) or rng.random() < 0.4:
            continue
        day = of.grid.day(rng.randrange(of.grid.days))
        span = shift_span(day, LATE.start_minutes, LATE.lengths_minutes[0], ZONE)
        if not _possible(of, person, LATE, span):
            continue
        start = at(day, 840)
        hour = timedelta(hours=1)
        windowed = mix.windowed_events and rng.random() < 0.5
        mandatory = not (mix.optional_events and rng.random() < 0.5)
        events.append(
            Event(
                event_id=f"e{len(events)}",
                employee_id=who,
                start=None if windowed else start,
                end=None if windowed else start + hour,
                duration_minutes=60,
                window=(start - hour, start + 3 * hour) if windowed else None,
                mandatory=mandatory,
                paid=rng.random() < 0.6,
            )
        )
    return tuple(events)


def _wishes(rng: random.Random, of: Scenario) -> tuple[Preference, ...]:
    wishes = []
    locked = {(shift.employee_id, shift.business_date) for shift in of.locked}
    for person in of.agents:
        for d in range(of.grid.days):
            day = of.grid.day(d)
            if rng.random() < 0.6 or (person.employee_id, day) in locked:
                continue
            weight = Decimal(rng.choice(["1", "2.5"]))
            kind = rng.randrange(3)
            wishes.append(
                Preference(
                    person.employee_id,
                    day,
                    shift=rng.choice(["early", "late", "night", "day"]) if kind == 0 else None,
                    window=(at(day, 420), at(day, 1080)) if kind == 1 else None,
                    off=kind == 2,
                    weight=weight,
                )
            )
    return tuple(wishes)
