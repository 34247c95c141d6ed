"""The paid minutes of shifts, cut where pay changes, with the differentials that count.

The rules are in docs/pay.md. Everything here counts whole minutes; money is the business of
`payroll`, the planner's view that of `pay_for_search`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

import numpy as np

from .calendar import midnight
from .errors import InputError
from .pay_conditions import (
    NONE,
    Holidays,
    clock_in,
    clock_of,
    depends_on_rate,
    instant_of,
    local_minutes,
    met_in_time,
    minute_of,
    open_to,
    precedence,
    winners,
)
from .pay_rates import base_rate
from .scenario.types import Agent, Scenario, Shift

_DAYS = 3


@dataclass(frozen=True)
class PaySegment:
    """Paid minutes of a shift between two edges at which pay changes.

    `premiums` holds the ids that count, one per group at most, in the scenario's order.
    """

    start: datetime
    end: datetime
    minutes: int
    premiums: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaidPiece:
    """Paid minutes of one activity on one local date, paid alike.

    Attributes
    ----------
    start, end : int
        Numbered from the epoch; `end` is the minute after the last.
    day, offset : int
        Ordinal of the local date, and minutes that local time is ahead of UTC.
    premiums : tuple of int
        Positions of the differentials that count, rising.
    queue : str or None
        Queue that is worked.
    """

    start: int
    end: int
    day: int
    offset: int
    premiums: tuple[int, ...]
    queue: str | None


@dataclass(frozen=True, slots=True)
class PaidShift:
    """A shift with its rate, its beginning on the agent's clock and its paid pieces.

    `spans` are the pieces joined where there is no gap; `planned` shifts are not of the history.
    """

    shift: Shift
    agent: Agent
    rate: Decimal
    began: tuple[date, int]
    pieces: tuple[PaidPiece, ...]
    spans: tuple[tuple[int, int], ...]
    planned: bool

    @property
    def minutes(self) -> int:
        """Paid minutes."""
        return sum(end - start for start, end in self.spans)


@dataclass(frozen=True)
class _Timetable:
    """What shifts that began on one date earn when: edge k begins state k."""

    edges: list[int]
    states: list[tuple[int, int, tuple[int, ...]]]


def pay_segments(scenario: Scenario, shift: Shift) -> tuple[PaySegment, ...]:
    """Split the paid minutes of one shift at every edge at which pay changes.

    Edges are those of differentials, local midnight, a change of the clock, and unpaid time. Paid
    breaks are none, nor are changes of activity that no differential looks at.

    Returns
    -------
    tuple of PaySegment
        In order of time; their minutes add up to `shift.paid_minutes`.

    Raises
    ------
    InputError
        If the shift belongs to no agent of the scenario.
    """
    paid = PayClock(scenario).paid_shift(shift, planned=True)
    rows: list[PaidPiece] = []
    for piece in paid.pieces:
        before = rows[-1] if rows else None
        if before is not None and _alike(before, piece):
            rows[-1] = PaidPiece(
                before.start, piece.end, piece.day, piece.offset, piece.premiums, None
            )
        else:
            rows.append(piece)
    return tuple(
        PaySegment(
            instant_of(row.start),
            instant_of(row.end),
            row.end - row.start,
            tuple(scenario.premiums[k].id for k in row.premiums),
        )
        for row in rows
    )


def _alike(before: PaidPiece, after: PaidPiece) -> bool:
    """Say whether no edge lies between two pieces."""
    same_clock = (before.day, before.offset) == (after.day, after.offset)
    return same_clock and before.end == after.start and before.premiums == after.premiums


def joined(pieces: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join spans, given in order of time, that follow each other without a gap."""
    spans: list[tuple[int, int]] = []
    for start, end in pieces:
        if spans and spans[-1][1] == start:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


class PayClock:
    """Cuts shifts into paid pieces; what many shifts share is worked out once.

    Shifts that began on the same date, of agents on the same clock and with the same holidays and
    differentials, share one timetable.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._agents = {agent.employee_id: agent for agent in scenario.agents}
        self._by_rate = depends_on_rate(scenario.premiums)
        self._by_began = any(p.began_window is not None for p in scenario.premiums)
        self._by_queue = any(p.queues is not None for p in scenario.premiums)
        self._holidays: dict[str | None, Holidays] = {}
        self._orders: dict[tuple[object, ...], tuple[int, ...]] = {}
        self._timetables: dict[tuple[object, ...], _Timetable] = {}

    def agent_of(self, shift: Shift) -> Agent:
        """Return the agent of a shift; `InputError` if the scenario has none."""
        agent = self._agents.get(shift.employee_id)
        if agent is None:
            raise InputError(
                f"shift {shift.shift_id!r} on {shift.business_date}: {shift.employee_id!r} is not "
                "an agent of the scenario"
            )
        return agent

    def holidays_of(self, agent: Agent) -> Holidays:
        """Return the holidays where an agent works."""
        if agent.jurisdiction not in self._holidays:
            self._holidays[agent.jurisdiction] = Holidays.of(self._scenario, agent)
        return self._holidays[agent.jurisdiction]

    def paid_shift(self, shift: Shift, *, planned: bool) -> PaidShift:
        """Return a shift cut where the date, the clock's offset or its differentials change."""
        agent = self.agent_of(shift)
        began = clock_of(shift.start, self._scenario.zone_of(agent))
        rate = base_rate(agent, began[0])
        last = minute_of(shift.end)
        tables: dict[str | None, _Timetable] = {}
        pieces: list[PaidPiece] = []
        for activity in shift.activities:
            if not activity.paid:
                continue
            queue = activity.queue if activity.code == "work" else None
            table = tables.get(queue)
            if table is None:
                order = self._order(agent, rate, began[1], queue)
                table = tables[queue] = self._timetable(agent, order, began[0], last)
            start, end = minute_of(activity.start), minute_of(activity.end)
            at = bisect_right(table.edges, start) - 1
            while start < end:
                day, offset, premiums = table.states[at]
                at += 1
                until = table.edges[at]
                if until > end:
                    until = end
                pieces.append(PaidPiece(start, until, day, offset, premiums, queue))
                start = until
        spans = tuple(joined([(piece.start, piece.end) for piece in pieces]))
        return PaidShift(shift, agent, rate, began, tuple(pieces), spans, planned)

    def _order(self, agent: Agent, rate: Decimal, clock: int, queue: str | None) -> tuple[int, ...]:
        """Return the differentials that a shift may earn on a queue, the winning ones first."""
        key = (
            agent.contract.id,
            agent.skills,
            rate if self._by_rate else None,
            clock if self._by_began else None,
            queue if self._by_queue else None,
        )
        if key not in self._orders:
            premiums = self._scenario.premiums
            self._orders[key] = tuple(
                k
                for k in precedence(premiums, rate)
                if open_to(premiums[k], agent)
                and clock_in(clock, premiums[k].began_window)
                and _on_queue(premiums[k].queues, queue)
            )
        return self._orders[key]

    def _timetable(
        self, agent: Agent, order: tuple[int, ...], began: date, last: int
    ) -> _Timetable:
        """Return what shifts that began on a date earn, at least up to minute `last`."""
        zone = self._scenario.zone_of(agent)
        key = (zone, agent.jurisdiction, order, began)
        known = self._timetables.get(key)
        if known is None or known.edges[-1] < last:
            days = max(_DAYS, (instant_of(last).date() - began).days + 2)
            holidays = self.holidays_of(agent)
            known = self._drawn_up(zone, holidays, order, began, days)
            self._timetables[key] = known
        return known

    def _drawn_up(
        self, zone: str, holidays: Holidays, order: tuple[int, ...], began: date, days: int
    ) -> _Timetable:
        first = minute_of(midnight(began, zone))
        count = minute_of(midnight(began + timedelta(days=days), zone)) - first
        minutes = local_minutes(first, count, zone)
        premiums = self._scenario.premiums
        met = met_in_time(premiums, minutes, holidays, began.toordinal())
        rows = np.vstack([minutes.day, minutes.offset, winners(premiums, met, order)])
        changes = np.flatnonzero((rows[:, 1:] != rows[:, :-1]).any(axis=0)) + 1
        edges = [0, *changes.tolist()]
        states = [
            (
                int(rows[0, k]),
                int(rows[1, k]),
                tuple(sorted(w for w in rows[2:, k].tolist() if w != NONE)),
            )
            for k in edges
        ]
        # The last edge is the end of what is known, so that a longer shift is noticed.
        return _Timetable([first + k for k in edges] + [first + count], [*states, states[-1]])


def _on_queue(queues: frozenset[str] | None, queue: str | None) -> bool:
    return queues is None or queue in queues
