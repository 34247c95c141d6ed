"""What the functions of the Python interface are called with, checked."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from pathlib import Path

from .errors import InputError
from .plan import Plan
from .scenario.types import Scenario, Shift


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


def check_options(time_limit: float, gap: float, seed: int) -> None:
    """Refuse options of a search that are out of range.

    Raises
    ------
    InputError
        Says which one, and what is allowed.
    """
    if not (isfinite(time_limit) and time_limit > 0):
        raise InputError(f"time_limit {time_limit}: must be a number of seconds above 0")
    if not (isfinite(gap) and gap >= 0):
        raise InputError(f"gap {gap}: must be a fraction from 0")
    if not 0 <= seed < 2**31:
        raise InputError(f"seed {seed}: must lie between 0 and {2**31 - 1}")


def _is_repair(given: object) -> bool:
    """Say whether it is a `Replanned`, whose module would load the solvers."""
    return isinstance(getattr(given, "plan", None), Plan)


def _shown(given: object) -> str:
    """Return the type of a value, and of text and numbers the value."""
    kind = type(given).__name__
    if given is None:
        return kind
    return f"{kind} {given!r:.80}" if isinstance(given, str | Path | int | float) else kind
