"""The formats in which a plan folder can be written."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec

from .errors import InputError

FORMATS = ("csv", "html", "ics", "json", "parquet", "xlsx")
"""Tables as CSV, report, calendars, roster.json, tables as Parquet, workbook."""

DEFAULT_FORMATS = ("csv", "html", "ics")
"""What is written unless formats are given."""

WORKBOOK = "plan.xlsx"
"""Name of the workbook in a plan folder."""


def check_formats(formats: Iterable[str]) -> frozenset[str]:
    """Return formats as a set.

    Raises
    ------
    InputError
        If one is unknown, or if the extra that it needs is not installed.
    """
    given = [formats] if isinstance(formats, str) else list(formats)
    for name in given:
        if name not in FORMATS:
            raise InputError(f"format {name!r}: must be one of {', '.join(FORMATS)}")
    if "xlsx" in given and find_spec("xlsxwriter") is None:
        raise InputError(
            "format 'xlsx' needs the extra: pip install 'staffwright[excel]', in a clone '.[excel]'"
        )
    return frozenset(given)
