"""Queues as the rest of Staffwright sees them: targets, opening hours, absence, transfers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class OpeningHours:
    """When a queue is open: clock minutes on weekdays (0 is Monday). `close` may be 1440."""

    weekdays: frozenset[int]
    open_minutes: int
    close_minutes: int


@dataclass(frozen=True)
class Transfer:
    """A share of the contacts that a queue answers re-enters the queue `to`."""

    to: str
    share: float


@dataclass(frozen=True)
class ShrinkageCause:
    """One cause of unplanned absence, in the intervals that meet all of its conditions.

    Of several with the same name the last one whose conditions hold counts.

    Attributes
    ----------
    share : float
        Absent agents as a share of those rostered, below 1.
    weekdays, dates : frozenset or None
        Local weekdays (0 is Monday) and dates of the interval's start; None means any.
    window : (int, int) or None
        Clock minutes of the interval's start; the window wraps around midnight where the end is
        not above the start.
    """

    name: str
    share: float
    weekdays: frozenset[int] | None = None
    window: tuple[int, int] | None = None
    dates: frozenset[date] | None = None


@dataclass(frozen=True)
class UnderStep:
    """From the `missing`-th agent missing at once each costs `price` an hour."""

    missing: int
    price: Decimal


@dataclass(frozen=True)
class Queue:
    """A stream of contacts with its targets.

    Attributes
    ----------
    service_level, within_s : float or None
        Share answered within `within_s` seconds.
    mean_wait_s : float or None
        Average speed of answer (mean wait) not to exceed.
    max_occupancy, max_abandonment : float or None
        Largest occupancy and largest share of abandoned contacts.
    patience_s : float or None
        Mean patience; None means callers never hang up (Erlang C). The forecast may override
        it by interval.
    shrinkage : float
        Unplanned absence as a share of the agents rostered, below 1. Where `causes` vary, what
        holds without any condition.
    minimum_staff : int
        Agents while open, whatever the load.
    hard_minimum : bool
        Whether a plan below `minimum_staff` breaks a promise (exit code 1).
    hours : tuple of OpeningHours
        Empty means around the clock.
    under_price, over_price : Decimal
        Price of an agent-hour missing and of one too many.
    causes : tuple of ShrinkageCause
        Causes of the unplanned absence; empty where only the total is known.
    self_service : float
        Share of the forecast's contacts that never reach the queue.
    outsourced : float
        Share of what reaches the queue that a partner answers.
    transfers : tuple of Transfer
        Where contacts go after they were answered here.
    dispersion : float
        Variance of the forecast's contacts in an interval over their mean, from 1 (Poisson).
    confidence : float or None
        Probability with which the targets must be met given the forecast's uncertainty; None
        plans for the forecast's volume as it is.
    method : {"interval", "carried"}
        Whether intervals are taken each for itself or hand on their backlog.
    target_over : {"interval", "day", "week"}
        Over what the service level must be met, weighted by volume.
    under_steps : tuple of UnderStep
        Rising prices of further agents missing, in order; before them `under_price` counts.
    value : {"requirement", "service_level"}
        Whether coverage is worth what the requirement lacks, or the contacts answered in time.
    late_price : Decimal or None
        Price of a contact that is not answered in time where that is the value; None finds the
        price at which the service level is met over each day or week.
    """

    id: str
    service_level: float | None
    within_s: float | None
    mean_wait_s: float | None
    max_occupancy: float | None
    max_abandonment: float | None
    patience_s: float | None
    shrinkage: float
    minimum_staff: int
    hard_minimum: bool
    hours: tuple[OpeningHours, ...]
    closed_on_holidays: bool
    under_price: Decimal
    over_price: Decimal
    causes: tuple[ShrinkageCause, ...] = ()
    self_service: float = 0.0
    outsourced: float = 0.0
    transfers: tuple[Transfer, ...] = ()
    dispersion: float = 1.0
    confidence: float | None = None
    method: str = "interval"
    target_over: str = "interval"
    under_steps: tuple[UnderStep, ...] = ()
    value: str = "requirement"
    late_price: Decimal | None = None
