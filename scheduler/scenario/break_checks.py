"""Whether the breaks of a shift can ever meet the rules on breaks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from .build_rules import build_break_duty
from .faults import FaultLog
from .rule_types import BreakDuty
from .spec import BreakSpec, ScenarioSpec
from .spec_reader import SpecSource
from .spec_rules import RulesSpec
from .toml_lines import Path


def check_break_duties(spec: ScenarioSpec, source: SpecSource, log: FaultLog) -> None:
    """Note a fault for every shift and length no placement of whose breaks meets the rules."""
    rules = spec.rules
    duties = [build_break_duty(duty) for duty in rules.break_duties]
    by_id = {rule.id: rule for rule in spec.breaks}
    for k, shift in enumerate(spec.shifts):
        if any(name not in by_id for name in shift.breaks):
            continue
        breaks = [by_id[name] for name in shift.breaks]
        for j, length in enumerate(shift.lengths_minutes):
            path: Path = ("shifts", k, "lengths_minutes", j)
            if not can_place(breaks, length, rules, None, []):
                continue  # the breaks do not fit at all, which is a fault of its own
            for words in _broken(breaks, length, rules, duties):
                message = f"the breaks of the shift {shift.id} of {length} minutes {words}"
                source.fault(log, path, message, length)


def _broken(
    breaks: Sequence[BreakSpec], length: int, rules: RulesSpec, duties: Sequence[BreakDuty]
) -> list[str]:
    """Return what no placement of the breaks meets: each rule alone, else all together."""
    words = [
        _shortfall(breaks, duty)
        for duty in duties
        if _applies(duty, breaks, length)
        and (
            sum(rule.minutes for rule in _counted(duty, breaks)) < duty.minutes
            or not can_place(breaks, length, rules, None, [duty])
        )
    ]
    most = rules.max_work_minutes
    if most is not None and not can_place(breaks, length, rules, most, []):
        words.append(
            f"always leave more than {most} minutes of work in a row (max_work_minutes, breaks of "
            f"{rules.break_block_minutes} minutes or more)"
        )
    applying = [duty for duty in duties if _applies(duty, breaks, length)]
    if not words and not can_place(breaks, length, rules, most, applying):
        words.append("cannot meet max_work_minutes and break_duties together")
    return words


def _shortfall(breaks: Sequence[BreakSpec], duty: BreakDuty) -> str:
    counted = sum(rule.minutes for rule in _counted(duty, breaks))
    unpaid = "unpaid " if duty.unpaid_only else ""
    words = (
        f"never meet the break duty of {duty.minutes} {unpaid}minutes over {duty.over_minutes} "
        f"minutes of work in blocks of {duty.block_minutes}: {counted} minutes count"
    )
    if duty.begin_by_minutes is not None:
        words += f", one of them by minute {duty.begin_by_minutes}"
    return words


def _counted(duty: BreakDuty, breaks: Sequence[BreakSpec]) -> list[BreakSpec]:
    return [
        rule
        for rule in breaks
        if rule.minutes >= duty.block_minutes and not (duty.unpaid_only and rule.paid)
    ]


def _applies(duty: BreakDuty, breaks: Sequence[BreakSpec], length: int) -> bool:
    """Say whether the working time of a shift exceeds what a duty allows without breaks."""
    worked = length - sum(rule.minutes for rule in _counted(duty, breaks))
    return worked > duty.over_minutes


def can_place(
    breaks: Sequence[BreakSpec],
    length: int,
    rules: RulesSpec,
    max_work: int | None,
    duties: Sequence[BreakDuty],
) -> bool:
    """Say whether the breaks, in order, can begin so that windows, spacing and limits hold.

    All conditions are lower or upper limits on a begin or on the distance of two, so the least
    begins that meet the lower limits are found by raising them until nothing changes; they
    fail an upper limit only where every placement does. (Bellman 1958, difference constraints.)

    Parameters
    ----------
    max_work : int or None
        Longest stretch between ends of the shift and breaks of `break_block_minutes`.
    duties : sequence of BreakDuty
        Those whose `begin_by_minutes` must hold.
    """
    least = [rule.earliest_minutes for rule in breaks]
    most = [min(rule.latest_minutes, length - rule.minutes) for rule in breaks]
    for duty in duties:
        if duty.begin_by_minutes is not None:
            first = next(iter(_counted(duty, breaks)), None)
            if first is None:
                return False
            k = list(breaks).index(first)
            most[k] = min(most[k], duty.begin_by_minutes)
    blocks = [k for k, rule in enumerate(breaks) if rule.minutes >= rules.break_block_minutes]
    if max_work is not None:
        if not blocks and length > max_work:
            return False
        for k in blocks[:1]:
            most[k] = min(most[k], max_work)
        for k in blocks[-1:]:
            least[k] = max(least[k], length - max_work - breaks[k].minutes)
    changed = True
    while changed:
        changed = False
        for k in range(1, len(breaks)):
            after = least[k - 1] + breaks[k - 1].minutes + rules.min_work_between_breaks_minutes
            changed |= _raise(least, k, after)
        if max_work is not None:
            for before, next_block in pairwise(blocks):
                needed = least[next_block] - max_work - breaks[before].minutes
                changed |= _raise(least, before, needed)
        if any(low > high for low, high in zip(least, most, strict=True)):
            return False
    return True


def _raise(values: list[int], k: int, to: int) -> bool:
    if to <= values[k]:
        return False
    values[k] = to
    return True
