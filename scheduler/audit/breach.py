"""What breaks a rule that has a form: hard, or at a price per unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ..results import Violation
from .duties import Person
from .wording import broken


@dataclass(frozen=True)
class Breach:
    """A rule broken by so many units; a violation where `price` is None, a cost otherwise."""

    violation: Violation
    units: Fraction = Fraction(1)
    price: Decimal | None = None

    @property
    def rule(self) -> str:
        """Id of the rule, as in docs/rules.md."""
        return self.violation.rule

    @property
    def cost(self) -> Fraction:
        """Units times price; 0 for what is hard."""
        return self.units * Fraction(self.price or 0)


def breach(
    person: Person,
    rule: str,
    day: date,
    measured: str,
    allowed: str,
    sentence: str,
    *,
    units: int = 1,
    price: Decimal | None = None,
) -> Breach:
    """Return what breaks a rule of one agent; `day` is the date the violation names."""
    found = broken(rule, person.agent.employee_id, day, measured, allowed, sentence)
    return Breach(found, Fraction(units), price)
