"""Overtime as a multiple of the regular rate of the Fair Labor Standards Act, 29 CFR 778."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from .pay_overtime import OvertimeSpan


@dataclass
class Workweek:
    """What the regular rate of one agent and workweek is made of, added up piece by piece.

    Attributes
    ----------
    minutes : worked and paid.
    includable : pay that counts towards the regular rate.
    credits : excluded differentials, which the overtime due is reduced by.
    """

    minutes: int = 0
    includable: Fraction = Fraction(0)
    credits: Fraction = Fraction(0)

    @property
    def regular_rate(self) -> Fraction:
        """Money per hour worked, 0 without any."""
        return self.includable * 60 / self.minutes if self.minutes else Fraction(0)


def due_by_regular_rate(
    overtime: Iterable[OvertimeSpan], weeks: Mapping[date, Workweek]
) -> Fraction:
    """Return the overtime due over all workweeks, each less its credits and never below 0."""
    weighted: dict[date, Fraction] = defaultdict(Fraction)
    for span in overtime:
        weighted[span.week] += span.percent * span.minutes / 6000
    due = (
        hours * weeks[week].regular_rate - weeks[week].credits for week, hours in weighted.items()
    )
    return sum((max(amount, Fraction(0)) for amount in due), Fraction(0))


def due_by_base_rate(overtime: Iterable[OvertimeSpan]) -> Fraction:
    """Return the overtime as percentages of the base rate of its own minutes."""
    return sum((s.percent * s.rate * s.minutes / 6000 for s in overtime), Fraction(0))
