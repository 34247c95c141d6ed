"""The FLSA regular rate in the audit: published cases, credits, history, what is includable."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from staffwright.scheduler.plan import Cost
from staffwright.scheduler.scenario.pay_types import (
    Allowance,
    Bonus,
    Overtime,
    OvertimeTier,
    PayRules,
    Rate,
)
from staffwright.scheduler.scenario.types import Premium, Scenario, Shift

from .factory import agent, audit, day, grid, scenario, shift

HALF_OVER_40 = Overtime(weekly=(OvertimeTier(2400, Decimal(50)),), regular_rate=True)


def premium(**conditions: Any) -> Premium:
    base = Premium("p", "g", Decimal(50), None, None, False, "any", None)
    return replace(base, **conditions)


def paid_by(rate: str, overtime: Overtime = HALF_OVER_40, **more: Any) -> Scenario:
    pay = replace(PayRules(overtime), **more.pop("pay", {}))
    return scenario(agents=(agent(base_rate=Decimal(rate)),), pay=pay, **more)


def cost(of: Scenario, *roster: Shift) -> Cost:
    return audit(of, roster).cost


def days(*indices: int) -> list[Shift]:
    """Return shifts of eight hours from 08:00."""
    return [shift(day(k), "08:00", "16:00") for k in indices]


def test_two_rates_in_a_week_give_a_regular_rate_of_8_50() -> None:
    """24 h at $8 and 24 h at $9: 408 + 0.5 x 8.50 x 8 = $442 (DOL Fact Sheet 54)."""
    of = paid_by("8")
    of = replace(of, agents=(replace(of.agents[0], rates=(Rate(Decimal(9), start=day(3)),)),))
    paid = cost(of, *days(0, 1, 2, 3, 4, 5))
    assert (paid.base, paid.overtime, paid.wages) == (408, 34, 442)


def test_premiums_of_one_and_a_half_on_sunday_and_holiday_are_credited_in_full() -> None:
    """$12, $18 on Sunday and holiday, 56 h: $768 and nothing further owed (29 CFR 778.205)."""
    special = (
        premium(id="sunday", weekdays=frozenset({6})),
        premium(id="holiday", holidays=True),
    )
    of = paid_by("12", premiums=special, holidays=frozenset({day(2)}))
    paid = cost(of, *days(*range(7)))
    assert paid.premiums == {"sunday": 48, "holiday": 48}
    assert (paid.overtime, paid.overtime_minutes, paid.wages) == (0, 16 * 60, 768)


def test_a_night_differential_raises_the_regular_rate_and_is_not_credited() -> None:
    """$20, 48 h of which 24 at +10 %: RR 21.00, $1,092 (29 CFR 778.207)."""
    night = premium(percent=Decimal(10), window=(1320, 360))
    nights = [shift(day(k), "22:00", "30:00", name="night") for k in (0, 1, 2)]
    paid = cost(paid_by("20", premiums=(night,)), *nights, *days(4, 5, 6))
    assert (paid.premiums["p"], paid.overtime, paid.wages) == (48, 84, 1092)


def test_a_sunday_premium_below_one_and_a_half_is_included_and_not_credited() -> None:
    """$20, 48 h of which 8 on Sunday at 1.25: RR 20.8333, $1,083.33 (29 CFR 778.203)."""
    sunday = premium(percent=Decimal(25), weekdays=frozenset({6}))
    paid = cost(paid_by("20", premiums=(sunday,)), *days(1, 2, 3, 4, 5, 6))
    assert (paid.premiums["p"], paid.overtime) == (40, Decimal("83.333333"))
    assert round(paid.wages, 2) == Decimal("1083.33")


@pytest.mark.parametrize(
    ("which", "overtime"),
    [
        ({"regular_rate": "exclude"}, 0),
        ({"regular_rate": "include"}, Decimal("86.666667")),
        ({"regular_rate": "auto"}, Decimal("86.666667")),
        ({"percent": Decimal(0), "amount": Decimal(10)}, Decimal("86.666667")),
    ],
)
def test_what_is_excluded_is_credited_and_all_else_is_included(
    which: dict[str, Any], overtime: Decimal
) -> None:
    """$20, 48 h, 8 of them at +50 % from 08:00 to 09:20.

    Excluded: 0.5 x 20 x 8 less 80 of credit. Included: 0.5 x (960 + 80) / 48 x 8.
    """
    of = paid_by("20", premiums=(premium(window=(480, 560), **which),))
    assert cost(of, *days(0, 1, 2, 3, 4, 5)).overtime == overtime


def test_credits_beyond_what_is_due_are_no_deduction_and_help_no_other_week() -> None:
    """Week one: 16 h at 0.5 x 10 less 80 of credit. Week two: 8 h at 0.5 x 10 = 40."""
    sunday = premium(percent=Decimal(100), weekdays=frozenset({6}))
    of = paid_by("10", premiums=(sunday,))
    first = cost(of, *days(*range(7)))
    assert (first.premiums["p"], first.overtime) == (80, 0)
    assert cost(of, *days(*range(7), *range(7, 13))).overtime == 40


def test_history_of_the_week_counts_towards_the_rate_and_its_overtime_is_not_paid_again() -> None:
    """Five days of history at $20 with +10 % by night, one day planned: RR (960 + 80) / 48."""
    past = tuple(shift(day(k), "22:00", "30:00", name="night") for k in range(5))
    of = paid_by("20", premiums=(premium(percent=Decimal(10), window=(1320, 360)),), history=past)
    paid = cost(replace(of, grid=grid(first=day(5), days=7)), *days(6))
    assert (paid.base, paid.premiums["p"]) == (160, 0)
    # 0.5 x (960 + 80) / 48 x 8
    assert paid.overtime == Decimal("86.666667")


def test_allowances_and_bonuses_by_the_hour_are_includable_and_minimum_pay_is_not() -> None:
    """$20, 48 h, 24 of allowances and 24 of bonuses: RR (960 + 48) / 48 = 21."""
    more = {
        "allowances": (Allowance("early", Decimal(4)),),
        "bonuses": (Bonus("save", "calls", "hour", Decimal("0.5"), Decimal(2)),),
        "minimum_paid_minutes": 540,
    }
    paid = cost(paid_by("20", pay=more), *days(*range(6)))
    assert (paid.premiums["early"], paid.bonuses, paid.minimum) == (24, 24, 120)
    assert paid.overtime == 84


def test_each_tier_is_a_share_of_the_regular_rate() -> None:
    """13 h a day at $20 with 50 % over 8 h and 100 % over 12: (4 x 0.5 + 1) x 20."""
    daily = (OvertimeTier(480, Decimal(50)), OvertimeTier(720, Decimal(100)))
    of = paid_by("20", replace(HALF_OVER_40, daily=daily))
    assert cost(of, shift(day(0), "06:00", "19:00")).overtime == 60
