"""Generated contact centres for the rostering benchmark, as scenarios in memory.

``centre(family, agents, days, seed)`` draws one from a seed. All are planned around the clock in
quarter-hours from Monday 27 April 2026 on (Labour Day falls on the Friday of the first week,
Ascension Day on the Thursday of the third). `centre_families` says what distinguishes them; what
they share:

* 96 shifts a day: full ones of 8.5 h from every half-hour, long ones of 10.5 h and short ones of
  5.5 h from every hour. Each has a paid rest, an unpaid meal of 30 minutes and another paid rest,
  with windows of 1.5 to 3 h.
* Three contracts of 40, 30 and 20 h a week with a range around them, 11 h of rest, at most six days
  in a row (five for part-timers), 25 % overtime, premiums at night, on weekends and on holidays.
* Leave on about 5 % of agent-days: whole weeks and blocks of one to three days.
* Demand is a weekly and daily pattern with noise by day and interval, staffed by Erlang A for 80 %
  in 20 s, and scaled so that the hours the contracts leave for work are 97 to 103 % of what is
  required.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import polars as pl
from centre_families import FAMILIES, Family, Stream
from staffwright.scheduler.calendar import Grid, midnight
from staffwright.scheduler.requirement import requirement
from staffwright.scheduler.scenario.rule_types import Rules, WorkRules
from staffwright.scheduler.scenario.types import (
    Agent,
    BreakRule,
    Contract,
    Objective,
    Premium,
    Queue,
    Scenario,
    ShiftTemplate,
    TimeOff,
)

FloatArray = npt.NDArray[np.float64]

ZONE = "Europe/Berlin"
FIRST_DAY = date(2026, 4, 27)  # a Monday; no clock change for half a year
HOLIDAYS = frozenset({date(2026, 5, 1), date(2026, 5, 14), date(2026, 5, 25)})
INTERVAL_MINUTES = 15
INTERVALS_A_DAY = 24 * 60 // INTERVAL_MINUTES
ALL_WEEK = frozenset(range(7))

MEAL_AND_RESTS_MINUTES = 60  # of every shift in which nobody is served
LEAVE_WEEKS = 0.03  # share of agent-weeks taken as leave
LEAVE_BLOCKS = 0.07  # share of agent-weeks with a block of leave
BLOCK_DAYS = (1, 2, 3)
COVER_RANGE = (0.97, 1.03)  # hours for work over hours required
SCALE_TOLERANCE = 0.002
SCALE_TRIALS = 12

GRADES = (Decimal("16.00"), Decimal("17.50"), Decimal("19.00"), Decimal("21.00"))
GRADE_SHARES = (0.35, 0.30, 0.20, 0.15)
RATE_PER_FURTHER_QUEUE = Decimal("0.50")


def centre(family: str, agents: int, days: int, seed: int) -> Scenario:
    """Draw a centre.

    Parameters
    ----------
    family : str
        A key of `FAMILIES`.
    agents, days : int
        Size; at most 365 days.
    seed : int
        Of all that is drawn. Centres of different sizes or families share no draws.

    Raises
    ------
    ValueError
        For an unknown family, a size below 1 or too small for the family.
    """
    if family not in FAMILIES:
        raise ValueError(f"family {family!r}: choose from {', '.join(FAMILIES)}")
    if agents < 1 or not 1 <= days <= 365:
        raise ValueError(f"{agents} agents x {days} days: at least 1 agent and 1 to 365 days")
    kind = FAMILIES[family]
    if agents < kind.least_agents:
        raise ValueError(f"{agents} agents: {family} needs at least {kind.least_agents}")
    chance = np.random.default_rng([list(FAMILIES).index(family), agents, days, seed])
    grid = Grid(ZONE, FIRST_DAY, days, INTERVAL_MINUTES, INTERVAL_MINUTES)
    people = draw_agents(kind, agents, chance)
    leave = draw_leave(people, grid, chance)
    pattern = draw_pattern(kind, grid, chance)
    scenario = Scenario(
        name=f"{family} {agents}x{days} seed {seed}",
        currency="EUR",
        week_start=0,
        grid=grid,
        queues=tuple(queue_of(kind, stream) for stream in kind.streams),
        shifts=templates(),
        contracts=CONTRACTS,
        rules=Rules(
            min_work_between_breaks_minutes=60,
            night_window=(23 * 60, 6 * 60),
            night_minutes=180,
            work=WorkRules(min_rest_minutes=660, max_days_in_row=6),
        ),
        premiums=premiums(),
        objective=Objective(Decimal(0), Decimal(0), Decimal(0)),
        agents=people,
        forecast=forecast(kind, grid, pattern),
        time_off=leave,
        unavailable=(),
        preferences=(),
        events=(),
        history=(),
        locked=(),
        holidays=HOLIDAYS,
    )
    ratio = chance.uniform(*COVER_RANGE)
    return scale_demand(scenario, kind, pattern, working_hours(scenario) / ratio)


def rest(name: str, minutes: int, earliest: int, latest: int, *, paid: bool = True) -> BreakRule:
    """Return a break that may begin from `earliest` to `latest` minutes after the start."""
    return BreakRule(name, minutes, paid, earliest, latest)


def templates() -> tuple[ShiftTemplate, ...]:
    """Return the 96 shifts of a day: 48 full ones, 24 long ones and 24 short ones."""
    shapes = (  # id, step, length, windows of the first rest, the meal and the second rest
        ("full", 30, 510, (75, 180), (165, 345), (330, 450)),
        ("long", 60, 630, (90, 210), (240, 420), (420, 570)),
        ("short", 60, 330, (45, 135), (120, 240), (210, 300)),
    )
    return tuple(
        ShiftTemplate(
            id=name,
            kind=name,
            start_minutes=0,
            latest_start_minutes=24 * 60 - step,
            step_minutes=step,
            lengths_minutes=(length,),
            breaks=(
                rest("rest1", 15, *first),
                rest("meal", 30, *meal, paid=False),
                rest("rest2", 15, *second),
            ),
            weekdays=ALL_WEEK,
        )
        for name, step, length, first, meal, second in shapes
    )


def contract(
    name: str, hours: tuple[int, int, int], kinds: Sequence[str], days_in_row: int
) -> Contract:
    """Return a contract of (least, agreed, most) hours a week."""
    least, agreed, most = (60 * h for h in hours)
    rules = WorkRules(min_rest_minutes=660, max_days_in_row=days_in_row)
    return Contract(name, agreed, least, most, Decimal(25), frozenset(kinds), rules)


CONTRACTS = (
    contract("full", (32, 40, 48), ("full", "long"), 6),
    contract("part30", (24, 30, 36), ("full", "short"), 5),
    contract("part20", (15, 20, 25), ("short",), 5),
)


def queue_of(kind: Family, stream: Stream) -> Queue:
    """Return a queue that answers 80 % of its calls in 20 s; callers wait 180 s on average."""
    return Queue(
        id=stream.name,
        service_level=0.8,
        within_s=20.0,
        mean_wait_s=None,
        max_occupancy=None,
        max_abandonment=None,
        patience_s=180.0,
        shrinkage=0.0,
        minimum_staff=0,
        hard_minimum=False,
        hours=(),
        closed_on_holidays=False,
        under_price=kind.under_price,
        over_price=kind.over_price,
    )


def premium(
    name: str,
    group: str,
    percent: int,
    *,
    window: tuple[int, int] | None = None,
    weekdays: Sequence[int] = (),
    holidays: bool = False,
) -> Premium:
    """Return a percentage premium."""
    days = frozenset(weekdays) or None
    return Premium(name, group, Decimal(percent), window, days, holidays, "any", None)


def premiums() -> tuple[Premium, ...]:
    """Return 25 % at night and the highest of 20 % Saturday, 50 % Sunday, 100 % holiday."""
    return (
        premium("night", "night", 25, window=(22 * 60, 6 * 60)),
        premium("saturday", "day", 20, weekdays=(5,)),
        premium("sunday", "day", 50, weekdays=(6,)),
        premium("holiday", "day", 100, holidays=True),
    )


def quotas(shares: Sequence[float], count: int) -> list[int]:
    """Split `count` by shares, whole numbers by largest remainder."""
    exact = np.array(shares) / sum(shares) * count
    whole = np.floor(exact).astype(int)
    for k in np.argsort(whole - exact, kind="stable")[: count - int(whole.sum())]:
        whole[k] += 1
    return [int(n) for n in whole]


def dealt(shares: Sequence[float], count: int, chance: np.random.Generator) -> list[int]:
    """Return indices of `shares` in random order, each as often as its quota."""
    cards = np.repeat(np.arange(len(shares)), quotas(shares, count))
    return [int(k) for k in chance.permutation(cards)]


def draw_agents(kind: Family, count: int, chance: np.random.Generator) -> tuple[Agent, ...]:
    """Deal contracts, pay grades and skill sets to agents, independently of each other."""
    contracts = dealt(kind.contracts, count, chance)
    grades = dealt(GRADE_SHARES, count, chance)
    sets = dealt([share for _, share in kind.skills], count, chance)
    people = []
    for number, (held, grade, chosen) in enumerate(zip(contracts, grades, sets, strict=True), 1):
        served = kind.skills[chosen][0]
        people.append(
            Agent(
                employee_id=f"A{number:05d}",
                name=f"Agent {number}",
                contract=CONTRACTS[held],
                fte=Decimal(1),
                base_rate=GRADES[grade] + RATE_PER_FURTHER_QUEUE * (len(served) - 1),
                skills=frozenset(kind.streams[q].name for q in served),
            )
        )
    return tuple(people)


def draw_leave(
    people: Sequence[Agent], grid: Grid, chance: np.random.Generator
) -> tuple[TimeOff, ...]:
    """Draw leave week by week: whole weeks, else a block of some days; paid as the contract's."""
    leave = []
    shares = (LEAVE_WEEKS, LEAVE_BLOCKS, 1 - LEAVE_WEEKS - LEAVE_BLOCKS)
    for first in range(0, grid.days, 7):
        left = min(7, grid.days - first)
        for agent, drawn in zip(people, dealt(shares, len(people), chance), strict=True):
            if drawn == 2:
                continue
            length = left if drawn == 0 else min(left, int(chance.choice(BLOCK_DAYS)))
            begin = int(chance.integers(left - length + 1))
            start, end = (grid.day(first + d) for d in (begin, begin + length))
            paid = agent.weekly_minutes // 5 * min(5, length)
            span = midnight(start, ZONE), midnight(end, ZONE)
            leave.append(TimeOff(agent.employee_id, *span, "vacation", paid))
    return tuple(leave)


def day_shape(stream: Stream) -> FloatArray:
    """Return the stream's level by quarter-hour of the day; peaks wrap around midnight."""
    hours = (np.arange(INTERVALS_A_DAY) + 0.5) * INTERVAL_MINUTES / 60
    level = np.full(INTERVALS_A_DAY, stream.night)
    for at, width, height in stream.peaks:
        distance = np.abs((hours - at + 12) % 24 - 12)
        level += height * np.exp(-0.5 * (distance / width) ** 2)
    return level


def draw_pattern(kind: Family, grid: Grid, chance: np.random.Generator) -> FloatArray:
    """Draw the load of every stream and interval, (Q, I), 1 on average over all streams."""
    dates = [grid.day(d) for d in range(grid.days)]
    week = np.array([kind.holiday if d in HOLIDAYS else kind.weekdays[d.weekday()] for d in dates])
    rows = []
    for stream in kind.streams:
        shape = day_shape(stream)
        of_day = week * chance.lognormal(0.0, 0.03, grid.days)
        noise = chance.lognormal(0.0, 0.04, grid.n_intervals)
        row = np.outer(of_day, shape).ravel() * noise
        rows.append(stream.share * row / row.mean())
    return np.array(rows)


def forecast(kind: Family, grid: Grid, load: FloatArray) -> pl.DataFrame:
    """Return the forecast that offers `load` erlangs, (Q, I)."""
    starts: list[datetime] = list(grid.interval_starts)
    frames = [
        pl.DataFrame(
            {
                "queue": [stream.name] * len(starts),
                "interval_start": starts,
                "volume": load[q] * INTERVAL_MINUTES * 60 / stream.aht_s,
                "aht_s": [stream.aht_s] * len(starts),
                "patience_s": pl.Series([None] * len(starts), dtype=pl.Float64),
            }
        )
        for q, stream in enumerate(kind.streams)
    ]
    return pl.concat(frames)


def working_hours(scenario: Scenario) -> float:
    """Return the hours in which contracts put agents on queues: less leave and paid rests."""
    weeks = scenario.grid.days / 7
    away = dict.fromkeys((agent.employee_id for agent in scenario.agents), 0)
    for absence in scenario.time_off:
        away[absence.employee_id] += absence.paid_minutes
    length = {t.kind: t.lengths_minutes[0] for t in scenario.shifts}
    total = 0.0
    for agent in scenario.agents:
        shift = max(length[k] for k in agent.contract.shift_kinds if k != "long")
        served = (shift - MEAL_AND_RESTS_MINUTES) / (shift - 30)  # of paid time
        total += max(0.0, agent.weekly_minutes * weeks - away[agent.employee_id]) * served
    return total / 60


def scale_demand(scenario: Scenario, kind: Family, pattern: FloatArray, hours: float) -> Scenario:
    """Scale the pattern until the requirement comes to so many agent-hours."""

    def at(erlangs: float) -> tuple[Scenario, float]:
        load = forecast(kind, scenario.grid, pattern * erlangs)
        found = replace(scenario, forecast=load)
        return found, float(requirement(found).scheduled.sum()) * INTERVAL_MINUTES / 60

    return bisected(at, hours, hours / (24 * scenario.grid.days))


def bisected(
    at: Callable[[float], tuple[Scenario, float]], target: float, mean_agents: float
) -> Scenario:
    """Return the scenario whose hours come closest to `target`.

    The load lies around `mean_agents`, the target as a mean: less in small queues, which need idle
    time, and somewhat more in large ones, where a few callers hang up.
    """
    low, high = 0.3 * mean_agents, 1.3 * mean_agents
    best, nearest = at(mean_agents)[0], float("inf")
    for _ in range(SCALE_TRIALS):
        middle = (low + high) / 2
        found, hours = at(middle)
        if abs(hours - target) < nearest:
            best, nearest = found, abs(hours - target)
        if nearest <= SCALE_TOLERANCE * target:
            break
        low, high = (middle, high) if hours < target else (low, middle)
    return best
