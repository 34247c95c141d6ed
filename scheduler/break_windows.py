"""Where the breaks of a shift may lie, in slots: windows narrowed until every choice is legal."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from .scenario.rule_types import BreakDuty, Rules
from .scenario.types import ShiftTemplate


@dataclass(frozen=True)
class BreakWindow:
    """A break of a shift: first and last slot at which it may begin, and its length."""

    code: str
    first: int
    last: int
    slots: int
    paid: bool


@dataclass
class _Span:
    """A window while it is narrowed; `minutes` is the length as the scenario gives it."""

    first: int
    last: int
    slots: int
    minutes: int
    paid: bool


def break_windows(
    template: ShiftTemplate, start: int, end: int, slot_minutes: int, rules: Rules
) -> tuple[BreakWindow, ...] | None:
    """Return the break windows of a shift; None where its breaks cannot all be taken.

    Windows are narrowed by order and spacing, and by `max_work_minutes` and `break_duties` until
    any choice inside them keeps these. Narrowing one window for the sake of another may drop some
    legal pairs; what is left is all legal.

    Parameters
    ----------
    start, end : int
        First slot of the shift, and the slot after its last.
    """
    gap = -(-rules.min_work_between_breaks_minutes // slot_minutes)
    spans = []
    for rule in template.breaks:
        slots = -(-rule.minutes // slot_minutes)
        first = start + -(-rule.earliest_minutes // slot_minutes)
        last = min(start + rule.latest_minutes // slot_minutes, end - slots)
        spans.append(_Span(first, last, slots, rule.minutes, rule.paid))
    if not _duties_met(spans, (end - start) * slot_minutes, rules.break_duties):
        return None
    for duty in rules.break_duties:
        _begin_by(spans, duty, start, (end - start) * slot_minutes, slot_minutes)
    if rules.max_work_minutes is not None and not _work_limited(
        [s for s in spans if s.minutes >= rules.break_block_minutes],
        start,
        end,
        rules.max_work_minutes // slot_minutes,
    ):
        return None
    _space(spans, gap)
    if any(s.first > s.last for s in spans):
        return None
    return tuple(
        BreakWindow(f"break:{rule.id}", s.first, s.last, s.slots, s.paid)
        for rule, s in zip(template.breaks, spans, strict=True)
    )


def _space(spans: list[_Span], gap: int) -> None:
    """Narrow windows by the order of breaks and the work between them."""
    for before, after in pairwise(spans):
        after.first = max(after.first, before.first + before.slots + gap)
    for after, before in pairwise(reversed(spans)):
        before.last = min(before.last, after.last - gap - before.slots)


def _counted(spans: list[_Span], duty: BreakDuty) -> list[_Span]:
    return [
        s for s in spans if s.minutes >= duty.block_minutes and not (duty.unpaid_only and s.paid)
    ]


def _applies(spans: list[_Span], duty: BreakDuty, elapsed: int) -> bool:
    """Say whether working time exceeds the duty's threshold."""
    breaks = sum(s.minutes for s in spans if s.minutes >= duty.block_minutes)
    return elapsed - breaks > duty.over_minutes


def _duties_met(spans: list[_Span], elapsed: int, duties: tuple[BreakDuty, ...]) -> bool:
    """Say whether the breaks add up to what every duty asks."""
    return all(
        sum(s.minutes for s in _counted(spans, duty)) >= duty.minutes
        for duty in duties
        if _applies(spans, duty, elapsed)
    )


def _begin_by(
    spans: list[_Span], duty: BreakDuty, start: int, elapsed: int, slot_minutes: int
) -> None:
    """Have the first break that can keep the duty's latest begin keep it."""
    if duty.begin_by_minutes is None or not _applies(spans, duty, elapsed):
        return
    latest = start + duty.begin_by_minutes // slot_minutes
    counted = _counted(spans, duty)
    if any(s.last <= latest for s in counted):
        return
    able = [s for s in counted if s.first <= latest]
    if able:
        able[0].last = latest
    elif counted:
        counted[0].last = counted[0].first - 1  # none can: the shift is not offered


def _work_limited(spans: list[_Span], start: int, end: int, most: int) -> bool:
    """Narrow windows so that no stretch without a break exceeds `most` slots."""
    if not spans:
        return end - start <= most
    spans[0].last = min(spans[0].last, start + most)
    final = spans[-1]
    final.first = max(final.first, end - most - final.slots)
    for after, before in pairwise(reversed(spans)):
        reach = before.slots + most
        before.first = max(before.first, min(before.last, after.last - reach))
        after.last = min(after.last, before.first + reach)
    return all(s.first <= s.last for s in spans)
