"""The base rate of an agent on a business date (docs/pay.md, "Base rate")."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from .scenario.pay_types import Rate
from .scenario.types import Agent, Scenario


def base_rate(agent: Agent, business_date: date) -> Decimal:
    """Return the base rate per hour of an agent for a shift that begins on a date.

    The agent's own rates count first, then its `base_rate` where that is above 0, then the rates
    of its contract. In a list the last rate counts that has begun and whose length of service is
    reached.

    Parameters
    ----------
    agent : Agent
    business_date : date
        Date on which the shift begins, on the agent's clock.
    """
    own = _in_force(agent.rates, agent, business_date)
    if own is not None:
        return own
    if agent.base_rate > 0:
        return agent.base_rate
    by_contract = _in_force(agent.contract.rates, agent, business_date)
    return agent.base_rate if by_contract is None else by_contract


def service_years(agent: Agent, day: date) -> int:
    """Return the whole years from the hire date to `day`; 0 before it and without one."""
    hired = agent.hire_date
    if hired is None or day < hired:
        return 0
    return day.year - hired.year - ((day.month, day.day) < (hired.month, hired.day))


def on_cost_share(scenario: Scenario, agent: Agent) -> Fraction:
    """Return the employer's on-cost as a share of gross pay, the contract's before the site's."""
    percent = agent.contract.on_cost_percent
    return Fraction(scenario.pay.on_cost_percent if percent is None else percent) / 100


def _in_force(rates: Sequence[Rate], agent: Agent, day: date) -> Decimal | None:
    """Return the last rate that has begun and whose length of service is reached."""
    years = service_years(agent, day) if rates else 0
    for rate in reversed(rates):
        if (rate.start is None or rate.start <= day) and rate.service_years <= years:
            return rate.rate
    return None
