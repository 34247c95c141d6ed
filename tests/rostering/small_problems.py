"""Random small rostering problems in which leave, rest, hours, breaks and skills all bind."""

from __future__ import annotations

import numpy as np
from staffwright.models.rostering.problem import (
    TICKS,
    Cover,
    Options,
    RosterProblem,
    Staff,
)


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
) -> RosterProblem:
    """Return a problem with `slot_minutes` slots around the clock; starts and lengths in hours."""
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
        weekend=np.array([d % 7 >= 5 for d, _, _ in shapes]),
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
    )
    weeks = -(-days // 7)
    allowed = rng.random((agents, n)) < 0.85
    event = np.zeros((agents, n_slots), dtype=np.int8)
    staff = Staff(
        skill_set=rng.integers(0, len(skills), size=agents),
        rate=rng.integers(150, 250, size=agents) * 1000,
        overtime=np.full(agents, 2500),
        allowed=allowed,
        must_work=np.zeros((agents, days), dtype=bool),
        event=event,
        event_unpaid_minutes=np.zeros((agents, n), dtype=np.int64),
        run=rng.integers(0, 3, size=agents),
        max_run=np.full(agents, 4),
        least=rng.choice([0, 16 * 60], size=(agents, weeks)),
        most=rng.choice([24 * 60, 40 * 60], size=(agents, weeks)),
        overtime_after=np.full((agents, weeks), 30 * 60),
        option_cost=rng.choice([0, 0, 0, 5], size=(agents, n)) * TICKS,
        off_cost=rng.choice([0, 0, 0, 5], size=(agents, days)) * TICKS,
        fair_group=np.zeros(agents, dtype=np.int64),
        fair_weight=rng.integers(1, 4, size=agents) * 600,
        nights_before=rng.integers(0, 3, size=agents),
        weekends_before=rng.integers(0, 3, size=agents),
    )
    return RosterProblem(
        slot_minutes=slot_minutes,
        day_start=day_start,
        week=np.arange(days) // 7,
        pay_weight=np.tile(weight, (days, 1)),
        cover=cover,
        options=options,
        staff=staff,
        rest_slots=11 * per_hour,
        break_gap_slots=per_hour,
        shortfall_price=100 * TICKS,
        fair_nights_price=25 * TICKS if fair else 0,
        fair_weekends_price=20 * TICKS if fair else 0,
    )
