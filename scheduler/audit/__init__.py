"""An independent check of a schedule: rules, costs and coverage, from scenario and rows alone."""

from .auditor import audit_schedule

__all__ = ["audit_schedule"]
