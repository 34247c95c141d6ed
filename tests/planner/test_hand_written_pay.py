"""Three agents' pay over the clock change and Easter against figures worked out by hand.

The shifts are locked with their breaks and nobody else is wanted, so the plan is these shifts. The
premiums are those of `instances/harbour_line`: 25 % from 20:00 to 06:00; instead of it 40 % from
00:00 to 04:00 for a shift that began the day before; 50 % on Sundays and, instead of it, 125 % on
holidays, both carried to 04:00 of the next day. The meal is unpaid.

A, EUR 16.00 an hour
    Saturday 28 March, 22:00 to 06:30. The clock goes from 02:00 to 03:00: 7.5 hours, meal from
    03:00 to 03:30, 7 hours paid.
        base       7 h   x 16.00          112.00
        night      4 h   x 16.00 x 0.25    16.00   22:00-24:00 and 04:00-06:00
        deep night 2.5 h x 16.00 x 0.40    16.00   00:00-02:00 and 03:30-04:00
        Sunday     5 h   x 16.00 x 0.50    40.00   all after midnight
                                          184.00
    Sunday 29 March, 22:00 to 06:30, meal from 02:00 to 02:30, 8 hours paid.
        base       8 h   x 16.00          128.00
        night      4 h   x 16.00 x 0.25    16.00   22:00-24:00 and 04:00-06:00
        deep night 3.5 h x 16.00 x 0.40    22.40   00:00-02:00 and 02:30-04:00
        Sunday     5.5 h x 16.00 x 0.50    44.00   22:00-24:00, carried to 04:00 of Monday
                                          210.40
                                          ------
                                          394.40

B, EUR 18.50 an hour, 14 hours a week, 25 % for overtime
    Good Friday, 3 April, 06:00 to 14:30, meal from 10:00 to 10:30, 8 hours paid.
        base       8 h   x 18.50          148.00
        holiday    8 h   x 18.50 x 1.25   185.00
    Saturday 4 April, the same times. 16 hours in the week are 2 above 14.
        base       8 h   x 18.50          148.00
        overtime   2 h   x 18.50 x 0.25     9.25
                                          ------
                                          490.25

C, EUR 20.00 an hour
    Good Friday, 3 April, 22:00 to 06:30, meal from 02:00 to 02:30, 8 hours paid.
        base       8 h   x 20.00          160.00
        night      4 h   x 20.00 x 0.25    20.00   22:00-24:00 and 04:00-06:00
        deep night 3.5 h x 20.00 x 0.40    28.00   00:00-02:00 and 02:30-04:00
        holiday    5.5 h x 20.00 x 1.25   137.50   22:00-24:00, carried to 04:00 of Saturday
                                          345.50
    Easter Sunday, 5 April, the same times; Easter Monday is a holiday too.
        base       8 h   x 20.00          160.00
        night      4 h   x 20.00 x 0.25    20.00
        deep night 3.5 h x 20.00 x 0.40    28.00
        holiday    8 h   x 20.00 x 1.25   200.00
                                          408.00
                                          ------
                                          753.50
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

import pytest
from staffwright.instances import path
from staffwright.scheduler.plan import Plan
from staffwright.scheduler.planner import PlanOptions, make_plan
from staffwright.scheduler.scenario import load_scenario
from staffwright.scheduler.scenario.types import Scenario, Shift
from tiny_scenarios import agent, at, row

SATURDAY, SUNDAY = date(2026, 3, 28), date(2026, 3, 29)
GOOD_FRIDAY, EASTER_SUNDAY = date(2026, 4, 3), date(2026, 4, 5)
EARLY, NIGHT = (360, 600, 870), (1320, 1560, 1830)
"""Clock minutes of start, meal and end."""

BY_CODE = {
    "A": {"BASE": "240.00", "NIGHT": "32.00", "DEEP_NIGHT": "38.40", "SUNDAY": "84.00"},
    "B": {"BASE": "296.00", "HOLIDAY": "185.00", "OVERTIME": "9.25"},
    "C": {"BASE": "320.00", "NIGHT": "40.00", "DEEP_NIGHT": "56.00", "HOLIDAY": "337.50"},
}
TOTALS = {"A": "394.40", "B": "490.25", "C": "753.50"}


def shift(who: str, day: date, times: tuple[int, int, int]) -> Shift:
    """Return a locked shift; a meal at a time the clock skips begins when it has moved on."""
    start, meal, end = (at(day, minutes) for minutes in times)
    after = meal + timedelta(minutes=30)
    rows = (
        row("work", start, meal, queue="billing"),
        row("break:meal", meal, after, paid=False),
        row("work", after, end, queue="billing"),
    )
    return Shift(who, "by_hand", day, rows, locked=True)


def three_agents() -> Scenario:
    """Harbour Line with three agents whose shifts are all given, and nothing else to do."""
    base = load_scenario(path("harbour_line"))
    full = replace(base.contracts[0], min_weekly_minutes=0)
    part = replace(full, id="part", weekly_minutes=14 * 60)
    skills = frozenset({"billing"})
    return replace(
        base,
        queues=tuple(replace(queue, minimum_staff=0) for queue in base.queues),
        forecast=base.forecast.head(0),
        contracts=(full, part),
        agents=(
            agent("A", contract=full, base_rate=Decimal("16.00"), skills=skills),
            agent("B", contract=part, base_rate=Decimal("18.50"), skills=skills),
            agent("C", contract=full, base_rate=Decimal("20.00"), skills=skills),
        ),
        locked=(
            shift("A", SATURDAY, NIGHT),
            shift("A", SUNDAY, NIGHT),
            shift("B", GOOD_FRIDAY, EARLY),
            shift("B", GOOD_FRIDAY + timedelta(days=1), EARLY),
            shift("C", GOOD_FRIDAY, NIGHT),
            shift("C", EASTER_SUNDAY, NIGHT),
        ),
        time_off=(),
        unavailable=(),
        preferences=(),
        events=(),
        history=(),
    )


@cache
def plan() -> Plan:
    return make_plan(three_agents(), PlanOptions(time_limit=5.0))


def test_the_plan_is_the_six_shifts() -> None:
    assert plan().audit.violations == ()
    assert [(s.employee_id, s.business_date) for s in plan().shifts] == [
        (s.employee_id, s.business_date) for s in three_agents().locked
    ]


@pytest.mark.parametrize("who", TOTALS)
def test_the_pay_lines_of_an_agent_are_those_worked_out_by_hand(who: str) -> None:
    by_code: Counter[str] = Counter()
    for line in plan().pay_lines:
        if line.employee_id == who:
            by_code[line.pay_code] += line.amount  # type: ignore[assignment]
    assert by_code == {code: Decimal(amount) for code, amount in BY_CODE[who].items()}
    assert sum(by_code.values()) == Decimal(TOTALS[who])


def test_the_audit_recomputes_the_same_wages() -> None:
    cost = plan().audit.cost
    assert cost.base == Decimal("856.00")
    assert cost.premiums == {
        "night": Decimal("72.00"),
        "deep_night": Decimal("94.40"),
        "sunday": Decimal("84.00"),
        "holiday": Decimal("522.50"),
    }
    assert cost.overtime == Decimal("9.25")
    assert cost.wages == sum(map(Decimal, TOTALS.values()))


def test_the_night_of_the_clock_change_is_an_hour_shorter() -> None:
    """7 hours paid of a night that has 8 otherwise."""
    minutes = {(s.employee_id, s.business_date): s.paid_minutes for s in plan().shifts}
    assert minutes["A", SATURDAY] == 7 * 60
    assert minutes["A", SUNDAY] == 8 * 60
