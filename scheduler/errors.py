"""The exception tree.

::

    StaffwrightError                 root: everything Staffwright raises on purpose
    ├── InputError                   what the user gave cannot be used (exit code 2)
    │   └── ScenarioError            a scenario with faults; `.faults` lists all of them
    ├── ModelError                   arguments outside a mathematical model's domain
    └── SolverError                  a solver broke down (never: "infeasible")
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..models.errors import ModelError, StaffwrightError

__all__ = [
    "Fault",
    "InputError",
    "ModelError",
    "ScenarioError",
    "SolverError",
    "StaffwrightError",
]


@dataclass(frozen=True, order=True)
class Fault:
    """One fault of the input: where it stands, what is there, what is allowed.

    Attributes
    ----------
    file : str
        File name inside the scenario folder.
    line : int or None
        One-based line in the file; None where the whole file is meant.
    column : str or None
        Column name (tables) or dotted key (TOML).
    value : str or None
        The value found, as text; None where something is missing.
    message : str
        What is wrong and what is allowed, in one sentence.
    stands_for : int
        Faults that this one counts: more than one where the rest are not listed.
    """

    file: str
    line: int | None
    column: str | None
    value: str | None
    message: str
    stands_for: int = 1

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        column = "" if self.column is None else f" [{self.column}]"
        value = "" if self.value is None else f" {self.value!r}:"
        return f"{place}{column}{value} {self.message}"


class InputError(StaffwrightError):
    """What the user gave cannot be used."""


class ScenarioError(InputError):
    """A scenario with faults.

    Attributes
    ----------
    faults : tuple of Fault
        Every fault found, in order of file and line.
    """

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class SolverError(StaffwrightError):
    """A solver broke down."""
