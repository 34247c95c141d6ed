"""Every rule of docs/rules.md, by its id there, with the function that checks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ..results import Violation
from .absence import availability, time_off
from .averages import max_average_weekly_minutes, max_horizon_minutes, min_horizon_minutes
from .breach import Breach
from .break_duties import break_duties, max_work_minutes
from .breaks import breaks
from .daily import max_daily_minutes
from .duties import Roster
from .events_and_locks import events, locked
from .forbidden import forbidden_shifts
from .hours import weekly_max, weekly_min
from .kinds import kind_limits
from .leads import leads
from .nights import max_nights_in_row, rest_after_nights_minutes
from .rest_and_runs import (
    max_days_in_row,
    min_days_in_row,
    min_days_off_in_row,
    one_shift_per_day,
    rest,
)
from .rotation import forbidden_successions, max_backward_minutes, max_start_change_minutes
from .shape import shift_template, skills
from .weekends import max_sundays, max_weekends, whole_weekends
from .weekly_rest import min_weekly_rest_minutes

# `hours_agree`, which reads the raw rows and not the roster, comes last in docs/rules.md too;
# the auditor adds it.
HARD_RULES: Mapping[str, Callable[[Roster], Iterator[Violation]]] = {
    "one_shift_per_day": one_shift_per_day,
    "rest": rest,
    "weekly_max": weekly_max,
    "weekly_min": weekly_min,
    "time_off": time_off,
    "availability": availability,
    "skills": skills,
    "shift_template": shift_template,
    "breaks": breaks,
    "locked": locked,
    "events": events,
}

RULES_WITH_FORM: Mapping[str, Callable[[Roster], Iterator[Breach]]] = {
    "max_days_in_row": max_days_in_row,
    "min_days_in_row": min_days_in_row,
    "min_days_off_in_row": min_days_off_in_row,
    "max_nights_in_row": max_nights_in_row,
    "rest_after_nights_minutes": rest_after_nights_minutes,
    "max_daily_minutes": max_daily_minutes,
    "max_average_weekly_minutes": max_average_weekly_minutes,
    "max_horizon_minutes": max_horizon_minutes,
    "min_horizon_minutes": min_horizon_minutes,
    "min_weekly_rest_minutes": min_weekly_rest_minutes,
    "max_weekends": max_weekends,
    "max_sundays": max_sundays,
    "whole_weekends": whole_weekends,
    "max_backward_minutes": max_backward_minutes,
    "max_start_change_minutes": max_start_change_minutes,
    "kind_limits": kind_limits,
    "forbidden_successions": forbidden_successions,
    "forbidden_shifts": forbidden_shifts,
    "max_work_minutes": max_work_minutes,
    "break_duties": break_duties,
    "leads": leads,
}
