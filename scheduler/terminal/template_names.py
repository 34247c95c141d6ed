"""Names of the templates of `staffwright init`."""

from __future__ import annotations

DEFAULT_TEMPLATE = "day_desk"

TEMPLATES = {
    "day_desk": "staffwright.scheduler.templates",
    "night_desk": "staffwright.scheduler.templates",
    "corner_shop": "staffwright.instances",
    "harbour_line": "staffwright.instances",
}
"""By name the package that has it."""
