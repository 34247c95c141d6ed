"""Calling the command line in this process."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from staffwright import cli


@dataclass(frozen=True)
class Outcome:
    """Exit code and what was printed."""

    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


def exit_code(patch: pytest.MonkeyPatch, *arguments: object) -> int:
    """Run a command line and return its exit code."""
    patch.setattr(sys, "argv", ["staffwright", *map(str, arguments)])
    try:
        cli.main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0
