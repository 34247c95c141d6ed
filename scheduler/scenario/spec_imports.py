"""The sections of scenario.toml that say what other systems' files mean."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .spec_fields import Id, Section

Text = Annotated[str, StringConstraints(min_length=1, max_length=200)]

AgentColumn = Literal[
    "employee_id",
    "name",
    "contract_id",
    "fte",
    "base_rate",
    "skills",
    "group",
    "timezone",
    "currency",
    "jurisdiction",
    "lead",
    "hire_date",
    "seniority_rank",
    "site",
]


class ForecastSpec(Section):
    """What names in the forecast mean."""

    queues: dict[Text, Id] = Field(
        default={},
        max_length=2000,
        description="Name in the forecast file = queue; several names may be one queue.",
    )
    other_queues: Literal["fault", "ignore"] = Field(
        default="fault", description="What becomes of rows whose queue is no queue of the scenario."
    )


class AgentsSpec(Section):
    """What an export of an HR system means."""

    columns: dict[Text, AgentColumn] = Field(
        default={},
        max_length=200,
        description="Column of the export = column of agents.csv; other columns are passed over.",
    )
    defaults: dict[AgentColumn, Text] = Field(
        default={}, description="Column of agents.csv = value of empty cells."
    )
    values: dict[AgentColumn, dict[Text, str]] = Field(
        default={}, description="By column of agents.csv: value in the export = value meant."
    )
    fte: Literal["share", "percent", "weekly_hours"] = Field(
        default="share",
        description="How fte is written: 0.8, 80 (with or without %), or hours a week.",
    )
    dates: Literal["year-month-day", "day/month/year", "month/day/year"] = Field(
        default="year-month-day", description="How dates with slashes are written."
    )
    decimal_comma: bool = Field(
        default=False, description="Whether numbers have a decimal comma between commas as well."
    )


class LeaveCalendarSpec(Section):
    """How the events of time_off.ics are leave."""

    agent: Literal["attendee", "organizer", "summary", "description", "uid", "calendar"] = Field(
        default="attendee", description="Property of an event that says whose leave it is."
    )
    pattern: str = Field(
        default="{agent}",
        min_length=1,
        max_length=200,
        description="How the property is written, with {agent}, {kind} and {any}.",
    )
    agents: dict[Text, Text] = Field(
        default={},
        max_length=20_000,
        description="Text in the calendar, such as a mail address = employee_id.",
    )
    other_people: Literal["fault", "ignore"] = Field(
        default="fault", description="What becomes of events of people who are no agents."
    )
    kinds: dict[Text, Text] = Field(
        default={}, max_length=500, description="Kind in the calendar = kind of leave."
    )
    ignore: list[Text] = Field(
        default=[], max_length=500, description="Kinds in the calendar that are no leave."
    )
    paid_minutes_per_day: dict[Text, Annotated[int, Field(ge=0, le=1440)]] = Field(
        default={},
        description="Kind of leave = paid minutes of each date from Monday to Friday.",
    )


class TimeOffSpec(Section):
    """What leave from other systems means."""

    calendar: LeaveCalendarSpec = Field(
        default=LeaveCalendarSpec(), description="How time_off.ics is read."
    )
