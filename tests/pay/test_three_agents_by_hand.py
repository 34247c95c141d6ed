"""Three agents of harbour_line on the days that cost most, with figures worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from staffwright.instances import path
from staffwright.scheduler.audit import audit_schedule
from staffwright.scheduler.payroll import pay_lines, wages
from staffwright.scheduler.requirement import requirement
from staffwright.scheduler.scenario import load_scenario
from staffwright.scheduler.scenario.types import Activity, Scenario, Shift

BERLIN = ZoneInfo("Europe/Berlin")


def local(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN).astimezone(UTC)


def work(start: datetime, end: datetime) -> Activity:
    return Activity("work", start, end, paid=True, work=True, queue="billing")


def meal(start: datetime, end: datetime) -> Activity:
    return Activity("break:meal", start, end, paid=False, work=False)


# Saturday 28 March 22:00 to Sunday 06:00 at 16.00: the clock skips 02:00, so 7 hours, all paid.
#   base        7 h x 16.00                                        112.00
#   night       22-24 and 04-06: 4 h x 4.00                         16.00
#   deep night  00-04, of which 3 hours exist: 3 h x 6.40           19.20
#   Sunday      00-06, of which 5 hours exist: 5 h x 8.00           40.00
CLOCK_CHANGE = (work(local(28, 22), local(29, 6)),)

# Good Friday 3 April 06:00 to 14:30 at 18.50, half an hour unpaid: 8 hours.
#   base        8 h x 18.50                                        148.00
#   holiday     8 h x 23.125                                       185.00
GOOD_FRIDAY = (
    work(local(3, 6, month=4), local(3, 10, month=4)),
    meal(local(3, 10, month=4), local(3, 10, 30, month=4)),
    work(local(3, 10, 30, month=4), local(3, 14, 30, month=4)),
)

# Easter Sunday 5 April 21:30 to Easter Monday 06:00 at 20.00, 01:00-01:30 unpaid: 8 hours.
#   base        8 h x 20.00                                        160.00
#   night       21:30-24 and 04-06: 4.5 h x 5.00                    22.50
#   deep night  00-04 less the meal: 3.5 h x 8.00                   28.00
#   holiday     all 8 h x 25.00 (both days; it displaces Sunday)   200.00
EASTER = (
    work(local(5, 21, 30, month=4), local(6, 1, month=4)),
    meal(local(6, 1, month=4), local(6, 1, 30, month=4)),
    work(local(6, 1, 30, month=4), local(6, 6, month=4)),
)

CASES = [
    pytest.param(
        "16.00",
        date(2026, 3, 28),
        CLOCK_CHANGE,
        "112.00",
        {"night": "16.00", "deep_night": "19.20", "sunday": "40.00", "holiday": "0"},
        "187.20",
        id="the night of the clock change",
    ),
    pytest.param(
        "18.50",
        date(2026, 4, 3),
        GOOD_FRIDAY,
        "148.00",
        {"night": "0", "deep_night": "0", "sunday": "0", "holiday": "185.00"},
        "333.00",
        id="Good Friday",
    ),
    pytest.param(
        "20.00",
        date(2026, 4, 5),
        EASTER,
        "160.00",
        {"night": "22.50", "deep_night": "28.00", "sunday": "0", "holiday": "200.00"},
        "410.50",
        id="the night from Easter Sunday into Easter Monday",
    ),
]


@pytest.fixture(scope="module")
def harbour_line() -> Scenario:
    return load_scenario(path("harbour_line"))


@pytest.mark.parametrize(("rate", "day", "activities", "base", "premiums", "total"), CASES)
def test_pay_is_what_the_hand_calculation_says(
    harbour_line: Scenario,
    rate: str,
    day: date,
    activities: tuple[Activity, ...],
    base: str,
    premiums: dict[str, str],
    total: str,
) -> None:
    """Payroll, its lines and the auditor, each with its own code, agree with the figures."""
    first = next(a for a in harbour_line.agents if "billing" in a.skills)
    agent = replace(first, base_rate=Decimal(rate))
    scenario = replace(harbour_line, agents=(agent,), history=(), locked=(), events=())
    shift = Shift(agent.employee_id, "night", day, activities)
    expected = {name: Decimal(amount) for name, amount in premiums.items()}

    paid = wages(scenario, (shift,))
    assert (paid.base, paid.premiums, paid.overtime) == (Decimal(base), expected, 0)
    assert sum(line.amount for line in pay_lines(scenario, (shift,))) == Decimal(total)

    cost = audit_schedule(scenario, requirement(scenario), (shift,)).cost
    assert (cost.base, cost.premiums, cost.overtime) == (Decimal(base), expected, 0)
    assert cost.wages == Decimal(total)
