"""Kinds of shift as numbers."""

from __future__ import annotations

from .scenario.types import Scenario


def kind_numbers(scenario: Scenario) -> dict[str, int]:
    """Return the number of every kind of shift, in the order of the templates."""
    kinds = list(dict.fromkeys(template.kind for template in scenario.shifts))
    return {kind: k for k, kind in enumerate(kinds)}
