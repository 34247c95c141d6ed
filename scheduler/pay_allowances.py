"""Which allowances a shift earns."""

from __future__ import annotations

from .pay import PaidShift
from .pay_conditions import Holidays, earns_allowance
from .scenario.pay_types import Allowance
from .scenario.types import Scenario


def allowances_of(scenario: Scenario, paid: PaidShift, holidays: Holidays) -> tuple[Allowance, ...]:
    """Return the allowances that a shift earns, in the scenario's order.

    `holidays` are those where the shift's agent works.
    """
    if not scenario.pay.allowances:
        return ()
    minutes = paid.minutes
    return tuple(
        allowance
        for allowance in scenario.pay.allowances
        if earns_allowance(allowance, paid.agent, holidays, paid.began, minutes)
    )
