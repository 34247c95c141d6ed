"""Limits of the whole horizon in CP-SAT: minutes in all, shifts of each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from .problem import OFF
from .totals import NO_LIMIT, minutes_and_kinds

if TYPE_CHECKING:
    from .cpsat import WindowModel


def add_totals(model: WindowModel, a: int) -> None:
    """State agent a's limits; what the days outside the window hold is fixed."""
    problem = model.problem
    outside = model.roster.option[a].copy()
    outside[model.window.first : model.window.last] = OFF
    minutes, kinds = minutes_and_kinds(problem, a, outside)
    mine = [(o, var) for d in model.days for o, var in model.options_of(a, d)]
    if not mine:
        return
    _minutes(model, a, minutes, mine)
    for k, most in enumerate(problem.totals.kind_most[a].tolist()):
        chosen = [var for o, var in mine if problem.options.kind[o] == k]
        if len({int(problem.options.day[o]) for o, _ in mine}) + int(kinds[k]) > most and chosen:
            model.model.add(sum(chosen) <= most - int(kinds[k]))


def _minutes(
    model: WindowModel, a: int, fixed: int, mine: list[tuple[int, cp_model.IntVar]]
) -> None:
    totals, hint = model.problem.totals, 0
    most, least = int(totals.most[a]), int(totals.least[a])
    if most >= NO_LIMIT and least <= 0:
        return
    worked = sum(model.minutes(a, o) * var for o, var in mine)
    hint = fixed + sum(model.minutes(a, o) * model.hint(var) for o, var in mine)
    if most < NO_LIMIT:
        model.model.add(worked <= most - fixed)
    if least <= fixed:
        return
    if hint >= least and not model.whole:
        model.model.add(worked >= least - fixed)
    else:
        short = model.integer(least - fixed, least - hint)
        model.model.add(short + worked >= least - fixed)
        model.price(model.problem.shortfall_price, short)
