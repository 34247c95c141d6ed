"""Random small rostering problems in which leave, rest, hours, breaks and skills all bind."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from staffwright.models.rostering.problem import (
    TICKS,
    Budget,
    Cover,
    Options,
    Pay,
    RosterProblem,
    Staff,
)
from staffwright.models.rostering.rules import Days, PastShift, RuleSet
from staffwright.models.rostering.totals import Totals


def random_problem(
    seed: int,
    *,
    agents: int = 4,
    days: int = 7,
    queues: int = 2,
    starts: tuple[int, ...] = (7, 9, 13, 15, 22),
    lengths: tuple[int, ...] = (8,),
    slot_minutes: int = 60,
    fair: bool = False,
    first_weekday: int = 0,
) -> RosterProblem:
    """Return a problem with `slot_minutes` slots around the clock; starts and lengths in hours.

    Weeks begin on Mondays; day 0 is `first_weekday`. Kinds are the starts: 0 for the first. Fair
    shares have, by seed, no limit to the spread, or one of 1 or 2.
    """
    rng = np.random.default_rng(seed)
    per_day = 24 * 60 // slot_minutes
    per_hour = 60 // slot_minutes
    day_start = np.arange(days + 3) * per_day
    n_slots = int(day_start[-1])
    shapes = [(d, s, length) for d in range(days) for s in starts for length in lengths]
    start = np.array([d * per_day + s * per_hour for d, s, _ in shapes])
    end = start + np.array([length * per_hour for _, _, length in shapes])
    n = len(shapes)
    break_slots = max(1, per_hour // 2)
    first = np.stack([start + 2 * per_hour, start + 4 * per_hour], axis=1)
    last = np.stack([start + 3 * per_hour, start + 6 * per_hour], axis=1)
    last = np.minimum(last, (end - break_slots)[:, None])
    paid = np.tile([True, False], (n, 1))
    options = Options(
        day=np.array([d for d, _, _ in shapes]),
        start=start,
        end=end,
        paid_minutes=(end - start - break_slots) * slot_minutes,
        night=np.array([s >= 20 for _, s, _ in shapes]),
        weekend=np.array([(d + first_weekday) % 7 >= 5 for d, _, _ in shapes]),
        kind=np.array([starts.index(s) for _, s, _ in shapes]),
        clock=np.array([s * 60 for _, s, _ in shapes]),
        flexible=np.ones(n, dtype=bool),
        n_breaks=np.full(n, 2),
        break_first=first,
        break_last=last,
        break_slots=np.full((n, 2), break_slots),
        break_paid=paid,
        first_of_day=np.arange(days + 1) * (n // days),
    )
    hour = (np.arange(n_slots) % per_day) // per_hour
    weight = slot_minutes * (10_000 + 2500 * ((hour >= 20) | (hour < 6)))
    weight = weight + slot_minutes * 5000 * ((np.arange(n_slots) // per_day) % 7 == 6)
    required = np.zeros((queues, n_slots), dtype=np.int64)
    peak = rng.integers(0, max(2, agents // 2) + 1, size=(queues, days, 24))
    required[:, : days * per_day] = np.repeat(peak.reshape(queues, days * 24), per_hour, axis=1)
    demand = np.arange(n_slots) < days * per_day
    skills = np.array([[(g + 1) >> q & 1 for q in range(queues)] for g in range(2**queues - 1)])
    hourly = TICKS // per_hour
    cover = Cover(
        required=required,
        minimum=np.minimum(required, (rng.random((queues, n_slots)) < 0.1).astype(np.int64)),
        fixed=((rng.random((queues, n_slots)) < 0.05) & demand).astype(np.int64),
        under=np.where(demand, 40 * hourly, 0) * np.ones((queues, 1), dtype=np.int64),
        over=np.where(demand, 4 * hourly, 0) * np.ones((queues, 1), dtype=np.int64),
        hard=np.where(demand, 4000 * hourly, 0) * np.ones((queues, 1), dtype=np.int64),
        skills=skills.astype(bool),
        lead=np.zeros(len(skills), dtype=bool),
        lead_minimum=np.zeros((0, n_slots), dtype=np.int64),
        lead_price=np.zeros((0, n_slots), dtype=np.int64),
        lead_hard=np.zeros(0, dtype=bool),
        lead_fixed=np.zeros(n_slots, dtype=np.int64),
    )
    week = (np.arange(days) + first_weekday) // 7
    weeks = int(week[-1]) + 1
    allowed = rng.random((agents, n)) < 0.85
    event = np.zeros((agents, n_slots), dtype=np.int8)
    staff = Staff(
        skill_set=rng.integers(0, len(skills), size=agents),
        pay_class=np.zeros(agents, dtype=np.int64),
        rate=np.tile(rng.integers(150, 250, size=(agents, 1)) * 1000, (1, days)),
        overtime=np.full(agents, 2500),
        allowed=allowed,
        must_work=np.zeros((agents, days), dtype=bool),
        event=event,
        event_unpaid_minutes=np.zeros((agents, n), dtype=np.int64),
        rule_class=np.zeros(agents, dtype=np.int64),
        past=tuple(worked_before(int(run), per_day) for run in rng.integers(0, 3, size=agents)),
        holiday=np.zeros((agents, days), dtype=bool),
        least=rng.choice([0, 16 * 60], size=(agents, weeks)),
        most=rng.choice([24 * 60, 40 * 60], size=(agents, weeks)),
        overtime_after=np.full((agents, weeks), 30 * 60),
        option_cost=rng.choice([0, 0, 0, 5], size=(agents, n)) * TICKS,
        off_cost=rng.choice([0, 0, 0, 5], size=(agents, days)) * TICKS,
        fair_group=np.zeros(agents, dtype=np.int64),
        fair_weight=rng.integers(1, 4, size=agents) * 600,
        fair_before=rng.integers(0, 3, size=(agents, 3)),
    )
    prices = (25, 20, 0) if fair else (0, 0, 0)
    return RosterProblem(
        slot_minutes=slot_minutes,
        day_start=day_start,
        days=Days(
            (np.arange(days) + first_weekday) % 7, week, day_start[: days + 1], first_weekday
        ),
        rules=(
            RuleSet(
                week_edges=(np.arange(weeks + 1) * 7 - first_weekday) * per_day,
                day_edges=day_start[: days + 1],
                rest_slots=11 * per_hour,
                max_run=4,
            ),
        ),
        budget=Budget(np.zeros((0, weeks), dtype=bool), np.zeros((agents, 0), dtype=np.int64)),
        pay=Pay(
            np.tile(weight, (1, days, 1)),
            np.zeros((1, days, n_slots), dtype=np.int64),
            np.zeros((1, n), dtype=np.int64),
            np.zeros((1, n), dtype=np.int64),
        ),
        cover=cover,
        options=options,
        staff=staff,
        break_gap_slots=per_hour,
        shortfall_price=100 * TICKS,
        promise_price=1_000_000 * TICKS,
        fair_prices=np.array(prices) * TICKS,
        totals=Totals.none(agents),
        fair_spread=(1, 2, None)[seed % 3] if fair else None,
    )


def worked_before(days: int, per_day: int, kind: int = 1, hour: int = 9) -> tuple[PastShift, ...]:
    """Return day shifts on the last days before the horizon, slots of an hour."""
    return tuple(
        PastShift(d, d * per_day + hour, d * per_day + hour + 8, kind, hour * 60, False)
        for d in range(-days, 0)
    )


def with_rules(problem: RosterProblem, **changes: object) -> RosterProblem:
    """Return the problem with other rules for everybody."""
    return replace(problem, rules=tuple(replace(rules, **changes) for rules in problem.rules))
