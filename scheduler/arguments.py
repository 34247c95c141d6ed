"""What the functions of the Python interface are called with, checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from math import isfinite
from numbers import Real
from operator import index
from pathlib import Path
from typing import SupportsIndex, TypeGuard

from .errors import InputError
from .plan import Plan
from .scenario.types import Scenario, Shift

_WITH_ROSTER = ("audit", "replan")
"""Functions that take a roster after the scenario."""


def check_scenario(given: object, function: str) -> None:
    """Refuse what is no scenario.

    Raises
    ------
    InputError
        Says what was given, and how a scenario is made of it.
    """
    if isinstance(given, Scenario):
        return
    hint = ""
    if isinstance(given, str | Path):
        hint = f"; a path is read by Scenario.load({str(given)!r})"
    elif isinstance(given, Plan) or _is_repair(given):
        its = ".scenario" if isinstance(given, Plan) else ".plan.scenario"
        hint = f"; take its {its}"
        if function in _WITH_ROSTER:
            hint = "; the scenario comes first, then the roster"
    elif hasattr(given, "collect_schema") or hasattr(given, "columns"):
        hint = "; data frames become one by Scenario.from_frames"
    raise InputError(f"{function}: scenario must be a Scenario, not {_shown(given)}{hint}")


def check_roster(given: object, function: str) -> None:
    """Refuse what is no roster in any form.

    Raises
    ------
    InputError
        Says what was given, and which forms there are.
    """
    if isinstance(given, Plan | str | Path):
        return
    if isinstance(given, Sequence):
        other = next((item for item in given if not isinstance(item, Shift)), None)
        if other is None:
            return
        raise InputError(f"{function}: a roster's shifts must be Shift, not {_shown(other)}")
    # asked first, since a lazy frame warns where its columns are asked for
    if hasattr(given, "collect_schema") or hasattr(given, "columns"):
        return
    hint = "; take its .plan" if _is_repair(given) else ""
    raise InputError(
        f"{function}: roster must be a Plan, a path of a plan folder or schedule, a data frame, or "
        f"a list of Shift, not {_shown(given)}{hint}"
    )


def check_folder(given: object, function: str) -> None:
    """Refuse what is no path.

    Raises
    ------
    InputError
        Says what was given.
    """
    if not isinstance(given, str | Path):
        raise InputError(f"{function}: folder must be a path, not {_shown(given)}")


def check_options(time_limit: object, gap: object, seed: object) -> None:
    """Refuse options of a search that are no numbers or out of range.

    Raises
    ------
    InputError
        Says which one, and what is allowed.
    """
    if not (_is_number(time_limit) and isfinite(time_limit) and time_limit > 0):
        raise InputError(f"time_limit {time_limit!r}: must be a number of seconds above 0")
    if not (_is_number(gap) and isfinite(gap) and gap >= 0):
        raise InputError(f"gap {gap!r}: must be a fraction from 0")
    if not (_is_number(seed) and isinstance(seed, SupportsIndex) and 0 <= index(seed) < 2**31):
        raise InputError(f"seed {seed!r}: must be a whole number between 0 and {2**31 - 1}")


def price_of_changes(given: object) -> Decimal | None:
    """Return the price of a changed shift; None takes the scenario's.

    Raises
    ------
    InputError
        If it is no number.
    """
    if given is None:
        return None
    if isinstance(given, Decimal) and given.is_finite():
        return given
    if not (_is_number(given) and isfinite(given)):
        raise InputError(f"change_price {given!r}: must be a number, or None for the scenario's")
    return Decimal(str(given if isinstance(given, int) else float(given)))


def time_text(since: object) -> str:
    """Return the time of a repair as text.

    Raises
    ------
    InputError
        If it is neither a time nor text.
    """
    if isinstance(since, datetime):
        return since.isoformat()
    if isinstance(since, str):
        return since
    raise InputError(
        f"since {since!r}: must be a datetime, or text such as '2026-03-25 07:40', not "
        f"{type(since).__name__}"
    )


def absent_items(given: object) -> tuple[str, ...]:
    """Return who is absent as texts; one text is one item.

    Raises
    ------
    InputError
        If it is neither text nor texts.
    """
    items = (given,) if isinstance(given, str) or not isinstance(given, Iterable) else (*given,)
    for item in items:
        if not isinstance(item, str):
            raise InputError(
                "absent: must be a list of texts such as 'E17' or 'E17:2026-03-25', not "
                f"{_shown(item)}"
            )
    return items


def _is_number(given: object) -> TypeGuard[float]:
    """Say whether it is a number, of numpy too; a truth value is none."""
    return isinstance(given, Real) and not isinstance(given, bool)


def _is_repair(given: object) -> bool:
    """Say whether it is a `Replanned`, whose module would load the solvers."""
    return isinstance(getattr(given, "plan", None), Plan)


def _shown(given: object) -> str:
    """Return the type of a value, and of text and numbers the value."""
    kind = type(given).__name__
    if given is None:
        return kind
    return f"{kind} {given!r:.80}" if isinstance(given, str | Path | int | float) else kind
