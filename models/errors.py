"""The root of the exception tree and the error of the mathematical models.

They live below `scheduler` because dependencies flow from there to here;
`staffwright.scheduler.errors` shows the whole tree.
"""

from __future__ import annotations


class StaffwrightError(Exception):
    """Root of all errors that Staffwright raises on purpose."""


class ModelError(StaffwrightError, ValueError):
    """An argument lies outside the domain of a mathematical model."""
