"""What the shifts of a plan are paid: lines by pay code and exact totals (docs/pay.md).

Minutes come from `pay` and `pay_overtime`; here they become money. Lines are rounded to the
currency's minor unit, totals are not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .pay_allowances import allowances_of
from .pay_bonuses import Contacts, ExpectedBonuses
from .pay_rates import on_cost_share
from .pay_regular_rate import hourly
from .pay_rounding import to_places
from .payroll_lines import LineWriter
from .payroll_shifts import PaidAgent, paid_agents
from .plan import PayLine
from .scenario.types import Scenario, Shift

# ISO 4217, list one: the currencies whose minor unit is not a hundredth.
_NO_MINOR_UNIT = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_EXPONENTS: Mapping[str, int] = {
    **dict.fromkeys(_NO_MINOR_UNIT.split(), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}


@dataclass(frozen=True)
class Wages:
    """Money paid for a roster, exact, in the scenario's currency.

    Attributes
    ----------
    base : Fraction
        Base rate times paid minutes.
    minimum : Fraction
        What short shifts are paid up to the minimum.
    premiums : dict
        Differentials and allowances by id, those that nobody earned included.
    overtime : Fraction
        The overtime percentage only, credits taken off.
    bonuses, expected_value : Fraction
        Expected bonuses, and what the work that earns them is worth to the company.
    on_cost : Fraction
        The employer's, on all of the above but `expected_value`.
    """

    base: Fraction
    minimum: Fraction
    premiums: dict[str, Fraction]
    overtime: Fraction
    bonuses: Fraction
    on_cost: Fraction
    expected_value: Fraction

    @property
    def gross(self) -> Fraction:
        """Pay before the employer's on-cost."""
        premiums = sum(self.premiums.values(), Fraction(0))
        return self.base + self.minimum + premiums + self.overtime + self.bonuses

    @property
    def total(self) -> Fraction:
        """Gross pay and on-cost."""
        return self.gross + self.on_cost


def minor_unit_exponent(currency: str) -> int:
    """Return the decimals of an ISO 4217 currency's minor unit: 2 for EUR, 0 for JPY."""
    return _EXPONENTS.get(currency.upper(), 2)


def pay_lines(scenario: Scenario, shifts: Sequence[Shift]) -> tuple[PayLine, ...]:
    """Return what the shifts are paid, a line for each span without a gap and pay code.

    Parameters
    ----------
    scenario : Scenario
        Gives rates, differentials and the history, whose minutes come first in a day and week
        and are not paid again.
    shifts : sequence of Shift
        Shifts of the plan, in any order.

    Returns
    -------
    tuple of PayLine
        By employee and start of shift; within a shift by pay code as docs/pay.md lists them.
        Times are on the agent's clock. Amounts are rounded half up to the currency's minor unit.

    Raises
    ------
    InputError
        If a shift belongs to no agent of the scenario.
    """
    writer = LineWriter(scenario, minor_unit_exponent(scenario.currency))
    return tuple(line for paid in paid_agents(scenario, shifts) for line in writer.lines(paid))


def unrounded(scenario: Scenario, shifts: Sequence[Shift]) -> Decimal:
    """Return the sum that `pay_lines` would have if its lines were not rounded one by one.

    That is the wages of plan and audit less expected bonuses and on-cost, which have no lines;
    only the sum is rounded, half up to the currency's minor unit.

    Parameters
    ----------
    scenario, shifts
        As for `pay_lines`.
    """
    paid = wages(scenario, shifts)
    return to_places(paid.gross - paid.bonuses, minor_unit_exponent(scenario.currency))


def wages(scenario: Scenario, shifts: Sequence[Shift], contacts: Contacts | None = None) -> Wages:
    """Return the exact wages of the shifts.

    Parameters
    ----------
    scenario, shifts
        As for `pay_lines`.
    contacts : mapping, optional
        Contacts answered by queue and interval, from `expected_contacts.contacts_answered`;
        without it bonuses by contact are 0.

    Raises
    ------
    InputError
        If a shift belongs to no agent of the scenario.
    """
    ids = [p.id for p in scenario.premiums] + [a.id for a in scenario.pay.allowances]
    premiums = dict.fromkeys(ids, Fraction(0))
    bonuses = ExpectedBonuses(scenario, shifts, contacts)
    base, minimum, overtime, bonus, on_cost, value = (Fraction(0) for _ in range(6))
    for paid in paid_agents(scenario, shifts):
        own = _wages_of(scenario, paid, bonuses)
        base, minimum, overtime = base + own.base, minimum + own.minimum, overtime + own.overtime
        bonus, value = bonus + own.bonuses, value + own.expected_value
        on_cost += own.on_cost
        for name, amount in own.premiums.items():
            premiums[name] += amount
    return Wages(base, minimum, premiums, overtime, bonus, on_cost, value)


def _wages_of(scenario: Scenario, paid: PaidAgent, bonuses: ExpectedBonuses) -> Wages:
    """Return the wages of one agent; `premiums` holds only what was earned."""
    base_minutes: dict[Decimal, int] = {}
    missing: dict[Decimal, int] = {}
    earned: dict[tuple[int, Decimal], int] = {}
    premiums: dict[str, Fraction] = {}
    bonus = value = Fraction(0)
    for shift in paid.shifts:
        minutes = 0
        for piece in shift.pieces:
            length = piece.end - piece.start
            minutes += length
            for k in piece.premiums:
                earned[k, shift.rate] = earned.get((k, shift.rate), 0) + length
        base_minutes[shift.rate] = base_minutes.get(shift.rate, 0) + minutes
        short = max(0, scenario.pay.minimum_paid_minutes - minutes)
        missing[shift.rate] = missing.get(shift.rate, 0) + short
        for allowance in allowances_of(scenario, shift, paid.holidays):
            _add(premiums, allowance.id, Fraction(allowance.amount))
        expected = bonuses.of(shift)
        bonus, value = bonus + expected.amount, value + expected.value
    for (k, rate), length in earned.items():
        premium = scenario.premiums[k]
        _add(premiums, premium.id, hourly(premium, rate) * length / 60)
    base, minimum = _times_rate(base_minutes), _times_rate(missing)
    overtime = overtime_due(paid)
    gross = base + minimum + sum(premiums.values(), Fraction(0)) + overtime + bonus
    on_cost = gross * on_cost_share(scenario, paid.agent)
    return Wages(base, minimum, premiums, overtime, bonus, on_cost, value)


def overtime_due(paid: PaidAgent) -> Fraction:
    """Return the overtime of one agent, credits of the regular rate taken off."""
    minutes: dict[tuple[Fraction | Decimal, Decimal], int] = {}
    for shift, spans in zip(paid.shifts, paid.overtime, strict=True):
        for span in spans:
            rate = paid.regular[span.week].rate if paid.regular else shift.rate
            key = (rate, span.percent)
            minutes[key] = minutes.get(key, 0) + span.end - span.start
    due = sum(
        (Fraction(rate) * Fraction(pct) * n / 6000 for (rate, pct), n in minutes.items()),
        Fraction(0),
    )
    return due - sum((week.credit for week in paid.regular.values()), Fraction(0))


def _times_rate(minutes: Mapping[Decimal, int]) -> Fraction:
    return sum((Fraction(rate) * n / 60 for rate, n in minutes.items()), Fraction(0))


def _add(sums: dict[str, Fraction], name: str, amount: Fraction) -> None:
    sums[name] = sums.get(name, Fraction(0)) + amount
