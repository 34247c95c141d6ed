"""What the values of `[rules]` and `[contracts.rules]` must fulfil together."""

from __future__ import annotations

from .agents import ReadAgents
from .break_checks import check_break_duties
from .build_rules import build_rules, build_work_rules
from .build_values import window
from .faults import FaultLog, one_of
from .names import check_names, ids_of
from .rule_types import WorkRules
from .spec import ContractSpec, ScenarioSpec
from .spec_reader import ReadSpec, SpecSource
from .spec_rules import PricesSpec, WorkRulesSpec, is_on
from .toml_lines import Path

ANY_KIND = "any"
"""Stands for all kinds of shift in `kind_limits`."""

_DEPENDENT = (
    ("rest_after_nights_from", "rest_after_nights_minutes"),
    ("average_weeks", "max_average_weekly_minutes"),
    ("weekly_rest_weeks", "min_weekly_rest_minutes"),
    ("weekend_weeks", "max_weekends"),
    ("sunday_weeks", "max_sundays"),
)


def check_rules(read: ReadSpec, log: FaultLog) -> None:
    """Check the rules of the site and of each contract as far as they are valid."""
    spec, source = read.spec, read.source
    if spec is None:
        return
    kinds = ids_of(source, "shifts", "kind")
    site = WorkRules() if "rules" in read.stand_ins else build_rules(spec).work
    if "rules" not in read.stand_ins:
        _check_night(spec, source, log)
        _check_work(spec.rules, site, ("rules",), kinds, source, log)
        _check_without_effect(spec.rules, site, ("rules",), source, log)
        _check_lead_queues(spec, source, log)
        if "breaks" not in source.kept and "breaks" not in read.stand_ins:
            check_break_duties(spec, source, log)
    for k, contract in enumerate(spec.contracts):
        merged = site
        path: Path = ("contracts", k, "rules")
        if contract.rules is not None:
            merged = build_work_rules(contract.rules, site)
            _check_work(contract.rules, merged, path, kinds, source, log)
            _check_without_effect(contract.rules, merged, path, source, log)
        _check_lengths(spec, contract, k, merged, source, log)


def _check_night(spec: ScenarioSpec, source: SpecSource, log: FaultLog) -> None:
    start, end = window(spec.rules.night_window)
    lasts = (end - start) % 1440
    if spec.rules.night_minutes > lasts:
        message = f"must be at most {lasts}, the minutes of night_window: else no shift is a night"
        source.fault(log, ("rules", "night_minutes"), message, spec.rules.night_minutes)


def _check_work(
    given: WorkRulesSpec,
    merged: WorkRules,
    path: Path,
    kinds: frozenset[str],
    source: SpecSource,
    log: FaultLog,
) -> None:
    """Check values against each other; `merged` is what holds once the site's are filled in."""
    for least, most in (
        ("min_days_in_row", "max_days_in_row"),
        ("max_weekends", "weekend_weeks"),
        ("max_sundays", "sunday_weeks"),
        ("min_horizon_minutes", "max_horizon_minutes"),
    ):
        low, high = getattr(merged, least), getattr(merged, most)
        if low is not None and high is not None and low > high:
            name = least if least in given.model_fields_set else most
            word = "above" if name == least else "below"
            other = most if name == least else least
            message = f"must not be {word} {other}, {high if name == least else low}"
            if {least, most} & given.model_fields_set:
                source.fault(log, (*path, name), message, getattr(merged, name))
    for name in sorted(given.prices.model_fields_set & set(PricesSpec.model_fields)):
        price = getattr(given.prices, name)
        if price is not None and not is_on(name, getattr(merged, name)):
            message = f"the rule {name} is off, so its price has no effect; set the rule"
            source.fault(log, (*path, "prices", name), message, price)
    if "kind_limits" in given.model_fields_set:
        _check_kind_limits(given, path, kinds, source, log)
    if "forbidden_successions" in given.model_fields_set:
        _check_successions(given, path, kinds, source, log)


def _check_without_effect(
    given: WorkRulesSpec, merged: WorkRules, path: Path, source: SpecSource, log: FaultLog
) -> None:
    """A value that belongs to a rule which is off would be ignored without a word."""
    for name, rule in _DEPENDENT:
        if source.written((*path, name)) and getattr(merged, rule) is None:
            message = f"has no effect without {rule}; set that too, or leave this out"
            source.fault(log, (*path, name), message, getattr(given, name))


def _check_kind_limits(
    given: WorkRulesSpec, path: Path, kinds: frozenset[str], source: SpecSource, log: FaultLog
) -> None:
    seen: set[tuple[str, str]] = set()
    for k, limit in enumerate(given.kind_limits):
        where: Path = (*path, "kind_limits", k)
        if limit.kind != ANY_KIND and limit.kind not in kinds:
            message = f"no shift is of this kind; {one_of(limit.kind, kinds | {ANY_KIND})}"
            source.fault(log, (*where, "kind"), message, limit.kind)
        if (limit.kind, limit.over) in seen:
            message = f"the kind has another limit over the {limit.over}; write one"
            source.fault(log, (*where, "kind"), message, limit.kind)
        seen.add((limit.kind, limit.over))
        if limit.most is None and not limit.least:
            source.fault(log, where, "give least, most or both", limit.kind)
        if limit.most is not None and limit.least > limit.most:
            message = f"must not be above most, {limit.most}"
            source.fault(log, (*where, "least"), message, limit.least)
        if limit.over == "week" and limit.least > 7:
            message = "must be at most 7: a week has seven dates"
            source.fault(log, (*where, "least"), message, limit.least)


def _check_successions(
    given: WorkRulesSpec, path: Path, kinds: frozenset[str], source: SpecSource, log: FaultLog
) -> None:
    seen: set[tuple[str, str]] = set()
    for k, item in enumerate(given.forbidden_successions):
        where: Path = (*path, "forbidden_successions", k)
        for name in ("before", "after"):
            kind = getattr(item, name)
            if kind not in kinds:
                message = f"no shift is of this kind; {one_of(kind, kinds)}"
                source.fault(log, (*where, name), message, kind)
        if (item.before, item.after) in seen:
            shown = f"{item.before}, then {item.after}"
            source.fault(log, where, "the succession stands twice", shown)
        seen.add((item.before, item.after))


def _check_lead_queues(spec: ScenarioSpec, source: SpecSource, log: FaultLog) -> None:
    queues = ids_of(source, "queues")
    for k, duty in enumerate(spec.rules.leads):
        path: Path = ("rules", "leads", k, "queues")
        check_names(duty.queues, queues, "queue", path, source, log)


def check_leads(read: ReadSpec, agents: ReadAgents, log: FaultLog) -> None:
    """A hard duty must not ask for more leads than there are."""
    if read.spec is None or "rules" in read.stand_ins or not agents.rows:
        return
    leads = sum(row.lead for row in agents.rows)
    for k, duty in enumerate(read.spec.rules.leads):
        if duty.price is None and duty.minimum > leads:
            marked = {0: "no agent", 1: "only one agent"}.get(leads, f"only {leads} agents")
            message = f"{agents.file} marks {marked} as lead; mark more or add a price"
            read.source.fault(log, ("rules", "leads", k, "minimum"), message, duty.minimum)


def _check_lengths(
    spec: ScenarioSpec,
    contract: ContractSpec,
    k: int,
    rules: WorkRules,
    source: SpecSource,
    log: FaultLog,
) -> None:
    """Some shift that the contract allows must stay within the daily limit."""
    most = rules.max_daily_minutes
    if most is None:
        return
    unpaid = {rule.id: 0 if rule.paid else rule.minutes for rule in spec.breaks}
    worked: dict[str, int] = {
        shift.id: min(shift.lengths_minutes) - sum(unpaid.get(name, 0) for name in shift.breaks)
        for shift in spec.shifts
        if contract.shift_kinds is None or shift.kind in contract.shift_kinds
    }
    if worked and min(worked.values()) > most:
        own = contract.rules is not None and "max_daily_minutes" in contract.rules.model_fields_set
        path: Path = ("contracts", k, "rules") if own else ("rules",)
        name = min(worked, key=lambda shift: worked[shift])
        message = (
            f"is below every shift that the contract {contract.id} allows: the shortest, {name}, "
            f"has {worked[name]} minutes without unpaid breaks"
        )
        source.fault(log, (*path, "max_daily_minutes"), message, most)
