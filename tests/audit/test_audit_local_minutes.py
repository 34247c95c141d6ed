"""The table of local minutes against the zone data itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from staffwright.scheduler.audit.local_minutes import local_minutes


@pytest.mark.parametrize(
    ("zone", "start"),
    [
        ("Europe/Berlin", datetime(2026, 3, 28, 22, 30, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2026, 10, 24, 22, 7, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 11, 1, 4, 0, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2026, 4, 4, 13, 45, tzinfo=UTC)),
        ("Asia/Kolkata", datetime(2026, 12, 31, 17, 0, tzinfo=UTC)),
        ("America/New_York", datetime(2028, 2, 28, 20, 0, tzinfo=UTC)),
    ],
)
def test_every_minute_shows_what_the_zone_shows(zone: str, start: datetime) -> None:
    count = 601
    table = local_minutes(zone, start, start + timedelta(minutes=count))
    shown = [(start + timedelta(minutes=k)).astimezone(ZoneInfo(zone)) for k in range(count)]
    assert list(table.clocks) == [local.hour * 60 + local.minute for local in shown]
    assert list(table.ordinals) == [local.toordinal() for local in shown]


def test_a_span_that_ends_before_it_begins_has_no_minutes() -> None:
    start = datetime(2026, 3, 28, tzinfo=UTC)
    assert local_minutes("UTC", start, start - timedelta(days=1)).clocks == ()
