"""The tables of a plan as polars frames, with the columns of their CSV files.

Times are text: RFC 3339 with the site's local offset at that instant. Figures that come out of
floating point are rounded to six decimals; money and hours are decimals.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import polars as pl

from ..calendar import Grid
from ..expected_service import ExpectedService
from ..pay_regular_rate import is_excluded
from ..payroll import minor_unit_exponent
from ..payroll_lines import BASE
from ..plan import PayLine, Plan, Requirement
from ..scenario.types import Activity, Scenario, Shift

_PLACES = 6
# Money of up to 18 digits before the point still fits a 38-digit decimal.
_MOST_PLACES = 20
_HOURS = Decimal("0.0001")


def requirements_table(requirement: Requirement) -> pl.DataFrame:
    """Return the agents needed, a row per queue and interval.

    Columns ``queue, interval_start, offered_load`` (erlangs), ``required, scheduled, model,
    binding_target``.
    """
    intervals = requirement.required.shape[1]
    return pl.DataFrame(
        {
            **_queue_and_interval(requirement),
            "offered_load": _figures(requirement.offered_load),
            "required": _counts(requirement.required),
            "scheduled": _counts(requirement.scheduled),
            "model": [model for model in requirement.model for _ in range(intervals)],
            "binding_target": [Requirement.BINDING[int(k)] for k in requirement.binding.ravel()],
        },
        schema_overrides={"queue": pl.String, "model": pl.String, "binding_target": pl.String},
    )


def expected_service_table(expected: ExpectedService) -> pl.DataFrame:
    """Return what given agents give, a row per queue and interval.

    Columns ``queue, interval_start, volume, offered_load`` (erlangs), ``agents, present`` (after
    unplanned absence), ``service_level, mean_wait_s, occupancy, abandonment, carried_load``
    (erlangs); null where there is nothing to measure. An endless wait is ``inf``.
    """
    agents = np.where(expected.open, expected.agents, 0)
    return pl.DataFrame(
        {
            **_queue_and_interval(expected),
            "volume": _figures(expected.volume),
            "offered_load": _figures(expected.offered_load),
            "agents": _counts(agents),
            "present": _figures(expected.present),
            "service_level": _figures(expected.service_level),
            "mean_wait_s": _figures(expected.mean_wait_s),
            "occupancy": _figures(expected.occupancy),
            "abandonment": _figures(expected.abandonment),
            "carried_load": _figures(expected.carried_load),
        },
        schema_overrides={"queue": pl.String},
    )


def coverage_table(plan: Plan) -> pl.DataFrame:
    """Return agents present against the requirement, a row per queue and interval.

    Columns ``queue, interval_start, required, scheduled, covered, under, over, service_level``;
    the last is null where there is no volume or no such target.
    """
    requirement, coverage = plan.requirement, plan.audit.coverage
    return pl.DataFrame(
        {
            **_queue_and_interval(requirement),
            "required": _counts(requirement.required),
            "scheduled": _counts(requirement.scheduled),
            "covered": _figures(coverage.covered),
            "under": _figures(coverage.under),
            "over": _figures(coverage.over),
            "service_level": _figures(coverage.service_level),
        },
        schema_overrides={"queue": pl.String},
    )


def schedule_table(plan: Plan) -> pl.DataFrame:
    """Return the roster, a row per activity, by employee and time.

    Columns ``employee_id, shift_id, business_date, activity_code, start, end, paid, work, queue,
    locked``; `queue` is null where none is served.
    """
    zone = ZoneInfo(plan.scenario.zone)
    rows = [
        _schedule_row(shift, activity, zone)
        for shift in in_order(plan.shifts)
        for activity in shift.activities
    ]
    text, truth = pl.String, pl.Boolean
    schema = {
        "employee_id": text,
        "shift_id": text,
        "business_date": text,
        "activity_code": text,
        "start": text,
        "end": text,
        "paid": truth,
        "work": truth,
        "queue": text,
        "locked": truth,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def hours_table(scenario: Scenario, lines: Sequence[PayLine]) -> pl.DataFrame:
    """Return what is paid, a row per pay line, in the columns of the long payroll format.

    The columns that say what a scenario does not know (company code, batch, cost centre) are
    null. `in_regular_rate` and `ot_creditable` say whether a line counts towards the FLSA regular
    rate and whether overtime is reduced by it; null where overtime is paid on the base rate.
    `hours` is rounded to four decimals; the minutes are those between `start` and `end`.
    """
    includable, creditable = _regular_rate_codes(scenario)
    codes = [line.pay_code for line in lines]
    rates = [line.rate for line in lines]
    multipliers = [line.multiplier for line in lines]
    amounts = [line.amount for line in lines]
    hours = [
        (Decimal(line.minutes) / 60).quantize(_HOURS, rounding=ROUND_HALF_UP) for line in lines
    ]
    unknown = pl.Series([None] * len(lines), dtype=pl.String)
    return pl.DataFrame(
        {
            "company_code": unknown,
            "batch_id": unknown,
            "employee_id": _text([line.employee_id for line in lines]),
            "workweek_start": _text([line.workweek_start for line in lines]),
            "work_date": _text([line.work_date for line in lines]),
            "shift_id": _text([line.shift_id for line in lines]),
            "start": _text([line.start for line in lines]),
            "end": _text([line.end for line in lines]),
            "pay_code": _text([line.pay_code for line in lines]),
            "rate_type": _text([line.rate_type for line in lines]),
            "hours": decimals(hours, 4),
            "rate": decimals(rates, 2),
            "multiplier": decimals(multipliers, 2),
            "amount": decimals(amounts, minor_unit_exponent(scenario.currency)),
            "cost_center": unknown,
            "in_regular_rate": _truths(codes, includable),
            "ot_creditable": _truths(codes, creditable),
        }
    )


def _regular_rate_codes(scenario: Scenario) -> tuple[set[str] | None, set[str] | None]:
    """Return the pay codes in the FLSA regular rate, and those credited; None where none is."""
    if not scenario.pay.overtime.regular_rate:
        return None, None
    credited = {premium.id.upper() for premium in scenario.premiums if is_excluded(premium)}
    included = {premium.id.upper() for premium in scenario.premiums} - credited
    allowances = {allowance.id.upper() for allowance in scenario.pay.allowances}
    return {BASE} | included | allowances, credited


def _truths(codes: Sequence[str], true_for: set[str] | None) -> pl.Series:
    values = [None if true_for is None else code in true_for for code in codes]
    return pl.Series(values, dtype=pl.Boolean)


def in_order(shifts: Sequence[Shift]) -> list[Shift]:
    """Return shifts by employee and start, the order of every file."""
    return sorted(shifts, key=lambda shift: (shift.employee_id, shift.start))


def rfc3339(instant: datetime, zone: ZoneInfo) -> str:
    """Return an instant as local time with its offset: ``2026-03-29T03:00:00+02:00``."""
    return instant.astimezone(zone).isoformat(timespec="seconds")


def _schedule_row(
    shift: Shift, activity: Activity, zone: ZoneInfo
) -> tuple[str | bool | None, ...]:
    return (
        shift.employee_id,
        shift.shift_id,
        shift.business_date.isoformat(),
        activity.code,
        rfc3339(activity.start, zone),
        rfc3339(activity.end, zone),
        activity.paid,
        activity.work,
        activity.queue,
        shift.locked,
    )


def _queue_and_interval(table: Requirement | ExpectedService) -> dict[str, list[str]]:
    """Return the two key columns, queue by queue."""
    starts = _interval_starts(table.grid, table.volume.shape[1])
    return {
        "queue": [queue for queue in table.queues for _ in starts],
        "interval_start": starts * len(table.queues),
    }


def _interval_starts(grid: Grid, intervals: int) -> list[str]:
    zone = ZoneInfo(grid.zone)
    slots = range(0, intervals * grid.slots_per_interval, grid.slots_per_interval)
    return [rfc3339(grid.instant(slot), zone) for slot in slots]


def _figures(values: npt.NDArray[np.float64]) -> pl.Series:
    """Flatten queue by queue, rounded; NaN becomes null and minus nought becomes nought."""
    rounded = np.round(values.ravel().astype(np.float64), _PLACES) + 0.0
    return pl.Series(rounded, dtype=pl.Float64, nan_to_null=True)


def _counts(values: npt.NDArray[np.int64]) -> pl.Series:
    return pl.Series(values.ravel(), dtype=pl.Int64)


def _text(values: Sequence[str]) -> pl.Series:
    return pl.Series(values, dtype=pl.String)


def decimals(values: Sequence[Decimal], least: int) -> pl.Series:
    """Return exact decimals with as many places as the longest needs, `least` to 20."""
    places = min(_MOST_PLACES, max([least, *(_places(value) for value in values)]))
    unit = Decimal(1).scaleb(-places)
    rounded = [value.quantize(unit, rounding=ROUND_HALF_UP) for value in values]
    return pl.Series(rounded, dtype=pl.Decimal(38, places))


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
