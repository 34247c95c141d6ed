"""Scenarios: a folder of plain files in, one frozen and faultless `Scenario` out."""

from .bare import scenario_from_files
from .bought_file import read_bought
from .new_forecast import with_forecast
from .reader import find_faults, load_scenario, read_schedule
from .schema import json_schema

__all__ = [
    "find_faults",
    "json_schema",
    "load_scenario",
    "read_bought",
    "read_schedule",
    "scenario_from_files",
    "with_forecast",
]
