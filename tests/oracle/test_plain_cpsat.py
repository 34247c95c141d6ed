"""The plain model itself, on cases whose optimum can be worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from plain_cpsat import plain_optimum
from staffwright.scheduler.calendar import Grid, midnight
from staffwright.scheduler.requirement import requirement
from staffwright.scheduler.scenario.types import Event, Preference, Scenario, Shift, TimeOff
from tiny_scenarios import MAY, PRICES, ZONE, agent, at, queue, row, scenario


def one_day(wanted: range, agents: int = 1) -> Scenario:
    """A Monday on which `agents` are wanted in some hours; one agent at 16.00 an hour."""
    grid = Grid(ZONE, MAY, 1, 60, 30)
    return scenario(grid, {"calls": [agents if hour in wanted else 0 for hour in range(24)]})


def optimum(of: Scenario) -> Fraction | None:
    found = plain_optimum(of, requirement(of))
    assert found.proved
    return found.cost


def test_the_shift_of_least_cost_is_found() -> None:
    """One agent wanted from 13 to 22 o'clock.

    Late from 13 for 9 hours: 8.5 paid hours at 16 = 136, the premium of 25 % from 20 to 22 o'clock
    is 8, the meal leaves half an hour short: 20. Together 164; at home it would be 9 * 40 = 360.
    """
    assert optimum(one_day(range(13, 22))) == 136 + 8 + 20


def test_nobody_works_where_it_does_not_pay() -> None:
    """One hour wanted costs 40 unmet; the shortest shift of the day costs 8 hours' pay."""
    assert optimum(one_day(range(7, 8))) == 40


def test_a_wish_decides_where_it_costs_more_than_the_work_is_worth() -> None:
    base = one_day(range(13, 22))
    wish = Preference("A", MAY, None, None, off=True, weight=Decimal(40))
    assert optimum(replace(base, preferences=(wish,))) == 360
    light = replace(wish, weight=Decimal(2))
    assert optimum(replace(base, preferences=(light,))) == 164 + 12


def test_an_event_in_leave_leaves_no_legal_roster() -> None:
    start = at(MAY, 600)
    event = Event("e", "A", start, start + timedelta(hours=1), 60, None, True, True)
    leave = TimeOff("A", midnight(MAY, ZONE), midnight(MAY + timedelta(days=1), ZONE), "v", 0)
    base = replace(one_day(range(13, 22)), events=(event,))
    assert optimum(base) is not None
    assert optimum(replace(base, time_off=(leave,))) is None


def test_a_minimum_that_cannot_be_met_is_counted_and_not_priced() -> None:
    """Two are promised in all of the 48 half hours; one agent can stand 17 of them."""
    base = one_day(range(13, 22))
    strict = replace(base, queues=(queue(minimum_staff=2, hard_minimum=True),))
    found = plain_optimum(strict, requirement(strict))
    assert found.below_minimum == 2 * 48 - 17


def weekends(spread: int | None, dearer: int = 0, past_days: int = 0) -> Fraction:
    """Return the fairness and the wages of B above A's where A and B could share two weekends.

    One late shift is wanted on each of the four days. B earns more than A by the hour, and with
    the premium a Saturday of B's is dearer by 9 times that. A has worked days of weekends before.
    """
    saturday = MAY + timedelta(days=5)
    hours = [1 if 13 <= hour < 22 else 0 for hour in range(24)]
    past = [saturday - timedelta(days=7 - k) for k in range(past_days)]
    base = scenario(
        Grid(ZONE, saturday, 9, 60, 30),
        {"calls": [*hours, *hours, *[0] * 120, *hours, *hours]},
        objective=replace(PRICES, fair_spread=spread),
        history=tuple(
            Shift("A", "past", day, (row("work", at(day, 780), at(day, 1320)),)) for day in past
        ),
    )
    both = (agent("A"), agent("B", base_rate=Decimal(16 + dearer)))
    alone, shared = optimum(base), optimum(replace(base, agents=both))
    assert alone is not None
    assert shared is not None
    return shared - alone


@pytest.mark.parametrize(
    ("spread", "cost"), [(None, 2 * 20), (1, 20 + 27), (2, 27), (3, 20), (4, 0)]
)
def test_a_shift_below_the_share_costs_as_much_as_one_above_it(
    spread: int | None, cost: int
) -> None:
    """Four shifts, a share of two. At 3 an hour more, a Saturday of B's costs 27."""
    assert weekends(spread, dearer=3) == cost


def test_nobody_has_to_make_up_for_the_history() -> None:
    """A has had two before: of a share of three B's own share of the four is two at most."""
    assert weekends(None, dearer=3, past_days=2) == 3 * 20
    assert weekends(1, dearer=3, past_days=2) == 20 + 2 * 27
