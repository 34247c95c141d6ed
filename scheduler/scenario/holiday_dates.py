"""Public holidays, own holidays and half-day holidays around the horizon."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

import holidays

from ..calendar import parse_clock
from .faults import FaultLog, one_of
from .spec import HolidaysSpec
from .spec_reader import SpecSource
from .toml_lines import Path

DAYS_BEFORE, DAYS_AFTER = 2, 3
"""Days before and after the horizon whose holidays are known."""


@dataclass(frozen=True)
class Holidays:
    """Holidays around the horizon.

    Attributes
    ----------
    site : frozenset of date
        Of the site.
    half : dict
        Dates that are holidays from a clock minute on, everywhere.
    others : dict
        Of other jurisdictions, by their code.
    """

    site: frozenset[date] = frozenset()
    half: dict[date, int] = field(default_factory=dict)
    others: dict[str, frozenset[date]] = field(default_factory=dict)


def site_jurisdiction(spec: HolidaysSpec) -> str | None:
    """Return the code of the site, such as ``DE-BB``; None where no country is given."""
    if spec.country is None or spec.subdivision is None:
        return spec.country
    return f"{spec.country}-{spec.subdivision}"


def jurisdiction_fault(code: str) -> str | None:
    """Return what is wrong with a code ``country[-subdivision]``, None where nothing is."""
    country, separator, subdivision = code.partition("-")
    supported = _supported()
    if country not in supported:
        return f"unknown country; {one_of(country, supported)}"
    if separator and subdivision not in supported[country]:
        return f"unknown subdivision of {country}; {one_of(subdivision, supported[country])}"
    return None


def find_holidays(
    spec: HolidaysSpec,
    first_day: date,
    days: int,
    jurisdictions: Iterable[str],
    source: SpecSource,
    log: FaultLog,
) -> Holidays:
    """Return the holidays from two days before the horizon to three after it.

    Parameters
    ----------
    jurisdictions : iterable of str
        Codes that agents name, without faults. The own holidays of the site count there too.
    """
    wanted = [first_day + timedelta(days=d) for d in range(-DAYS_BEFORE, days + DAYS_AFTER)]
    own = frozenset(spec.extra) & frozenset(wanted)
    site = site_jurisdiction(spec)
    public: frozenset[date] = frozenset()
    if _site_is_known(spec, source, log) and site is not None:
        public = _public(site, wanted, spec.observed)
    return Holidays(
        site=own | public,
        half=_half_days(spec, wanted, source, log),
        others={
            code: own | _public(code, wanted, spec.observed) for code in sorted(set(jurisdictions))
        },
    )


def _site_is_known(spec: HolidaysSpec, source: SpecSource, log: FaultLog) -> bool:
    """Note faults of country and subdivision."""
    if spec.country is None:
        if spec.subdivision is not None:
            path: Path = ("holidays", "subdivision")
            source.fault(log, path, "needs holidays.country", spec.subdivision)
        return False
    message = jurisdiction_fault(site_jurisdiction(spec) or "")
    if message is not None:
        key = "country" if message.startswith("unknown country") else "subdivision"
        source.fault(log, ("holidays", key), message, getattr(spec, key))
    return message is None


def _half_days(
    spec: HolidaysSpec, wanted: list[date], source: SpecSource, log: FaultLog
) -> dict[date, int]:
    half: dict[date, int] = {}
    seen: set[date | str] = set()
    for k, item in enumerate(spec.half_days):
        path: Path = ("holidays", "half_days", k)
        minutes = parse_clock(item.from_)
        if item.date in seen:
            source.fault(log, (*path, "date"), "the date stands twice", item.date)
        seen.add(item.date)
        if not 0 < minutes < 1440:
            message = "must lie between 00:01 and 23:59; a whole holiday belongs into extra"
            source.fault(log, (*path, "from"), message, item.from_)
        for day in wanted:
            if item.date == day or item.date == day.strftime("%m-%d"):
                # of a date and a month-day for the same date the earlier clock time counts
                half[day] = min(minutes, half.get(day, minutes))
    return half


@lru_cache(maxsize=1)
def _supported() -> dict[str, list[str]]:
    return holidays.list_supported_countries()


def _public(code: str, wanted: list[date], observed: bool) -> frozenset[date]:
    country, _, subdivision = code.partition("-")
    # a holiday may be kept in the year before
    years = range(wanted[0].year - 1, wanted[-1].year + 2)
    public = holidays.country_holidays(
        country, subdiv=subdivision or None, years=years, observed=observed
    )
    return frozenset(day for day in wanted if day in public)
