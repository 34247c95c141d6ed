"""From the validated scenario.toml to the frozen types of the scenario."""

from __future__ import annotations

from fractions import Fraction
from math import prod

from ..calendar import parse_clock
from .build_pay import build_rates
from .build_rules import build_rules, build_work_rules
from .build_values import weekday_set, window
from .rule_types import WorkRules
from .spec import (
    DEFAULT_OVER_PRICE,
    DEFAULT_UNDER_PRICE,
    ContractSpec,
    QueueSpec,
    ScenarioSpec,
    ShiftSpec,
    ShrinkageSpec,
)
from .types import (
    BreakRule,
    Contract,
    Objective,
    OpeningHours,
    Queue,
    ShiftTemplate,
    ShrinkageCause,
    Transfer,
    UnderStep,
)


def build_causes(queue: QueueSpec, site: ShrinkageSpec) -> tuple[ShrinkageCause, ...]:
    """Return the causes of absence that concern a queue; none where it has a total of its own."""
    if queue.shrinkage is not None:
        return ()
    return tuple(
        ShrinkageCause(
            name=cause.name,
            share=cause.share,
            weekdays=None if cause.weekdays is None else weekday_set(list(cause.weekdays)),
            window=None if cause.window is None else window(cause.window),
            dates=None if cause.dates is None else frozenset(cause.dates),
        )
        for cause in site.causes
        if cause.queues is None or queue.id in cause.queues
    )


def _total(queue: QueueSpec, site: ShrinkageSpec, causes: tuple[ShrinkageCause, ...]) -> float:
    """Return the queue's shrinkage without regard to conditions."""
    if queue.shrinkage is not None:
        return queue.shrinkage
    if not causes:
        return site.unplanned or 0.0
    always = {
        cause.name: Fraction(repr(cause.share))
        for cause in causes
        if (cause.weekdays, cause.window, cause.dates) == (None, None, None)
    }
    return float(1 - prod((1 - share for share in always.values()), start=Fraction(1)))


def build_queue(queue: QueueSpec, shrinkage: ShrinkageSpec) -> Queue:
    """Return a queue; its own shrinkage goes before the site's."""
    causes = build_causes(queue, shrinkage)
    hours = tuple(
        OpeningHours(weekday_set(list(h.days)), parse_clock(h.open), parse_clock(h.close))
        for h in queue.hours
    )
    return Queue(
        id=queue.id,
        service_level=queue.service_level,
        within_s=queue.within_s,
        mean_wait_s=queue.mean_wait_s,
        max_occupancy=queue.max_occupancy,
        max_abandonment=queue.max_abandonment,
        patience_s=queue.patience_s,
        shrinkage=_total(queue, shrinkage, causes),
        minimum_staff=queue.minimum_staff,
        hard_minimum=queue.hard_minimum,
        hours=hours,
        closed_on_holidays=queue.closed_on_holidays,
        under_price=DEFAULT_UNDER_PRICE if queue.under_price is None else queue.under_price,
        over_price=DEFAULT_OVER_PRICE if queue.over_price is None else queue.over_price,
        causes=causes,
        self_service=queue.self_service,
        outsourced=queue.outsourced,
        transfers=tuple(Transfer(transfer.to, transfer.share) for transfer in queue.transfers),
        dispersion=queue.dispersion,
        confidence=queue.confidence,
        method=queue.method,
        target_over=queue.target_over,
        under_steps=tuple(UnderStep(step.missing, step.price) for step in queue.under_steps),
        value=queue.value,
        late_price=queue.late_price,
    )


def build_shift(shift: ShiftSpec, breaks: dict[str, BreakRule]) -> ShiftTemplate:
    """Return a shift template with its breaks."""
    start = parse_clock(shift.start)
    return ShiftTemplate(
        id=shift.id,
        kind=shift.kind,
        start_minutes=start,
        latest_start_minutes=start
        if shift.latest_start is None
        else parse_clock(shift.latest_start),
        step_minutes=shift.step_minutes,
        lengths_minutes=tuple(sorted(shift.lengths_minutes)),
        breaks=tuple(breaks[name] for name in shift.breaks),
        weekdays=weekday_set(list(shift.days)),
    )


def build_contract(contract: ContractSpec, kinds: frozenset[str], site: WorkRules) -> Contract:
    """Return a contract with its hours in whole minutes; its rules replace the site's."""
    allowed = kinds if contract.shift_kinds is None else frozenset(contract.shift_kinds)
    return Contract(
        id=contract.id,
        weekly_minutes=int(contract.weekly_hours * 60),
        min_weekly_minutes=int(contract.min_weekly_hours * 60),
        max_weekly_minutes=int(contract.max_weekly_hours * 60),
        overtime_percent=contract.overtime_percent,
        shift_kinds=allowed,
        rules=None if contract.rules is None else build_work_rules(contract.rules, site),
        rates=build_rates(contract.rates),
        on_cost_percent=contract.on_cost_percent,
    )


def build_queues(spec: ScenarioSpec) -> tuple[Queue, ...]:
    """Return the queues."""
    return tuple(build_queue(queue, spec.shrinkage) for queue in spec.queues)


def build_shifts(spec: ScenarioSpec) -> tuple[ShiftTemplate, ...]:
    """Return the shift templates."""
    breaks = {
        rule.id: BreakRule(
            id=rule.id,
            minutes=rule.minutes,
            paid=rule.paid,
            earliest_minutes=rule.earliest_minutes,
            latest_minutes=rule.latest_minutes,
        )
        for rule in spec.breaks
    }
    return tuple(build_shift(shift, breaks) for shift in spec.shifts)


def build_contracts(spec: ScenarioSpec) -> tuple[Contract, ...]:
    """Return the contracts."""
    kinds = frozenset(shift.kind for shift in spec.shifts)
    site = build_rules(spec).work
    return tuple(build_contract(contract, kinds, site) for contract in spec.contracts)


def build_objective(spec: ScenarioSpec) -> Objective:
    """Return the prices of wishes and of unfair shares."""
    prices = spec.objective
    return Objective(
        preference_price=prices.preference_price,
        fair_nights_price=prices.fair_nights_price,
        fair_weekends_price=prices.fair_weekends_price,
        fair_holidays_price=prices.fair_holidays_price,
        change_price=prices.change_price,
        fair_spread=prices.fair_spread,
    )
