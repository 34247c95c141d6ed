"""roster.json: the shifts of a plan for programs."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from pydantic import Field

from ..plan import Plan
from ..scenario.types import Activity, Shift, TimeOff
from .documents import Document, document_text
from .tables import in_order, rfc3339


class ActivityDocument(Document):
    """A span of a shift; times are RFC 3339 with the site's offset."""

    activity_code: str = Field(description="work, break:<id>, event:<id> or shift")
    start: str
    end: str
    paid: bool
    work: bool
    queue: str | None = Field(description="the queue served")


class ShiftDocument(Document):
    """One agent's shift."""

    employee_id: str
    shift_id: str
    business_date: date = Field(description="date on the agent's clock on which it begins")
    start: str
    end: str
    paid_minutes: int
    locked: bool
    activities: list[ActivityDocument] = Field(min_length=1)


class BoughtSpanDocument(Document):
    """A part of a block that is bought, on one queue; parts of one block have its number."""

    pool: str
    block: int
    queue: str | None
    start: str
    end: str
    agents: int


class AbsenceDocument(Document):
    """Leave that a repair made of an absence; `paid_minutes` were rostered and are lost."""

    employee_id: str
    start: str
    end: str
    kind: str
    paid_minutes: int


class RosterDocument(Document):
    """What roster.json holds: every shift, by employee and start, what is bought, absences."""

    schema_version: int = 1
    site: str
    time_zone: str = Field(description="IANA zone")
    shifts: list[ShiftDocument]
    bought_cover: list[BoughtSpanDocument]
    absences: list[AbsenceDocument] = Field(description="that the plan was repaired for")


def roster_json(plan: Plan) -> str:
    """Return the text of roster.json."""
    zone = ZoneInfo(plan.scenario.zone)
    return document_text(
        RosterDocument(
            site=plan.scenario.name,
            time_zone=plan.scenario.zone,
            shifts=[_shift(shift, zone) for shift in in_order(plan.shifts)],
            bought_cover=[
                BoughtSpanDocument(
                    pool=block.pool,
                    block=number,
                    queue=span.queue,
                    start=rfc3339(span.start, zone),
                    end=rfc3339(span.end, zone),
                    agents=block.agents,
                )
                for number, block in enumerate(plan.bought, 1)
                for span in block.spans
            ],
            absences=[_absence(leave, zone) for leave in plan.absences],
        )
    )


def _shift(shift: Shift, zone: ZoneInfo) -> ShiftDocument:
    return ShiftDocument(
        employee_id=shift.employee_id,
        shift_id=shift.shift_id,
        business_date=shift.business_date,
        start=rfc3339(shift.start, zone),
        end=rfc3339(shift.end, zone),
        paid_minutes=shift.paid_minutes,
        locked=shift.locked,
        activities=[_activity(activity, zone) for activity in shift.activities],
    )


def _absence(leave: TimeOff, zone: ZoneInfo) -> AbsenceDocument:
    return AbsenceDocument(
        employee_id=leave.employee_id,
        start=rfc3339(leave.start, zone),
        end=rfc3339(leave.end, zone),
        kind=leave.kind,
        paid_minutes=leave.paid_minutes,
    )


def _activity(activity: Activity, zone: ZoneInfo) -> ActivityDocument:
    return ActivityDocument(
        activity_code=activity.code,
        start=rfc3339(activity.start, zone),
        end=rfc3339(activity.end, zone),
        paid=activity.paid,
        work=activity.work,
        queue=activity.queue,
    )
