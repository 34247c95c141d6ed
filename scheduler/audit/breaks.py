"""The rule on breaks: which, in what order, when, how long and how far apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ..results import Violation
from ..scenario.types import BreakRule, Contract, ShiftTemplate
from .duties import Duty, Roster, TakenBreak
from .templates import candidates, fits
from .wording import broken, elapsed_minutes, minutes_text

Fault = tuple[str, str, str]  # measured, allowed, sentence


def breaks(roster: Roster) -> Iterator[Violation]:
    """The template's breaks, each once and in order, inside their windows and far enough apart.

    Each begins within its window (elapsed minutes after the start of the shift), has its length
    and pay, ends inside the shift, and leaves `min_work_between_breaks_minutes` to the next.
    Locked shifts whose activities are given are exempt, and so are those that are no template's.
    Where several templates fit the shift and its id names none of them, the one with the fewest
    faults is meant.
    """
    least = roster.scenario.rules.min_work_between_breaks_minutes
    for agent, planned, _ in roster.agents():
        for duty in planned:
            taken = duty.breaks
            readings = [
                [
                    *_which(taken, template.breaks),
                    *_when(duty, taken, template.breaks),
                    *_spacing(taken, least),
                ]
                for template in _templates(roster, duty, agent.contract)
            ]
            for measured, allowed, sentence in min(readings, key=len, default=[]):
                yield broken("breaks", duty.employee_id, duty.day, measured, allowed, sentence)


def _templates(roster: Roster, duty: Duty, contract: Contract) -> list[ShiftTemplate]:
    """Return the templates whose breaks a duty may have."""
    locked = roster.locked_as(duty)
    if locked is None:
        return candidates(roster, duty, contract)
    if any(row.code != "shift" for row in locked.activities):
        return []
    template = roster.templates.get(locked.shift_id)
    return [template] if template is not None and fits(duty, template) else []


def _which(taken: Sequence[TakenBreak], wanted: Sequence[BreakRule]) -> Iterator[Fault]:
    """Each of the template's breaks is taken once and in order, and no other."""
    names = [rule.id for rule in wanted]
    order = [one.id for one in taken]
    allowed = ", ".join(names) or "no breaks"
    for name in names:
        if name not in order:
            yield "missing", allowed, f"break {name!r} is missing."
    for name in dict.fromkeys(order):
        count = order.count(name)
        if name not in names:
            yield name, allowed, f"break {name!r} is not one of the template's ({allowed})."
        elif count > 1:
            yield f"{count} times", "once", f"break {name!r} is taken {count} times, not once."
    seen = [name for name in dict.fromkeys(order) if name in names]
    if seen != [name for name in names if name in seen]:
        text = ", ".join(seen)
        yield text, allowed, f"breaks are taken in the order {text}; the order is {allowed}."


def _when(duty: Duty, taken: Sequence[TakenBreak], wanted: Sequence[BreakRule]) -> Iterator[Fault]:
    """A break has its length and pay, begins in its window and ends inside the shift."""
    rules = {rule.id: rule for rule in wanted}
    for one in taken:
        rule = rules.get(one.id)
        if rule is None:
            continue
        length, after = elapsed_minutes(one.start, one.end), elapsed_minutes(duty.start, one.start)
        if length != rule.minutes:
            right = minutes_text(rule.minutes)
            yield (
                minutes_text(length),
                right,
                f"{one.label} lasts {minutes_text(length)}, not {right}.",
            )
        if not rule.earliest_minutes <= after <= rule.latest_minutes:
            window = f"{rule.earliest_minutes} to {rule.latest_minutes} minutes"
            yield (
                minutes_text(after),
                window,
                f"{one.label} begins {minutes_text(after)} after the start of the shift; "
                f"{window} are allowed.",
            )
        if one.paid != rule.paid:
            given, right = (("unpaid", "paid")[flag] for flag in (one.paid, rule.paid))
            yield given, right, f"{one.label} is {given}, not {right}."


def _spacing(taken: Sequence[TakenBreak], least: int) -> Iterator[Fault]:
    """Enough minutes lie between the end of a break and the start of the next."""
    for before, after in pairwise(taken):
        gap = elapsed_minutes(before.end, after.start)
        if gap < least:
            yield (
                minutes_text(gap),
                f"at least {minutes_text(least)}",
                f"{minutes_text(gap)} between the end of break {before.id!r} and {after.label}; "
                f"at least {least} are required.",
            )
