"""Rules on absence: no shift in leave, none where the agent is unavailable."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from ..results import Violation
from .duties import Roster
from .wording import broken, elapsed_minutes, minutes_text, span_text

# Employee, start, end, and how the sentence names the span.
Absence = tuple[str, datetime, datetime, str]


def time_off(roster: Roster) -> Iterator[Violation]:
    """No minute of a shift lies in leave."""
    leaves = [(t.employee_id, t.start, t.end, f"{t.kind} leave") for t in roster.scenario.time_off]
    yield from _clashes(roster, "time_off", leaves)


def availability(roster: Roster) -> Iterator[Violation]:
    """No minute of a shift lies where the agent is unavailable."""
    spans = [
        (u.employee_id, u.start, u.end, "a time of unavailability")
        for u in roster.scenario.unavailable
    ]
    yield from _clashes(roster, "availability", spans)


def _clashes(roster: Roster, rule: str, absences: Iterable[Absence]) -> Iterator[Violation]:
    by_agent: dict[str, list[Absence]] = defaultdict(list)
    for absence in absences:
        by_agent[absence[0]].append(absence)
    for agent, planned, _ in roster.agents():
        zone = roster.scenario.zone_of(agent)
        for duty in planned:
            for _, start, end, name in by_agent[agent.employee_id]:
                since, until = max(start, duty.start), min(end, duty.end)
                if since < until:
                    # A span below a minute, which only odd seconds make, still counts as one.
                    shared = minutes_text(max(1, elapsed_minutes(since, until)))
                    sentence = (
                        f"the shift {span_text(zone, duty.start, duty.end)} has {shared} in "
                        f"{name}, {span_text(zone, start, end)}."
                    )
                    yield broken(rule, agent.employee_id, duty.day, shared, "0 minutes", sentence)
