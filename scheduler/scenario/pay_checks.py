"""What the values of `[pay]` and the rates of contracts must fulfil together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from .faults import FaultLog, one_of
from .names import check_ids, check_names, ids_of
from .spec import ContractSpec, ScenarioSpec
from .spec_pay import AllowanceSpec, PremiumSpec
from .spec_reader import ReadSpec, SpecSource
from .toml_lines import Path

RESERVED_CODES = ("base", "minimum", "overtime", "overtime_credit")
"""Pay codes that premiums and allowances must not take, in any case."""


def check_pay(read: ReadSpec, log: FaultLog) -> None:
    """Check what is paid, as far as it is valid."""
    spec, source = read.spec, read.source
    if spec is None:
        return
    for k, contract in enumerate(spec.contracts):
        _check_rates(contract, ("contracts", k, "rates"), source, log)
    if "pay" in read.stand_ins:
        return
    pay = spec.pay
    check_ids(pay.premiums, ("pay", "premiums"), source, log)
    check_ids(pay.allowances, ("pay", "allowances"), source, log)
    check_ids(pay.bonuses, ("pay", "bonuses"), source, log)
    contracts, queues = ids_of(source, "contracts"), ids_of(source, "queues")
    for k, premium in enumerate(pay.premiums):
        path: Path = ("pay", "premiums", k)
        _check_code(premium, path, source, log)
        _check_premium(premium, path, source, log)
        check_names(premium.contracts, contracts, "contract", (*path, "contracts"), source, log)
        check_names(premium.skills, queues, "skill", (*path, "skills"), source, log)
        check_names(premium.queues, queues, "queue", (*path, "queues"), source, log)
    _check_capitals(pay.premiums, "premiums", source, log)
    _check_capitals(pay.allowances, "allowances", source, log)
    codes = {premium.id.upper() for premium in pay.premiums}
    for k, allowance in enumerate(pay.allowances):
        path = ("pay", "allowances", k)
        _check_code(allowance, path, source, log)
        if allowance.id.upper() in codes:
            message = "is a premium's id; ids must differ, by more than capitals"
            source.fault(log, (*path, "id"), message, allowance.id)
        check_names(allowance.contracts, contracts, "contract", (*path, "contracts"), source, log)
    _check_overtime(spec, source, log)
    _check_bonuses(spec, queues, source, log)


def _check_code(
    item: PremiumSpec | AllowanceSpec, path: Path, source: SpecSource, log: FaultLog
) -> None:
    if item.id.casefold() in RESERVED_CODES:
        source.fault(log, (*path, "id"), "is a pay code of its own; choose another id", item.id)


def _check_capitals(
    items: Sequence[PremiumSpec | AllowanceSpec],
    section: str,
    source: SpecSource,
    log: FaultLog,
) -> None:
    """Ids in capitals are pay codes, so that two ids must differ by more than capitals."""
    seen: dict[str, str] = {}
    for k, item in enumerate(items):
        first = seen.setdefault(item.id.upper(), item.id)
        if first != item.id:
            message = f"has the pay code of {first!r}; ids must differ by more than capitals"
            source.fault(log, ("pay", section, k, "id"), message, item.id)


def _check_premium(premium: PremiumSpec, path: Path, source: SpecSource, log: FaultLog) -> None:
    if premium.percent is None and premium.amount is None:
        source.fault(log, path, "give percent or amount", premium.id)
    if premium.percent is not None and premium.amount is not None:
        message = "give percent or amount, not both; two premiums add up"
        source.fault(log, (*path, "amount"), message, premium.amount)
    if premium.carry_until is not None and not (premium.weekdays or premium.holidays):
        message = "needs weekdays or holidays = true: only a day's premium can be carried"
        source.fault(log, (*path, "carry_until"), message, premium.carry_until)


def _check_overtime(spec: ScenarioSpec, source: SpecSource, log: FaultLog) -> None:
    overtime = spec.pay.overtime
    for name, longest in (("weekly", 10_080), ("daily", 1500), ("seventh_day", 1500)):
        tiers = getattr(overtime, name)
        for k, tier in enumerate(tiers):
            if tier.over_minutes > longest:
                path: Path = ("pay", "overtime", name, k, "over_minutes")
                source.fault(log, path, f"must be at most {longest}", tier.over_minutes)
        for k, (before, after) in enumerate(pairwise(tiers), start=1):
            path = ("pay", "overtime", name, k)
            if after.over_minutes <= before.over_minutes:
                message = f"must be above {before.over_minutes}: tiers rise"
                source.fault(log, (*path, "over_minutes"), message, after.over_minutes)
            if after.percent <= before.percent:
                message = f"must be above {before.percent}: tiers rise"
                source.fault(log, (*path, "percent"), message, after.percent)


def _check_bonuses(
    spec: ScenarioSpec, queues: frozenset[str], source: SpecSource, log: FaultLog
) -> None:
    for k, bonus in enumerate(spec.pay.bonuses):
        path: Path = ("pay", "bonuses", k)
        if bonus.queue not in queues:
            message = f"unknown queue; {one_of(bonus.queue, queues)}"
            source.fault(log, (*path, "queue"), message, bonus.queue)
        if bonus.per == "hour" and bonus.share is not None:
            message = 'belongs to per = "contact": hours have no share of success'
            source.fault(log, (*path, "share"), message, bonus.share)


def _check_rates(contract: ContractSpec, path: Path, source: SpecSource, log: FaultLog) -> None:
    seen: set[tuple[object, int]] = set()
    for k, rate in enumerate(contract.rates):
        if (rate.start, rate.service_years) in seen:
            since = "" if rate.start is None else f" from {rate.start}"
            message = f"another rate holds{since} after {rate.service_years} years of service"
            source.fault(log, (*path, k), message, rate.rate)
        seen.add((rate.start, rate.service_years))


def weekly_tier_notes(spec: ScenarioSpec) -> tuple[str, ...]:
    """Say which contracts' `overtime_percent` has no effect beside weekly tiers."""
    named = [c.id for c in spec.contracts if c.overtime_percent]
    if not spec.pay.overtime.weekly or not named:
        return ()
    return (
        "pay: overtime has weekly tiers, so overtime_percent does not count for the contracts "
        f"{', '.join(named)}.",
    )
