"""What the values of scenario.toml must fulfil together."""

from __future__ import annotations

from ..calendar import parse_clock
from .faults import FaultLog, one_of
from .horizon import check_carry_out, check_clock_changes
from .names import check_ids
from .pay_checks import check_pay
from .rule_checks import check_rules
from .spec import MAX_DAYS, BreakSpec, ScenarioSpec
from .spec_reader import ReadSpec, SpecSource
from .toml_lines import Path


def check_spec(read: ReadSpec, zone: str | None, log: FaultLog, *, with_agents: bool) -> None:
    """Check sections against each other, as far as they are valid each for itself."""
    spec, source = read.spec, read.source
    if spec is None:
        return
    if "horizon" not in read.stand_ins:
        if with_agents and spec.horizon.days > MAX_DAYS:
            message = f"a plan covers at most {MAX_DAYS} days"
            source.fault(log, ("horizon", "days"), message, spec.horizon.days)
        if zone is not None:
            check_clock_changes(spec, source, zone, log)
            check_carry_out(spec, source, zone, log)
    for section in ("queues", "breaks", "shifts", "contracts"):
        check_ids(getattr(spec, section), (section,), source, log)
    _check_queues(spec, source, log, horizon_is_sure="horizon" not in read.stand_ins)
    _check_breaks(spec, source, log)
    _check_shifts(read, log)
    _check_contracts(read, log)
    check_rules(read, log)
    check_pay(read, log)


def _check_queues(
    spec: ScenarioSpec, source: SpecSource, log: FaultLog, *, horizon_is_sure: bool
) -> None:
    interval = spec.horizon.interval_minutes
    for k, queue in enumerate(spec.queues):
        for given, other in (("service_level", "within_s"), ("within_s", "service_level")):
            value = getattr(queue, given)
            if value is not None and getattr(queue, other) is None:
                source.fault(log, ("queues", k, given), f"needs {other} beside it", value)
        for j, hours in enumerate(queue.hours):
            path: Path = ("queues", k, "hours", j)
            opens, closes = parse_clock(hours.open), parse_clock(hours.close)
            if opens >= closes:
                message = f"must be after open, {hours.open}; split hours that pass midnight"
                source.fault(log, (*path, "close"), message, hours.close)
            for name, minutes in (("open", opens), ("close", closes)):
                if horizon_is_sure and minutes % interval:
                    message = f"must lie on an interval of {interval} minutes"
                    source.fault(log, (*path, name), message, getattr(hours, name))


def _check_breaks(spec: ScenarioSpec, source: SpecSource, log: FaultLog) -> None:
    for k, rule in enumerate(spec.breaks):
        if rule.latest_minutes < rule.earliest_minutes:
            message = f"must not be below earliest_minutes, {rule.earliest_minutes}"
            source.fault(log, ("breaks", k, "latest_minutes"), message, rule.latest_minutes)


def _check_shifts(read: ReadSpec, log: FaultLog) -> None:
    spec, source = read.spec, read.source
    if spec is None:
        return
    breaks = {rule.id: rule for rule in spec.breaks}
    breaks_are_sure = "breaks" not in source.kept and "breaks" not in read.stand_ins
    for k, shift in enumerate(spec.shifts):
        path: Path = ("shifts", k)
        _check_starts(spec, source, k, log)
        if len(set(shift.lengths_minutes)) < len(shift.lengths_minutes):
            lengths = shift.lengths_minutes
            source.fault(log, (*path, "lengths_minutes"), "a length stands twice", str(lengths))
        unknown = False
        for j, name in enumerate(shift.breaks):
            where: Path = (*path, "breaks", j)
            if name in shift.breaks[:j]:
                source.fault(log, where, "the break stands twice in the shift", name)
            if name not in breaks:
                unknown = True
                if breaks_are_sure:
                    source.fault(log, where, f"unknown break; {one_of(name, breaks)}", name)
        if not unknown:
            _check_breaks_fit(spec, source, k, [breaks[name] for name in shift.breaks], log)


def _check_starts(spec: ScenarioSpec, source: SpecSource, k: int, log: FaultLog) -> None:
    shift = spec.shifts[k]
    first = parse_clock(shift.start)
    last = first if shift.latest_start is None else parse_clock(shift.latest_start)
    if first == 1440:
        source.fault(log, ("shifts", k, "start"), "must be before 24:00; write 00:00", shift.start)
    if last < first:
        message = f"must not be before start, {shift.start}; split starts that pass midnight"
        source.fault(log, ("shifts", k, "latest_start"), message, shift.latest_start)
    elif last == 1440 and first < 1440:
        message = "must be before 24:00, which is 00:00 of the next date"
        source.fault(log, ("shifts", k, "latest_start"), message, shift.latest_start)
    elif (last - first) % shift.step_minutes:
        message = (
            f"is not reached from {shift.start} in steps of {shift.step_minutes} minutes; "
            "change it or step_minutes"
        )
        source.fault(log, ("shifts", k, "latest_start"), message, shift.latest_start)


def _check_breaks_fit(
    spec: ScenarioSpec, source: SpecSource, k: int, rules: list[BreakSpec], log: FaultLog
) -> None:
    """The breaks in order, each as early as it may be, must fit into every length."""
    between = spec.rules.min_work_between_breaks_minutes
    for length in spec.shifts[k].lengths_minutes:
        free_from = 0
        for j, rule in enumerate(rules):
            begin = max(rule.earliest_minutes, free_from)
            path: Path = ("shifts", k, "breaks", j)
            if begin + rule.minutes > length:
                message = (
                    f"cannot end inside a shift of {length} minutes: it begins {begin} minutes "
                    f"after the start at the earliest and lasts {rule.minutes}"
                )
                source.fault(log, path, message, rule.id)
                return
            if begin > rule.latest_minutes:
                message = (
                    f"must begin by minute {rule.latest_minutes} but cannot before minute {begin}, "
                    f"{between} minutes of work after the break before it"
                )
                source.fault(log, path, message, rule.id)
                return
            free_from = begin + rule.minutes + between


def _check_contracts(read: ReadSpec, log: FaultLog) -> None:
    spec, source = read.spec, read.source
    if spec is None:
        return
    kinds = {shift.kind for shift in spec.shifts}
    kinds_are_sure = "shifts" not in source.kept
    for k, contract in enumerate(spec.contracts):
        path: Path = ("contracts", k)
        if contract.min_weekly_hours > contract.max_weekly_hours:
            message = f"must not be above max_weekly_hours, {contract.max_weekly_hours}"
            value = contract.min_weekly_hours
            source.fault(log, (*path, "min_weekly_hours"), message, value)
        if contract.weekly_hours > contract.max_weekly_hours:
            message = f"must not be below weekly_hours, {contract.weekly_hours}"
            value = contract.max_weekly_hours
            source.fault(log, (*path, "max_weekly_hours"), message, value)
        for j, kind in enumerate(contract.shift_kinds or ()):
            if kind not in kinds and kinds_are_sure:
                message = f"no shift is of this kind; {one_of(kind, kinds)}"
                source.fault(log, (*path, "shift_kinds", j), message, kind)
