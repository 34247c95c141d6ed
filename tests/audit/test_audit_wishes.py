"""Prices of wishes not granted and of shares above the fair ones, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from staffwright.scheduler.scenario.types import Agent, Objective, Preference, Shift

from .factory import (
    CONTRACT,
    RULES,
    agent,
    at,
    audit,
    day,
    early,
    grid,
    leave,
    scenario,
    shift,
    wish,
)


def price_of(preference: Preference, *roster: Shift) -> Decimal:
    """Return the cost at EUR 6 per unit of weight."""
    return audit(scenario(preferences=(preference,)), roster).cost.preferences


def test_a_wish_for_a_day_off_costs_its_weight_where_a_shift_begins() -> None:
    off = wish(day(1), weight="1.5", off=True)
    assert price_of(off, shift(day(1), "08:00", "16:00")) == 9
    assert price_of(off, shift(day(2), "08:00", "16:00")) == 0


def test_a_night_that_ends_on_the_day_off_does_not_begin_on_it() -> None:
    assert price_of(wish(day(1), off=True), shift(day(0), "22:00", "30:00", name="night")) == 0


@pytest.mark.parametrize(("what", "price"), [("early", 0), ("day", 0), ("flat", 6), ("night", 6)])
def test_a_wish_for_a_shift_names_its_template_or_kind(what: str, price: int) -> None:
    assert price_of(wish(day(1), shift=what), early(day(1))) == price


def test_a_wish_for_a_shift_is_not_granted_by_a_day_off() -> None:
    assert price_of(wish(day(1), shift="early")) == 6


def test_a_shift_with_a_free_id_grants_the_wish_for_the_template_it_is() -> None:
    by_hand = shift(day(1), "22:00", "30:00", name="by hand")
    assert price_of(wish(day(1), shift="night"), by_hand) == 0


@pytest.mark.parametrize(
    ("opens", "closes", "price"),
    [("08:00", "16:00", 0), ("07:00", "18:00", 0), ("08:15", "16:00", 6), ("08:00", "15:45", 6)],
)
def test_a_wish_for_a_window_is_granted_by_a_shift_inside_it(
    opens: str, closes: str, price: int
) -> None:
    window = (at(day(1), opens), at(day(1), closes))
    assert price_of(wish(day(1), window=window), shift(day(1), "08:00", "16:00")) == price


def test_wishes_of_unknown_people_and_of_other_days_cost_nothing() -> None:
    assert price_of(wish(day(1), who="Z", shift="early")) == 0
    assert price_of(wish(day(-1), shift="early")) == 0


def test_wishes_add_up() -> None:
    wishes = (wish(day(0), shift="early"), wish(day(1), off=True), wish(day(2), shift="night"))
    report = audit(scenario(preferences=wishes), [shift(day(0), "08:00", "16:00")])
    assert report.cost.preferences == 12


def nights(who: str, *days: int) -> list[Shift]:
    return [shift(day(k), "22:00", "30:00", who, "night") for k in days]


def fairness(people: tuple[Agent, ...], roster: list[Shift], **more: Any) -> Decimal:
    """Return the cost at EUR 25 a night and EUR 20 a weekend shift."""
    return audit(scenario(agents=people, **more), roster).cost.fairness


TWO = (agent("A"), agent("B"))


def test_nights_shared_evenly_cost_nothing() -> None:
    assert fairness(TWO, nights("A", 0, 1) + nights("B", 2, 3)) == 0


def test_every_night_above_the_fair_share_costs() -> None:
    """Four nights for two equals: two each. Whoever does four does two too many."""
    assert fairness(TWO, nights("A", 0, 1, 2, 3)) == 50


def test_the_fair_share_is_rounded_up() -> None:
    """Three nights for two: a share of two."""
    assert fairness(TWO, nights("A", 0, 1) + nights("B", 2)) == 0
    assert fairness(TWO, nights("A", 0, 1, 2)) == 25


def test_the_nights_of_the_history_count() -> None:
    """Of four nights two are A's share, which the history has used up."""
    past = tuple(nights("A", -12, -11))
    assert fairness(TWO, nights("B", 0, 1), history=past) == 0
    assert fairness(TWO, nights("A", 0, 1), history=past) == 50


def test_nights_that_the_history_alone_has_above_the_share_cost_nothing() -> None:
    """Six nights, three each: A's history holds four, which no roster can help."""
    past = tuple(nights("A", -12, -11, -10, -9))
    assert fairness(TWO, nights("B", 0, 1), history=past) == 0
    assert fairness(TWO, nights("A", 0) + nights("B", 1), history=past) == 25


def test_the_fair_share_is_pro_rata_to_contract_hours() -> None:
    """Half time: one third of six nights is two, and the full-timer's share is four."""
    people = (agent("A"), agent("B", fte=Decimal("0.5")))
    assert fairness(people, nights("A", 0, 1, 2, 3) + nights("B", 4, 7)) == 0
    assert fairness(people, nights("A", 0, 1, 2) + nights("B", 4, 7, 8)) == 25


def test_days_wholly_in_leave_lower_the_share_and_part_days_do_not() -> None:
    """Seven of fourteen days away halve A's weight: of three nights A's share is one."""
    away = leave(at(day(7), "00:00"), at(day(14), "00:00"), paid_minutes=2400)
    roster = nights("A", 0, 1) + nights("B", 2)
    assert fairness(TWO, roster, time_off=(away,)) == 25
    part = leave(at(day(8), "00:01"), at(day(8), "23:59"), paid_minutes=0)
    assert fairness(TWO, roster, time_off=(part,)) == 0


def test_agents_are_compared_within_their_contract() -> None:
    other = replace(CONTRACT, id="other")
    assert fairness((agent("A"), agent("B", contract=other)), nights("A", 0, 1, 2, 3)) == 0


def test_where_nobody_has_any_weight_nobody_exceeds() -> None:
    away = tuple(leave(at(day(0), "00:00"), at(day(14), "00:00"), who=who) for who in "AB")
    past = tuple(nights("A", -3, -2))
    assert fairness(TWO, [], history=past, time_off=away) == 0


@pytest.mark.parametrize(("start", "end", "night"), [("20:00", "26:00", 1), ("19:45", "25:45", 0)])
def test_a_night_has_enough_minutes_in_the_night_window(start: str, end: str, night: int) -> None:
    """The window is 23:00 to 06:00, and 180 minutes of it make a night."""
    assert fairness(TWO, [shift(day(k), start, end) for k in (0, 1)]) == 25 * night


def test_the_night_window_counts_elapsed_minutes() -> None:
    """From 23:00 to 03:00 three hours pass in spring: 210 minutes are missed then, not else."""
    rules = replace(RULES, night_minutes=210)
    spring = [shift(day(5), "23:00", "27:00"), shift(day(4), "23:00", "27:00")]
    usual = [shift(day(3), "23:00", "27:00"), shift(day(4), "23:00", "27:00")]
    assert fairness(TWO, spring, rules=rules) == 0
    assert fairness(TWO, usual, rules=rules) == 25


def test_weekend_shifts_above_the_share_cost() -> None:
    """A night that begins on Friday is no weekend shift, one that begins on Sunday is."""
    on = replace(RULES, night_minutes=10_000)
    friday, saturday, sunday = nights("A", 4), nights("A", 5), nights("A", 6)
    assert fairness(TWO, friday + saturday, rules=on, grid=grid(days=7)) == 0
    assert fairness(TWO, saturday + sunday, rules=on, grid=grid(days=7)) == 20


def spread_of(most: int | None) -> dict[str, Objective]:
    """Return the prices of `fairness` with a spread of nights and weekend shifts."""
    return {"objective": Objective(Decimal(6), Decimal(25), Decimal(20), fair_spread=most)}


THREE = tuple(map(agent, "ABC"))


def test_without_a_spread_too_few_nights_cost_nothing() -> None:
    """Four nights of three agents, two each: C has none and nobody exceeds."""
    roster = nights("A", 0, 1) + nights("B", 2, 3)
    assert fairness(THREE, roster) == fairness(THREE, roster, **spread_of(None)) == 0


def test_agents_as_far_apart_as_the_spread_permits_cost_nothing() -> None:
    """Four nights of three agents: a share of two."""
    roster = nights("A", 0, 1) + nights("B", 2, 3)
    assert fairness(THREE, roster, **spread_of(3)) == 0
    nearer = nights("A", 0, 1) + nights("B", 2) + nights("C", 3)
    assert fairness(THREE, nearer, **spread_of(1)) == 0
    farther = nights("A", 0, 1, 2) + nights("B", 3)
    assert fairness(THREE, farther, **spread_of(4)) == 0


@pytest.mark.parametrize(("spread", "unfair"), [(None, 2), (1, 2 + 2), (2, 0 + 2), (3, 0 + 1)])
def test_every_night_missing_costs_as_one_too_many(spread: int | None, unfair: int) -> None:
    """Eight nights of three agents: a share of three, of which each could have two."""
    fair = nights("A", 0, 1, 2) + nights("B", 3, 7, 8) + nights("C", 9, 10)
    assert fairness(THREE, fair, **spread_of(spread)) == 0
    roster = nights("A", 0, 1, 2, 9) + nights("B", 3, 7, 8, 10)
    assert fairness(THREE, roster, **spread_of(spread)) == unfair * 25


def test_nobody_has_to_make_up_for_the_history() -> None:
    """A's history has four of eight nights. Of the horizon's four, B's own share is two."""
    past = tuple(nights("A", -12, -11, -10, -9))
    shared = nights("A", 0, 1) + nights("B", 2, 3)
    assert fairness(TWO, shared, history=past, **spread_of(1)) == 2 * 25
    assert fairness(TWO, shared, history=past) == 2 * 25
    assert fairness(TWO, nights("B", 0, 1, 2, 3), history=past, **spread_of(1)) == 0
    less = nights("A", 0, 1, 2) + nights("B", 3)
    assert fairness(TWO, less, history=past, **spread_of(1)) == (3 + 1) * 25
    assert fairness(TWO, less, history=past, **spread_of(2)) == (2 + 1) * 25


def test_what_the_history_alone_has_above_the_spread_is_past() -> None:
    """Eight nights of which A's history has seven: its one night more is all that costs."""
    past = tuple(nights("A", *range(-13, -6)))
    assert fairness(TWO, nights("A", 0), history=past, **spread_of(2)) == 25


def test_nights_of_the_history_leave_fewer_to_ask_for() -> None:
    """Six nights, three each: two of B's lie in the history."""
    past = tuple(nights("B", -12, -11))
    one, none = nights("A", 0, 1, 2) + nights("B", 3), nights("A", 0, 1, 2, 3)
    assert fairness(TWO, one, history=past, **spread_of(1)) == 0
    assert fairness(TWO, none, history=past, **spread_of(1)) == 25
    assert fairness(TWO, none, history=past, **spread_of(2)) == 0


def test_what_is_too_few_is_pro_rata_to_contract_hours() -> None:
    """Half time: of six nights a share of two."""
    people = (agent("A"), agent("B", fte=Decimal("0.5")))
    roster = nights("A", 0, 1, 2, 3, 7) + nights("B", 8)
    assert fairness(people, roster, **spread_of(1)) == 25
    roster = nights("A", 0, 1, 2, 3, 7, 8)
    assert fairness(people, roster, **spread_of(1)) == (2 + 1) * 25


def test_who_is_on_leave_all_the_time_has_not_too_few() -> None:
    away = leave(at(day(0), "00:00"), at(day(14), "00:00"))
    roster = nights("B", 0, 1, 2, 3)
    assert fairness(TWO, roster, time_off=(away,), **spread_of(1)) == 0
    both = (away, replace(away, employee_id="B"))
    assert fairness(TWO, roster, time_off=both, **spread_of(1)) == 0


def test_what_is_too_few_has_no_price_where_what_is_above_has_none() -> None:
    free = {"objective": Objective(Decimal(6), Decimal(0), Decimal(0), fair_spread=1)}
    assert fairness(TWO, nights("A", 0, 1, 2, 3), **free) == 0


HOLIDAYS = {
    "holidays": frozenset({day(-2), day(1), day(2)}),
    "objective": Objective(Decimal(6), Decimal(25), Decimal(20), Decimal("31.50")),
}


def test_holiday_shifts_above_the_share_cost() -> None:
    """Two shifts on holidays for two equals: one each."""
    mine = [shift(day(k), "08:00", "12:00", "A") for k in (1, 2)]
    shared = [mine[0], shift(day(2), "08:00", "12:00", "B")]
    assert fairness(TWO, shared, **HOLIDAYS) == 0
    assert fairness(TWO, mine, **HOLIDAYS) == Decimal("31.50")


def test_a_night_into_a_holiday_is_no_holiday_shift_and_one_out_of_it_is() -> None:
    off = replace(RULES, night_minutes=10_000)
    into, out = nights("A", 0), nights("A", 2)
    shared = {**HOLIDAYS, "rules": off}
    assert fairness(TWO, into + nights("A", 1), **shared) == 0
    assert fairness(TWO, nights("A", 1) + out, **shared) == Decimal("31.50")


def test_holiday_shifts_of_the_history_count() -> None:
    past = (shift(day(-2), "08:00", "12:00", "A"),)
    again = [shift(day(1), "08:00", "12:00", "A")]
    assert fairness(TWO, again, history=past, **HOLIDAYS) == Decimal("31.50")


def test_holidays_are_those_of_the_agents_jurisdiction() -> None:
    """A works where only 24 March is a holiday."""
    people = (agent("A", jurisdiction="US"), agent("B", jurisdiction="US"))
    mine = [shift(day(k), "08:00", "12:00", "A") for k in (1, 2)]
    other = {"US": frozenset({day(1)})}
    assert fairness(people, mine, other_holidays=other, **HOLIDAYS) == 0
    both = {"US": frozenset({day(1), day(2)})}
    assert fairness(people, mine, other_holidays=both, **HOLIDAYS) == Decimal("31.50")


def test_weekend_and_holiday_shifts_too_few_have_their_own_prices() -> None:
    weekends = [shift(day(k), "08:00", "12:00", "A") for k in (5, 6, 12, 13)]
    assert fairness(TWO, weekends, **spread_of(1)) == (2 + 1) * 20
    on_holidays = [shift(day(k), "08:00", "12:00", "A") for k in (1, 2)]
    for spread, unfair in ((1, 1), (2, 0)):
        prices = replace(HOLIDAYS["objective"], fair_spread=spread)
        asked = {**HOLIDAYS, "objective": prices}
        assert fairness(TWO, on_holidays, **asked) == unfair * Decimal("31.50")
