"""Labour rules and history in the days and slots of the rostering problem."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from ..models.rostering.rules import (
    ANY_KIND,
    HARD,
    Days,
    KindCount,
    PastShift,
    RuleSet,
    Succession,
)
from .calendar import midnight
from .horizon_totals import is_total
from .kind_numbers import kind_numbers
from .prices import ticks
from .scenario.rule_types import WorkRules
from .scenario.types import Agent, Scenario, Shift
from .shifts import clock_of, is_night, template_of
from .weeks import week_begin

IntArray = npt.NDArray[np.int64]

NO_KIND = -2
"""The kind of a shift that no template describes."""

_FIELDS = {
    "max_days_in_row": "max_run",
    "min_days_in_row": "min_run",
    "min_days_off_in_row": "min_off",
    "max_nights_in_row": "max_nights",
    "max_weekends": "max_weekends",
    "max_sundays": "max_sundays",
    "whole_weekends": "whole_weekends",
    "max_backward_minutes": "max_backward",
    "max_start_change_minutes": "max_change",
}


@dataclass(frozen=True)
class RuleClasses:
    """Rule sets, and which one holds for each agent, (A,)."""

    rules: tuple[RuleSet, ...]
    of_agent: IntArray


def horizon_days(scenario: Scenario) -> Days:
    """Return the days of the horizon on the site's clock."""
    grid = scenario.grid
    dates = [grid.day(d) for d in range(grid.days)]
    begins = [week_begin(day, scenario.week_start) for day in dates]
    weeks = sorted(set(begins))
    return Days(
        weekday=np.array([day.weekday() for day in dates], dtype=np.int64),
        week=np.array([weeks.index(begin) for begin in begins], dtype=np.int64),
        start=grid.day_starts[: grid.days + 1],
        before=(grid.first_day - begins[0]).days,
    )


def rule_classes(scenario: Scenario) -> RuleClasses:
    """Group the agents by contract and zone, and translate the rules of each group."""
    keys = [(agent.contract.id, scenario.zone_of(agent)) for agent in scenario.agents]
    order = list(dict.fromkeys(keys))
    contracts = {contract.id: contract for contract in scenario.contracts}
    contracts |= {agent.contract.id: agent.contract for agent in scenario.agents}
    rules = tuple(
        _rule_set(scenario, scenario.work_rules(contracts[name]), zone) for name, zone in order
    )
    return RuleClasses(rules, np.array([order.index(key) for key in keys], dtype=np.int64))


def _rule_set(scenario: Scenario, rules: WorkRules, zone: str) -> RuleSet:
    """Translate minutes to slots (rests are rounded up) and money to ticks."""
    kinds = kind_numbers(scenario)
    grid = scenario.grid
    first = week_begin(grid.first_day, scenario.week_start)
    block = 7 * rules.weekly_rest_weeks
    weeks = rules.weekly_rest_weeks * -(-((grid.first_day - first).days + grid.days) // block)
    edges = [first + timedelta(days=7 * k) for k in range(weeks + 1)]
    days = [grid.day(d) for d in range(grid.days + 1)]

    def slots(minutes: int | None) -> int:
        return -(-(minutes or 0) // grid.slot_minutes)

    return RuleSet(
        week_edges=np.array([grid.slot_at(midnight(day, zone)) for day in edges], dtype=np.int64),
        day_edges=np.array([grid.slot_at(midnight(day, zone)) for day in days], dtype=np.int64),
        rest_slots=slots(rules.min_rest_minutes),
        max_run=rules.max_days_in_row,
        min_run=rules.min_days_in_row,
        min_off=rules.min_days_off_in_row,
        max_nights=rules.max_nights_in_row,
        night_rest_slots=slots(rules.rest_after_nights_minutes),
        night_rest_from=rules.rest_after_nights_from,
        weekly_rest_slots=slots(rules.min_weekly_rest_minutes),
        weekly_rest_weeks=rules.weekly_rest_weeks,
        max_weekends=rules.max_weekends,
        weekend_weeks=rules.weekend_weeks,
        max_sundays=rules.max_sundays,
        sunday_weeks=rules.sunday_weeks,
        whole_weekends=rules.whole_weekends,
        max_backward=rules.max_backward_minutes,
        max_change=rules.max_start_change_minutes,
        kinds=tuple(
            KindCount(
                ANY_KIND if limit.kind == "any" else kinds.get(limit.kind, NO_KIND),
                limit.least,
                limit.most,
                limit.over == "week",
                HARD if limit.price is None else ticks(limit.price),
            )
            for limit in rules.kind_limits
            if not is_total(limit)
        ),
        successions=tuple(
            Succession(
                kinds.get(rule.before, NO_KIND),
                kinds.get(rule.after, NO_KIND),
                HARD if rule.price is None else ticks(rule.price),
            )
            for rule in rules.forbidden_successions
        ),
        prices={_FIELDS[name]: ticks(price) for name, price in rules.prices.items()},
    )


def past_shifts(
    scenario: Scenario, history: Mapping[str, Sequence[Shift]]
) -> tuple[tuple[PastShift, ...], ...]:
    """Return every agent's history in order of time, as rules see it."""
    return tuple(
        tuple(
            _past_shift(scenario, agent, shift)
            for shift in sorted(history.get(agent.employee_id, ()), key=lambda s: s.start)
        )
        for agent in scenario.agents
    )


def _past_shift(scenario: Scenario, agent: Agent, shift: Shift) -> PastShift:
    grid, zone = scenario.grid, scenario.zone_of(agent)
    template = template_of(scenario, shift, zone)
    return PastShift(
        day=(shift.business_date - grid.first_day).days,
        start=grid.slot_at(shift.start),
        end=-((grid.start - shift.end) // timedelta(minutes=grid.slot_minutes)),
        kind=NO_KIND if template is None else kind_numbers(scenario)[template.kind],
        clock=clock_of(shift.start.astimezone(ZoneInfo(zone))),
        night=is_night(shift.start, shift.end, scenario.rules, zone),
    )
