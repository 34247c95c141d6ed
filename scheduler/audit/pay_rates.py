"""The base rate of a date: by own rates, the agent's column, the contract."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ..scenario.pay_types import Rate
from ..scenario.types import Agent


def base_rate(agent: Agent, day: date) -> Fraction:
    """Return the money per hour of a business date.

    It is the agent's own rate where one has begun and its length of service is reached, else the
    agent's base rate, else the contract's rate.
    """
    own = _in_force(agent.rates, agent, day)
    if own is None and not agent.base_rate:
        own = _in_force(agent.contract.rates, agent, day)
    return Fraction(agent.base_rate if own is None else own)


def years_of_service(agent: Agent, day: date) -> int:
    """Return the whole years from the hire date to a day, 0 without one and before it."""
    hired = agent.hire_date
    if hired is None:
        return 0
    anniversary_ahead = (day.month, day.day) < (hired.month, hired.day)
    return max(0, day.year - hired.year - anniversary_ahead)


def _in_force(rates: Iterable[Rate], agent: Agent, day: date) -> Decimal | None:
    """Return the last listed rate that has begun and whose length of service is reached."""
    years = years_of_service(agent, day)
    found = None
    for rate in rates:
        if (rate.start is None or rate.start <= day) and rate.service_years <= years:
            found = rate.rate
    return found
