"""Kinds of value that scenario.toml holds: clock times, dates, names, money, shares."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from ..calendar import parse_clock
from ..errors import InputError

_MONTH_DAY = re.compile(r"\d{2}-\d{2}")
_LEAP_YEAR = 2000

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def _clock_text(value: Any) -> Any:
    """TOML has clock times of its own (06:00:00); read them like the text "06:00"."""
    if isinstance(value, time) and not (value.second or value.microsecond):
        return value.strftime("%H:%M")
    return value


def _is_clock(text: str) -> str:
    try:
        parse_clock(text)
    except InputError as error:
        raise PydanticCustomError("clock", "write HH:MM, from 00:00 to 24:00") from error
    return text


def _is_window(text: str) -> str:
    start, separator, end = text.partition("-")
    if not separator:
        raise PydanticCustomError("window", "write HH:MM-HH:MM, for example 23:00-06:00")
    _is_clock(start)
    _is_clock(end)
    if parse_clock(start) == parse_clock(end):
        raise PydanticCustomError("window", "start and end of the window are the same")
    return text


def _decimal(value: Any) -> Any:
    """Take numbers as they are written: 0.1 is a tenth."""
    if isinstance(value, bool):
        return value
    return Decimal(str(value)) if isinstance(value, (int, float)) else value


def _day(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise PydanticCustomError("day", "write a date such as 2026-03-23") from error
    if isinstance(value, datetime):
        raise PydanticCustomError("day", "write a date without a clock time")
    return value


def _in_range(value: date) -> date:
    if not 1970 <= value.year <= 2199:
        raise PydanticCustomError("day", "the year must lie between 1970 and 2199")
    return value


def _month_day(value: Any) -> date | str:
    """Take ``12-24`` as every year's, a whole date as that date."""
    if isinstance(value, str) and _MONTH_DAY.fullmatch(value):
        try:
            date(_LEAP_YEAR, int(value[:2]), int(value[3:]))
        except ValueError as error:
            raise PydanticCustomError("month_day", "there is no such day in any year") from error
        return value
    message = "write month and day such as 12-24, or a date such as 2026-12-24"
    try:
        day = _day(value)
    except PydanticCustomError as error:
        raise PydanticCustomError("month_day", message) from error
    if not isinstance(day, date):
        raise PydanticCustomError("month_day", message)
    return _in_range(day)


Clock = Annotated[
    str,
    AfterValidator(_is_clock),
    BeforeValidator(_clock_text),
    WithJsonSchema({"type": "string", "pattern": r"^([01]?\d|2[0-3]):[0-5]\d$|^24:00$"}),
]
Window = Annotated[
    str,
    AfterValidator(_is_window),
    WithJsonSchema({"type": "string", "pattern": r"^\d{1,2}:\d{2}-\d{1,2}:\d{2}$"}),
]
Day = Annotated[
    date,
    AfterValidator(_in_range),
    BeforeValidator(_day),
    WithJsonSchema(
        {
            "type": "string",
            "format": "date",
            "pattern": r"^(19[7-9]\d|2[01]\d{2})-\d{2}-\d{2}$",
        }
    ),
]
MonthDay = Annotated[
    date | str,
    BeforeValidator(_month_day),
    WithJsonSchema({"type": "string", "pattern": r"^(\d{4}-)?\d{2}-\d{2}$"}),
]
# Published patterns are read by editors whose \w knows ASCII only, so they name what is not
# allowed of ASCII and let the rest pass.
_ID_ENDS = r"[^\x00-\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\xa0]"
_ID_MIDDLE = r"[^\x00-\x1f\x21-\x25\x27-\x2a\x2c\x3a-\x40\x5b-\x5e\x60\x7b-\xa0]"
_ID_LAST = r"[^\x00-\x2a\x2c\x2d\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\xa0]"
Id = Annotated[
    str,
    StringConstraints(min_length=1, max_length=64, pattern=r"^\w([\w .+/&-]*[\w.+])?$"),
    WithJsonSchema(
        {
            "type": "string",
            "minLength": 1,
            "maxLength": 64,
            "pattern": f"^{_ID_ENDS}({_ID_MIDDLE}*{_ID_LAST})?$",
        }
    ),
]
Name = Annotated[
    str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f-\x9f]+$")
]


_Number = BeforeValidator(_decimal)
_UpToAMillion = WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1_000_000})

# The decimals are those that the search keeps exactly: it counts money in whole ticks of which
# 6,000,000,000 make one unit of currency, rates in ten-thousandths and percentages in hundredths.
Price = Annotated[
    Decimal,
    Field(ge=0, le=1_000_000, allow_inf_nan=False, decimal_places=9),
    _Number,
    _UpToAMillion,
]
HourPrice = Annotated[
    Decimal,
    Field(ge=0, le=1_000_000, allow_inf_nan=False, decimal_places=8),
    _Number,
    _UpToAMillion,
]
ChangePrice = Annotated[
    Decimal,
    Field(ge=0, le=1000, allow_inf_nan=False, decimal_places=9),
    _Number,
]
WeightPrice = Annotated[
    Decimal,
    Field(ge=0, le=1_000_000, allow_inf_nan=False, decimal_places=5),
    _Number,
    _UpToAMillion,
]
Amount = Annotated[
    Decimal,
    Field(ge=0, le=1_000_000, allow_inf_nan=False, decimal_places=4),
    _Number,
    _UpToAMillion,
]
LatePrice = Annotated[
    Decimal,
    Field(ge=0, le=1000, allow_inf_nan=False, decimal_places=4),
    _Number,
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1000}),
]
HourlyRate = Annotated[
    Decimal,
    Field(gt=0, le=1_000_000, allow_inf_nan=False, decimal_places=4),
    _Number,
    WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "maximum": 1_000_000}),
]
Percent = Annotated[
    Decimal,
    Field(ge=0, le=1000, allow_inf_nan=False, decimal_places=2),
    _Number,
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1000}),
]
WeeklyHours = Annotated[
    Decimal,
    Field(ge=0, le=168, allow_inf_nan=False),
    _Number,
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 168}),
]
Seconds = Annotated[float, Field(gt=0, le=1_000_000, allow_inf_nan=False)]
Share = Annotated[float, Field(gt=0, lt=1, allow_inf_nan=False)]
Shrinkage = Annotated[float, Field(ge=0, lt=1, allow_inf_nan=False)]
WholeShare = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class Section(BaseModel):
    """A table of scenario.toml: no unknown keys, no silent conversions."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
