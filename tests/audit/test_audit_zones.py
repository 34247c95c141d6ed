"""An agent of a site in Berlin whose own clock is New York's, five or six hours behind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from .factory import (
    CONTRACT,
    agent,
    at,
    audit,
    day,
    faults,
    findings,
    grid,
    leave,
    mornings,
    nights,
    ruled,
    scenario,
    shift,
    unavailable,
    wish,
)

NEW_YORK = "America/New_York"
FAR = scenario(agents=(agent(zone=NEW_YORK),), rules=ruled())


def test_a_template_is_that_of_the_agents_clock() -> None:
    assert findings(FAR, [shift(day(0), "08:00", "16:00", zone=NEW_YORK)]) == []
    here = shift(day(0), "08:00", "16:00")
    found = findings(FAR, [here])
    assert found == [
        ("shift_template", "A", "2026-03-23", "03:00", "08:00 to 16:00, step 60 minutes")
    ]


def test_the_business_date_is_that_of_the_agents_clock() -> None:
    """Tuesday 03:00 in Berlin is Monday 22:00 in New York."""
    night = shift(day(0), "22:00", "30:00", name="night", zone=NEW_YORK)
    assert night.business_date == day(0)
    assert findings(FAR, [night]) == []
    (found,) = findings(FAR, [replace(night, business_date=day(1))])
    assert found == ("hours_agree", "A", "2026-03-24", "2026-03-24", "2026-03-23")


def test_one_shift_a_day_is_counted_by_the_agents_dates() -> None:
    """10:00 and 04:00 on the next day in Berlin are 05:00 and 23:00 on one day in New York."""
    roster = [
        shift(day(0), "10:00", "14:00", name="x"),
        shift(day(1), "04:00", "08:00", name="x"),
    ]
    of = replace(FAR, locked=tuple(roster))
    assert faults(of, roster, "one_shift_per_day") == [
        ("one_shift_per_day", "A", "2026-03-23", "2 shifts", "at most 1 shift")
    ]
    assert faults(replace(of, agents=(agent(),)), roster, "one_shift_per_day") == []


def test_a_run_is_one_of_the_agents_dates() -> None:
    of = replace(FAR, rules=ruled(max_days_in_row=2))
    roster = nights(0, 1, 2, zone=NEW_YORK)
    assert [f[:3] for f in findings(of, roster)] == [("max_days_in_row", "A", "2026-03-25")]


def test_the_message_gives_the_agents_clock() -> None:
    away = leave(at(day(0), "10:00", NEW_YORK), at(day(0), "12:00", NEW_YORK))
    of = replace(FAR, time_off=(away,))
    (violation,) = audit(of, [shift(day(0), "08:00", "16:00", zone=NEW_YORK)]).violations
    assert violation.message == (
        "A, 2026-03-23: the shift 2026-03-23 08:00 to 16:00 has 120 minutes in vacation leave, "
        "2026-03-23 10:00 to 12:00."
    )


def test_unavailable_time_is_on_the_agents_calendar() -> None:
    busy = unavailable(at(day(1), "00:00", NEW_YORK), at(day(1), "01:00", NEW_YORK))
    of = replace(FAR, unavailable=(busy,))
    (found,) = findings(of, nights(0, zone=NEW_YORK))
    assert found == ("availability", "A", "2026-03-23", "60 minutes", "0 minutes")


def test_the_week_of_a_shift_is_that_of_the_agents_date() -> None:
    """Monday 01:00 in Berlin is Sunday evening in New York: it fills the first week."""
    contract = replace(CONTRACT, max_weekly_minutes=480)
    monday = shift(day(7), "01:00", "05:00", name="x")
    roster = [shift(day(2), "18:00", "23:00", name="x"), monday]
    here = scenario(agents=(agent(contract=contract),), rules=ruled())
    far = replace(here, agents=(agent(contract=contract, zone=NEW_YORK),))
    assert faults(here, roster, "weekly_max") == []
    assert [f[2:4] for f in faults(far, roster, "weekly_max")] == [("2026-03-23", "540 minutes")]


def test_leave_is_spread_over_the_agents_dates() -> None:
    """A day in New York touches two dates in Berlin."""
    contract = replace(CONTRACT, min_weekly_minutes=480)
    away = leave(at(day(6), "00:00", NEW_YORK), at(day(7), "00:00", NEW_YORK), paid_minutes=480)
    far = scenario(
        agents=(agent(contract=contract, zone=NEW_YORK),), time_off=(away,), grid=grid(days=7)
    )
    assert findings(far, []) == []
    here = replace(far, agents=(agent(contract=contract),))
    assert [f[3] for f in findings(here, [])] == ["240 minutes"]


def test_an_agent_wishes_for_dates_of_its_own_calendar() -> None:
    of = replace(FAR, preferences=(wish(day(1), off=True),))
    night = nights(0, zone=NEW_YORK)
    assert night[0].start.date() == day(1)
    assert audit(of, night).cost.preferences == 0


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "Australia/Lord_Howe", "Asia/Kathmandu"])
def test_zones_with_half_and_quarter_hours_have_clean_nights(zone: str) -> None:
    of = scenario(
        agents=(agent(zone=zone),), rules=ruled(max_nights_in_row=5), grid=grid(first=day(7))
    )
    roster = nights(*range(7, 12), zone=zone)
    assert findings(of, roster) == []
    assert len(findings(replace(of, rules=ruled(max_nights_in_row=4)), roster)) == 1


def test_the_half_hour_change_of_lord_howe_lengthens_the_rest() -> None:
    """Clocks go back half an hour on Sunday 5 April 2026 at 02:00: 11 hours shown are 11.5."""
    zone = "Australia/Lord_Howe"
    of = scenario(agents=(agent(zone=zone),), rules=ruled(min_rest_minutes=691))
    roster = [
        shift(day(12), "13:00", "21:00", zone=zone),
        shift(day(13), "08:00", "12:00", zone=zone),
    ]
    assert [f[3] for f in findings(of, roster)] == ["690 minutes"]
    assert findings(replace(of, rules=ruled(min_rest_minutes=690)), roster) == []


def test_mornings_in_both_zones_are_clean() -> None:
    of = scenario(agents=(agent("A"), agent("B", zone=NEW_YORK)))
    assert findings(of, [*mornings(0, 1), *mornings(0, 1, who="B", zone=NEW_YORK)]) == []
