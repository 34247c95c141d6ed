"""Rules on the shape of a shift: rows that agree, queues the agent knows, a template."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..results import Violation
from ..scenario.types import Activity, Scenario, Shift
from .duties import Roster, positive_rows, zones_of
from .templates import misfit
from .wording import (
    broken,
    clock_text,
    elapsed_minutes,
    local_date,
    minutes_text,
    span_text,
)

WORK_CODES = ("work", "shift")


def hours_agree(scenario: Scenario, shifts: Sequence[Shift]) -> Iterator[Violation]:
    """Activities of a shift follow each other without gap or overlap.

    A row also has a positive length in whole minutes and an activity code that exists, work is
    paid, and the shift begins on its business date.
    """
    zones = zones_of(scenario)
    for shift in shifts:
        zone = zones.get(shift.employee_id, scenario.zone)
        yield from _rows_without_sense(zone, shift)
        rows = positive_rows(shift)
        if rows:
            yield from _gaps_and_overlaps(zone, shift, rows)
            yield from _wrong_date(zone, shift, rows)


def skills(roster: Roster) -> Iterator[Violation]:
    """The queue of every `work` row is one of the agent's skills."""
    queues = roster.scenario.queue_index()
    for agent, planned, _ in roster.agents():
        allowed = ", ".join(sorted(agent.skills)) or "no queue"
        for duty in planned:
            served = {row.queue for row in duty.rows if row.code == "work" and row.queue}
            for queue in sorted(served - agent.skills):
                reason = "which is none of the agent's skills"
                if queue not in queues:
                    reason = "which the scenario does not have"
                yield broken(
                    "skills",
                    agent.employee_id,
                    duty.day,
                    queue,
                    allowed,
                    f"the shift works on queue {queue!r}, {reason} ({allowed}).",
                )


def shift_template(roster: Roster) -> Iterator[Violation]:
    """A shift is one of the templates of a kind its contract allows.

    Weekday, start on the template's step and length on the wall clock must fit, and the shift
    begins inside the horizon. Locked shifts are exempt. A person the scenario does not know has
    no contract and so no template.
    """
    for duty in roster.strangers:
        yield broken(
            "shift_template",
            duty.employee_id,
            duty.day,
            f"employee {duty.employee_id!r}",
            "an employee of the scenario",
            f"employee {duty.employee_id!r} is not in the scenario; the shift counts for nothing.",
        )
    first, last = roster.days[0], roster.days[-1]
    for agent, planned, _ in roster.agents():
        zone = roster.scenario.zone_of(agent)
        for duty in planned:
            if not first <= duty.day <= last:
                span = span_text(zone, duty.start, duty.end)
                yield broken(
                    "shift_template",
                    agent.employee_id,
                    duty.day,
                    f"begins on {duty.day}",
                    f"{first} to {last}",
                    f"the shift {span} begins outside the horizon, {first} to {last}.",
                )
            elif not roster.locked_as(duty):
                reason = misfit(roster, duty, agent.contract)
                if reason is not None:
                    measured, allowed, sentence = reason
                    span = span_text(zone, duty.start, duty.end)
                    yield broken(
                        "shift_template",
                        agent.employee_id,
                        duty.day,
                        measured,
                        allowed,
                        f"the shift {span} {sentence}",
                    )


def _rows_without_sense(zone: str, shift: Shift) -> Iterator[Violation]:
    rule, who, day = "hours_agree", shift.employee_id, shift.business_date
    if not shift.activities:
        sentence = f"the shift {shift.shift_id!r} has no activities."
        yield broken(rule, who, day, "0 activities", "at least 1 activity", sentence)
    for row in shift.activities:
        if not _suspect(row):
            continue
        name = f"activity {row.code!r} {span_text(zone, row.start, row.end)}"
        if row.start >= row.end:
            length = minutes_text(elapsed_minutes(row.start, row.end))
            sentence = f"{name} does not end after it starts."
            yield broken(rule, who, day, length, "more than 0 minutes", sentence)
        for instant in (row.start, row.end):
            if instant.second or instant.microsecond:
                at = clock_text(zone, instant)
                sentence = f"{name} is not in whole minutes: {at}."
                yield broken(rule, who, day, at, "whole minutes", sentence)
        if not _known(row.code):
            allowed = "work, break:<id>, event:<id> or shift"
            sentence = f"{name} has an unknown code; {allowed} are allowed."
            yield broken(rule, who, day, row.code, allowed, sentence)
        elif row.code in WORK_CODES and not row.paid:
            yield broken(rule, who, day, "not paid", "paid", f"{name} is not paid.")


def _known(code: str) -> bool:
    return code in WORK_CODES or code.startswith(("break:", "event:"))


def _suspect(row: Activity) -> bool:
    """Say whether anything is wrong with a row; sentences are written only then."""
    in_minutes = not any(i.second or i.microsecond for i in (row.start, row.end))
    unpaid_work = row.code in WORK_CODES and not row.paid
    return row.start >= row.end or not in_minutes or not _known(row.code) or unpaid_work


def _gaps_and_overlaps(zone: str, shift: Shift, rows: Sequence[Activity]) -> Iterator[Violation]:
    end = rows[0].end
    for row in rows[1:]:
        if row.start != end:
            kind = "gap" if row.start > end else "overlap"
            until = row.start if row.start > end else min(end, row.end)
            since = end if row.start > end else row.start
            sentence = f"activities leave {_article(kind)} {kind} {span_text(zone, since, until)}."
            yield broken(
                "hours_agree",
                shift.employee_id,
                shift.business_date,
                f"{minutes_text(elapsed_minutes(since, until))} of {kind}",
                "no gap and no overlap",
                sentence,
            )
        end = max(end, row.end)


def _article(noun: str) -> str:
    return "an" if noun[0] in "aeiou" else "a"


def _wrong_date(zone: str, shift: Shift, rows: Sequence[Activity]) -> Iterator[Violation]:
    began = local_date(zone, rows[0].start)
    if began != shift.business_date:
        yield broken(
            "hours_agree",
            shift.employee_id,
            shift.business_date,
            shift.business_date.isoformat(),
            began.isoformat(),
            f"the shift begins on {began}, which is not its business date.",
        )
