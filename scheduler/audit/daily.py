"""The rule on daily hours."""

from __future__ import annotations

from collections.abc import Iterator

from .breach import Breach, breach
from .duties import Duty, Roster
from .wording import elapsed_minutes, minutes_text


def max_daily_minutes(roster: Roster) -> Iterator[Breach]:
    """Elapsed minutes of a shift less its unpaid breaks and events are at most so many."""
    for person in roster.people:
        most = person.rules.max_daily_minutes
        if most is None:
            continue
        for duty in person.planned:
            minutes = worked_minutes(duty)
            if minutes > most:
                yield breach(
                    person,
                    "max_daily_minutes",
                    duty.day,
                    minutes_text(minutes),
                    f"at most {minutes_text(most)}",
                    f"the shift has {minutes_text(minutes)} without its unpaid breaks and events; "
                    f"at most {most} are allowed.",
                )


def worked_minutes(duty: Duty) -> int:
    """Return elapsed minutes less those of unpaid breaks and unpaid events."""
    away, reached = 0, duty.start
    for row in duty.rows:
        if not row.paid and row.code.startswith(("break:", "event:")) and row.end > reached:
            away += elapsed_minutes(max(row.start, reached), row.end)
            reached = row.end
    return elapsed_minutes(duty.start, duty.end) - away
