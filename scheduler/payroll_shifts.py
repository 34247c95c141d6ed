"""The paid shifts of every agent with the overtime of each, as lines and totals need them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from .pay import PaidShift, PayClock, joined
from .pay_conditions import Holidays
from .pay_overtime import CountedSpan, OvertimeSpan, overtime_spans
from .pay_regular_rate import RegularRate, regular_rates
from .scenario.types import Agent, Scenario, Shift


@dataclass(frozen=True)
class PaidAgent:
    """Everything one agent is paid for by the plan.

    Attributes
    ----------
    shifts : tuple of PaidShift
        Planned shifts in order of time.
    overtime : tuple of tuple of OvertimeSpan
        Overtime of each of these shifts.
    regular : dict
        Regular rate by workweek; empty where overtime is paid on the base rate.
    holidays : Holidays
        Where the agent works.
    """

    agent: Agent
    shifts: tuple[PaidShift, ...]
    overtime: tuple[tuple[OvertimeSpan, ...], ...]
    regular: dict[date, RegularRate]
    holidays: Holidays


def paid_agents(scenario: Scenario, shifts: Sequence[Shift]) -> Iterator[PaidAgent]:
    """Yield the agents that shifts are paid to, by employee.

    Raises
    ------
    InputError
        If a shift belongs to no agent of the scenario.
    """
    clock = PayClock(scenario)
    planned: dict[str, list[Shift]] = {}
    for shift in shifts:
        planned.setdefault(shift.employee_id, []).append(shift)
    past: dict[str, list[Shift]] = {}
    for shift in scenario.history:
        past.setdefault(shift.employee_id, []).append(shift)
    for employee_id, own in sorted(planned.items()):
        worked = [clock.paid_shift(shift, planned=True) for shift in own]
        worked += [clock.paid_shift(shift, planned=False) for shift in past.get(employee_id, ())]
        worked.sort(key=lambda paid: (paid.shift.start, paid.planned))
        yield _with_overtime(scenario, worked, clock)


def _with_overtime(scenario: Scenario, worked: list[PaidShift], clock: PayClock) -> PaidAgent:
    """Find the overtime of one agent; that of the history is left to who paid it."""
    agent = worked[0].agent
    holidays = clock.holidays_of(agent)
    found: list[list[OvertimeSpan]] = [[] for _ in worked]
    for span in overtime_spans(scenario, agent, _counted(scenario, worked)):
        if worked[span.key].planned:
            found[span.key].append(span)
    regular: dict[date, RegularRate] = {}
    if scenario.pay.overtime.regular_rate:
        every = [span for spans in found for span in spans]
        regular = regular_rates(scenario, worked, every, holidays)
    kept = [k for k, paid in enumerate(worked) if paid.planned]
    return PaidAgent(
        agent,
        tuple(worked[k] for k in kept),
        tuple(tuple(found[k]) for k in kept),
        regular,
        holidays,
    )


def _counted(scenario: Scenario, worked: Sequence[PaidShift]) -> list[CountedSpan]:
    """Return paid minutes by the date that they count towards, in order of time."""
    counted = []
    for key, paid in enumerate(worked):
        if scenario.pay.overtime.counts_by == "shift":
            counted += [CountedSpan(key, a, b, paid.began[0]) for a, b in paid.spans]
            continue
        for day in dict.fromkeys(piece.day for piece in paid.pieces):
            own = [(piece.start, piece.end) for piece in paid.pieces if piece.day == day]
            counted += [CountedSpan(key, a, b, date.fromordinal(day)) for a, b in joined(own)]
    return counted
