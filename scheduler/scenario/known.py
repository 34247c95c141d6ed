"""What the tables may refer to, as far as scenario.toml says it.

Tables are read even where scenario.toml has faults, so that all faults come at once. What a
fault hides is None here and is not checked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from ..calendar import midnight, parse_clock, to_utc
from ..errors import InputError
from .holiday_dates import site_jurisdiction
from .spec_reader import ReadSpec


@dataclass(frozen=True)
class Known:
    """Names, clock and horizon for the readers of tables.

    Attributes
    ----------
    zone : str
        IANA zone; UTC where the scenario's is not usable.
    zone_is_sure : bool
        Whether `zone` is the scenario's.
    currency : str or None
        The scenario's currency.
    jurisdiction : str or None
        Country and subdivision of the site's holidays.
    zones : mapping
        Zones of agents whose clock is not the site's, by employee id, once they are read.
    queues, contracts : frozenset of str or None
        Ids, those of faulty tables included.
    shifts : frozenset of str or None
        Shift ids and kinds.
    first_day : date or None
        First local date.
    days : int
        Days of the horizon.
    interval_minutes : int or None
        Length of a forecast interval.
    start, end, demand_end : datetime or None
        The horizon in UTC; `demand_end` includes the carry-out.
    """

    zone: str = "UTC"
    zone_is_sure: bool = True
    currency: str | None = None
    jurisdiction: str | None = None
    zones: Mapping[str, str] = field(default_factory=dict)
    queues: frozenset[str] | None = None
    contracts: frozenset[str] | None = None
    shifts: frozenset[str] | None = None
    first_day: date | None = None
    days: int = 0
    interval_minutes: int | None = None
    start: datetime | None = None
    end: datetime | None = None
    demand_end: datetime | None = None

    def zone_of(self, employee_id: str) -> str:
        """Return the zone of an agent's clock, the site's where it has none of its own."""
        return self.zones.get(employee_id, self.zone)

    def dates(self, before: int = 0, after: int = 0) -> tuple[date, ...]:
        """Return the horizon's dates, and some before and after; empty where unknown."""
        if self.first_day is None:
            return ()
        return tuple(self.first_day + timedelta(days=d) for d in range(-before, self.days + after))


def known_from(read: ReadSpec, zone: str | None) -> Known:
    """Return what is known of a specification.

    Parameters
    ----------
    read : ReadSpec
        The specification as far as it could be read.
    zone : str or None
        Its time zone where that exists.
    """
    raw = read.source.raw
    spec = read.spec
    horizon = None if spec is None or "horizon" in read.stand_ins else spec.horizon
    start = end = demand_end = None
    if horizon is not None and zone is not None:
        last = horizon.start + timedelta(days=horizon.days)
        start, end = midnight(horizon.start, zone), midnight(last, zone)
        demand_end = end
        if horizon.carry_out != "00:00":
            local = datetime(last.year, last.month, last.day)
            try:
                carried = local + timedelta(minutes=parse_clock(horizon.carry_out))
                demand_end = to_utc(carried, zone)
            except InputError:
                demand_end = end  # a fault of scenario.toml, noted there
    return Known(
        zone=zone or "UTC",
        zone_is_sure=zone is not None,
        currency=spec.site.currency if spec and "site" not in read.stand_ins else None,
        jurisdiction=site_jurisdiction(spec.holidays) if spec else None,
        queues=_ids(raw, "queues", "id"),
        contracts=_ids(raw, "contracts", "id"),
        shifts=_ids(raw, "shifts", "id", "kind"),
        first_day=horizon.start if horizon else None,
        days=horizon.days if horizon else 0,
        interval_minutes=horizon.interval_minutes if horizon else None,
        start=start,
        end=end,
        demand_end=demand_end,
    )


def _ids(raw: dict[str, object], section: str, *keys: str) -> frozenset[str] | None:
    items = raw.get(section)
    if not isinstance(items, list) or not items:
        return None
    found: set[str] = set()
    for item in items:
        for key in keys:
            value = item.get(key) if isinstance(item, dict) else None
            if not isinstance(value, str):
                return None
            found.add(value)
    return frozenset(found)
