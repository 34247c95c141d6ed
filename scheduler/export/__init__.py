"""The plan folder: tables, calendars, plan.json, run.json and the report."""

from ..formats import DEFAULT_FORMATS, FORMATS
from .documents import audit_json, plan_json
from .folder import check_plan_folder, save_plan
from .plan_frames import plan_frames
from .schemas import SCHEMAS, published_schema
from .table_files import write_expected_service, write_hours, write_requirements
from .tables import (
    coverage_table,
    expected_service_table,
    hours_table,
    requirements_table,
    schedule_table,
)

__all__ = [
    "DEFAULT_FORMATS",
    "FORMATS",
    "SCHEMAS",
    "audit_json",
    "check_plan_folder",
    "coverage_table",
    "expected_service_table",
    "hours_table",
    "plan_frames",
    "plan_json",
    "published_schema",
    "requirements_table",
    "save_plan",
    "schedule_table",
    "write_expected_service",
    "write_hours",
    "write_requirements",
]
