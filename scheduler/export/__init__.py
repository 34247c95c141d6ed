"""The plan folder: tables, calendars, plan.json, run.json and the report."""

from .documents import audit_json, plan_json, plan_schema
from .folder import save_plan
from .table_files import write_expected_service, write_requirements
from .tables import (
    coverage_table,
    expected_service_table,
    hours_table,
    requirements_table,
    schedule_table,
)

__all__ = [
    "audit_json",
    "coverage_table",
    "expected_service_table",
    "hours_table",
    "plan_json",
    "plan_schema",
    "requirements_table",
    "save_plan",
    "schedule_table",
    "write_expected_service",
    "write_requirements",
]
