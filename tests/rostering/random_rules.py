"""Random rule sets, histories and small problems in which every rule of one agent can bind."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from small_problems import random_problem
from staffwright.models.rostering.problem import TICKS, RosterProblem
from staffwright.models.rostering.rules import HARD, KindCount, PastShift, RuleSet, Succession

PRICED = (
    "max_run",
    "min_run",
    "min_off",
    "max_nights",
    "max_weekends",
    "max_sundays",
    "whole_weekends",
    "max_backward",
    "max_change",
)
CHANGES = {
    "max_run": lambda rng: {"max_run": int(rng.integers(1, 4))},
    "min_run": lambda rng: {"min_run": int(rng.integers(2, 4))},
    "min_off": lambda rng: {"min_off": int(rng.integers(2, 4))},
    "max_nights": lambda rng: {"max_nights": int(rng.integers(1, 3))},
    "night_rest": lambda rng: {
        "night_rest_slots": int(rng.choice([24, 36, 60])),
        "night_rest_from": int(rng.integers(1, 4)),
    },
    "weekly_rest": lambda rng: {
        "weekly_rest_slots": int(rng.choice([35, 60, 80])),
        "weekly_rest_weeks": int(rng.integers(1, 3)),
    },
    "max_weekends": lambda rng: {
        "max_weekends": int(rng.integers(0, 2)),
        "weekend_weeks": int(rng.integers(1, 4)),
    },
    "max_sundays": lambda rng: {
        "max_sundays": int(rng.integers(0, 2)),
        "sunday_weeks": int(rng.integers(1, 9)),
    },
    "whole_weekends": lambda rng: {"whole_weekends": True},
    "max_backward": lambda rng: {"max_backward": int(rng.choice([0, 120]))},
    "max_change": lambda rng: {"max_change": int(rng.choice([0, 120]))},
    "successions": lambda rng: {
        "successions": (
            Succession(
                *(int(k) for k in rng.integers(0, 5, 2)), price=int(rng.choice([HARD, 30 * TICKS]))
            ),
        )
    },
    "kinds": lambda rng: {
        "kinds": (
            KindCount(
                kind=int(rng.integers(-1, 5)),
                least=int(rng.integers(0, 3)),
                most=int(rng.integers(2, 4)),
                weekly=bool(rng.random() < 0.5),
                price=int(rng.choice([HARD, 30 * TICKS])),
            ),
        )
    },
}
"""What each rule changes in a rule set."""


def random_history(rng: np.random.Generator, days: int = 12) -> tuple[PastShift, ...]:
    """Return shifts of the days before the horizon, slots of an hour; sometimes none at all."""
    if rng.random() < 0.3:
        return ()
    shifts = []
    for d in range(-days, 0):
        if rng.random() < 0.5:
            kind = int(rng.integers(0, 5))
            hour = (7, 9, 13, 15, 22)[kind]
            start = d * 24 + hour
            if not shifts or start >= shifts[-1].end + 8:
                shifts.append(PastShift(d, start, start + 8, kind, hour * 60, hour == 22))
    return tuple(shifts)


def ruled_problem(
    seed: int, names: tuple[str, ...], *, agents: int = 1, days: int = 9
) -> RosterProblem:
    """Return a problem in which the rules named are on, some of them priced."""
    rng = np.random.default_rng([seed, len(names)])
    problem = random_problem(
        seed, agents=agents, days=days, queues=1, first_weekday=int(rng.integers(7))
    )
    rules: RuleSet = replace(problem.rules[0], max_run=99)
    for name in names:
        rules = replace(rules, **CHANGES[name](rng))
        if name in PRICED and rng.random() < 0.4:
            rules = replace(rules, prices={**rules.prices, name: int(rng.integers(5, 60)) * TICKS})
    edges, block = rules.week_edges, rules.weekly_rest_weeks
    weeks = block * -(-(len(edges) - 1) // block)
    rules = replace(rules, week_edges=edges[0] + np.arange(weeks + 1) * 7 * 24)
    staff = replace(
        problem.staff,
        past=tuple(random_history(rng) for _ in range(agents)),
        most=np.full_like(problem.staff.most, 60 * 60),
        least=np.zeros_like(problem.staff.least),
    )
    # on most days one agent is wanted, at nights most dearly, so that rules cost something
    hours = np.arange(problem.n_slots)
    wanted = np.repeat(rng.random(problem.n_slots // 24) < 0.7, 24)
    night = (hours % 24 >= 22) | (hours % 24 < 6)
    by_night = np.repeat(rng.random(problem.n_slots // 24) < 0.5, 24)
    demand = problem.cover.under > 0
    required = np.where(demand, wanted.astype(np.int64), 0)
    cover = replace(
        problem.cover,
        required=required,
        minimum=0 * required,
        fixed=0 * required,
        under=np.where(night & by_night, 3, 1) * problem.cover.under,
    )
    return replace(problem, rules=(rules,), staff=staff, cover=cover)
