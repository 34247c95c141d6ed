"""What the planned shifts cost in pay, recomputed and exact, by the sentences of docs/pay.md."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ..results import Requirement
from ..scenario.pay_types import Allowance
from ..scenario.types import Agent
from .duties import Duty, Roster
from .local_minutes import in_clock_window, week_of
from .pay_bonuses import ContactsAnswered
from .pay_clock import PayClock, Stretch, minute_of, paid_stretches
from .pay_differentials import Began, Differentials, Holidays
from .pay_overtime import Counted, OvertimeSpan, overtime_spans
from .pay_rates import base_rate
from .pay_regular_rate import due_by_base_rate, due_by_regular_rate
from .pay_tally import Prices, Tally, workweeks


@dataclass
class Wages:
    """Money paid for planned shifts, exact, added up agent by agent.

    `premiums` holds differentials and allowances by id, those not earned included; `value` is
    what the bonuses' work is worth and no pay.
    """

    base: Fraction = Fraction(0)
    minimum: Fraction = Fraction(0)
    premiums: dict[str, Fraction] = field(default_factory=dict)
    premium_minutes: dict[str, int] = field(default_factory=dict)
    allowance_shifts: dict[str, int] = field(default_factory=dict)
    overtime: Fraction = Fraction(0)
    overtime_minutes: int = 0
    bonuses: Fraction = Fraction(0)
    on_cost: Fraction = Fraction(0)
    value: Fraction = Fraction(0)

    @property
    def gross(self) -> Fraction:
        """Pay before the employer's on-cost."""
        premiums = sum(self.premiums.values(), Fraction(0))
        return self.base + self.minimum + premiums + self.overtime + self.bonuses


@dataclass(frozen=True)
class _Worked:
    """A duty with what its pay depends on."""

    duty: Duty
    began: Began
    rate: Fraction
    stretches: tuple[Stretch, ...]
    planned: bool

    @property
    def minutes(self) -> int:
        return sum(stretch.minutes for stretch in self.stretches)


def wages(roster: Roster, requirement: Requirement) -> Wages:
    """Pay the planned shifts of the scenario's agents.

    Parameters
    ----------
    roster : Roster
    requirement : Requirement
        Of the scenario: bonuses by contact depend on the volume and on what is answered.
    """
    payroll = _Payroll(roster, requirement)
    total = payroll.nothing()
    for agent, planned, history in roster.agents():
        if planned:
            _add(total, payroll.pay(agent, planned, history))
    return total


def as_decimal(amount: Fraction) -> Decimal:
    """Round an exact amount half to even to six places."""
    millionths = round(amount * 1_000_000)
    return Decimal(millionths).scaleb(-6)


class _Payroll:
    """The pay of one agent after the other, with what all of them share."""

    def __init__(self, roster: Roster, requirement: Requirement) -> None:
        self._scenario = roster.scenario
        self._rules = roster.scenario.pay
        self._differentials = Differentials(roster.scenario)
        self._clocks: dict[str, PayClock] = {}
        first = minute_of(roster.minutes.origin)
        self._span = (first, first + len(roster.minutes.clocks))
        by_contact = [b.queue for b in self._rules.bonuses if b.per == "contact"]
        self._contacts = ContactsAnswered(roster, requirement, by_contact)
        by_hour: dict[str, Fraction] = defaultdict(Fraction)
        for bonus in self._rules.bonuses:
            if bonus.per == "hour":
                by_hour[bonus.queue] += Fraction(bonus.amount)
        self._prices = Prices(
            hourly=self._differentials.hourly,
            is_excluded=self._differentials.is_excluded,
            allowances=tuple(Fraction(a.amount) for a in self._rules.allowances),
            bonuses=by_hour,
        )

    def nothing(self) -> Wages:
        """Return wages in which every differential and allowance stands with nothing earned."""
        differentials = [premium.id for premium in self._scenario.premiums]
        allowances = [allowance.id for allowance in self._rules.allowances]
        return Wages(
            premiums=dict.fromkeys((*differentials, *allowances), Fraction(0)),
            premium_minutes=dict.fromkeys(differentials, 0),
            allowance_shifts=dict.fromkeys(allowances, 0),
        )

    def pay(self, agent: Agent, planned: tuple[Duty, ...], history: tuple[Duty, ...]) -> Wages:
        """Return what an agent's planned duties are paid, and the on-cost of it."""
        worked = [self._worked(agent, duty, planned=False) for duty in history]
        worked += [self._worked(agent, duty, planned=True) for duty in planned]
        worked.sort(key=lambda work: work.duty.start)
        tally, before = Tally(), Tally()
        for work in worked:
            self._count(tally if work.planned else before, agent, work)
        paid = self._paid(tally)
        self._pay_bonuses(paid, tally, planned)
        overtime = self._overtime(agent, worked)
        paid.overtime_minutes = sum(span.minutes for span in overtime)
        paid.overtime = (
            due_by_regular_rate(overtime, workweeks(tally, before, self._prices))
            if self._rules.overtime.regular_rate
            else due_by_base_rate(overtime)
        )
        percent = agent.contract.on_cost_percent
        percent = self._rules.on_cost_percent if percent is None else percent
        paid.on_cost = paid.gross * Fraction(percent) / 100
        return paid

    def _worked(self, agent: Agent, duty: Duty, *, planned: bool) -> _Worked:
        clock = self._clock(agent)
        began = Began(*clock.shows(minute_of(duty.start)))
        stretches = paid_stretches(duty, clock)
        return _Worked(duty, began, base_rate(agent, began.day), stretches, planned)

    def _clock(self, agent: Agent) -> PayClock:
        zone = self._scenario.zone_of(agent)
        if zone not in self._clocks:
            self._clocks[zone] = PayClock(zone, self._span)
        return self._clocks[zone]

    def _count(self, tally: Tally, agent: Agent, work: _Worked) -> None:
        """Add a shift to a tally."""
        clock = self._clock(agent)
        for stretch in work.stretches:
            _, week = self._counts_towards(work, stretch)
            tally.base[week, work.rate] += stretch.minutes
            if stretch.queue is not None:
                tally.on_queue[week, stretch.queue] += stretch.minutes
            earned = self._differentials.minutes(agent, clock, work.began, stretch, work.rate)
            for position, minutes in earned.items():
                tally.differentials[week, work.rate, position] += minutes
        missing = self._rules.minimum_paid_minutes - work.minutes
        if missing > 0:
            tally.missing[work.rate] += missing
        for position, allowance in enumerate(self._rules.allowances):
            if self._earns(allowance, agent, work):
                week = week_of(work.began.day, self._scenario.week_start)
                tally.allowances[week, position] += 1

    def _paid(self, tally: Tally) -> Wages:
        """Return base pay, minimum pay, differentials and allowances of a tally."""
        paid = self.nothing()
        for (_, rate), minutes in tally.base.items():
            paid.base += rate * minutes / 60
        for rate, minutes in tally.missing.items():
            paid.minimum += rate * minutes / 60
        for (_, rate, position), minutes in tally.differentials.items():
            name = self._scenario.premiums[position].id
            paid.premiums[name] += self._prices.hourly(position, rate) * minutes / 60
            paid.premium_minutes[name] += minutes
        for (_, position), shifts in tally.allowances.items():
            name = self._rules.allowances[position].id
            paid.premiums[name] += self._prices.allowances[position] * shifts
            paid.allowance_shifts[name] += shifts
        return paid

    def _pay_bonuses(self, paid: Wages, tally: Tally, planned: tuple[Duty, ...]) -> None:
        """Add the bonuses by the hour, and those for the contacts that planned duties answer."""
        if not self._rules.bonuses:
            return
        hours: dict[str, Fraction] = defaultdict(Fraction)
        for (_, queue), minutes in tally.on_queue.items():
            hours[queue] += Fraction(minutes, 60)
        answered = self._contacts.answered_by(planned)
        for bonus in self._rules.bonuses:
            times = hours.get(bonus.queue, Fraction(0))
            if bonus.per == "contact":
                times = answered.get(bonus.queue, Fraction(0)) * Fraction(str(bonus.share))
            paid.bonuses += times * Fraction(bonus.amount)
            paid.value += times * Fraction(bonus.value)

    def _earns(self, allowance: Allowance, agent: Agent, work: _Worked) -> bool:
        """Say whether a shift meets all conditions of an allowance."""
        day, clock = work.began.day, work.began.clock
        holidays = Holidays(self._scenario.holidays_of(agent), self._scenario.half_holidays)
        return (
            (allowance.began_window is None or in_clock_window(clock, allowance.began_window))
            and (allowance.weekdays is None or day.weekday() in allowance.weekdays)
            and (not allowance.holidays or holidays.holds(day, clock))
            and (allowance.contracts is None or agent.contract.id in allowance.contracts)
            and work.minutes >= allowance.min_minutes
        )

    def _overtime(self, agent: Agent, worked: list[_Worked]) -> list[OvertimeSpan]:
        """Return the planned overtime of an agent."""
        counted = []
        for work in worked:
            for stretch in work.stretches:
                day, week = self._counts_towards(work, stretch)
                counted.append(Counted(day, week, stretch.minutes, work.rate, work.planned))
        return list(overtime_spans(agent, self._rules.overtime, counted))

    def _counts_towards(self, work: _Worked, stretch: Stretch) -> tuple[date, date]:
        """Return the day and the first day of the week that a stretch counts towards."""
        by_clock = self._rules.overtime.counts_by == "clock"
        day = stretch.today if by_clock else work.began.day
        return day, week_of(day, self._scenario.week_start)


def _add(total: Wages, more: Wages) -> None:
    """Add wages to a total, component by component."""
    for name, amount in vars(more).items():
        if isinstance(amount, dict):
            sums = getattr(total, name)
            for key, part in amount.items():
                sums[key] += part
        else:
            setattr(total, name, getattr(total, name) + amount)
