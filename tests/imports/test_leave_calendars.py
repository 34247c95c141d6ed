"""Leave from time_off.ics, by the mapping in `[time_off.calendar]`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from desk import faults, with_section, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from staffwright.scheduler.scenario import calendar_times, leave_calendar, load_scenario
from staffwright.scheduler.scenario.types import Scenario, TimeOff

ATTENDEE = "ATTENDEE;CN=Jürgen Müller:mailto:juergen.mueller@desk.example"


def calendar(*events: str, head: str = "") -> bytes:
    """Return a calendar with CR LF and lines folded as programs fold them."""
    blocks = [f"BEGIN:VEVENT\nDTSTAMP:20260101T000000Z\n{e.strip()}\nEND:VEVENT\n" for e in events]
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Desk//HR//DE\n{head}{''.join(blocks)}"
    return (text + "END:VCALENDAR\n").replace("\n", "\r\n").encode()


def leave(folder: Path, data: bytes, section: str = "") -> tuple[TimeOff, ...]:
    """Return the leave of the desk with a calendar."""
    return scenario(folder, data, section).time_off


def scenario(folder: Path, data: bytes, section: str = "") -> Scenario:
    toml = with_section(f"[time_off.calendar]\n{section}\n")
    return load_scenario(write(folder, {"time_off.ics": data, "scenario.toml": toml}))


def utc(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def test_an_all_day_event_covers_its_days_on_the_agents_clock(tmp_path: Path) -> None:
    """DTEND is the day after the last one; the night of the clock change is an hour shorter."""
    event = f"""
UID:1
DTSTART;VALUE=DATE:20260328
DTEND;VALUE=DATE:20260330
SUMMARY:Urlaub
{ATTENDEE}
"""
    (found,) = leave(tmp_path, calendar(event))
    assert (found.employee_id, found.kind, found.paid_minutes) == ("E1", "Urlaub", 0)
    assert (found.start, found.end) == (utc(27, 23), utc(29, 22))


def test_an_all_day_event_without_an_end_is_one_day(tmp_path: Path) -> None:
    event = f"UID:1\nDTSTART;VALUE=DATE:20260325\nSUMMARY:frei\n{ATTENDEE}"
    (found,) = leave(tmp_path, calendar(event))
    assert (found.start, found.end) == (utc(24, 23), utc(25, 23))


@pytest.mark.parametrize(
    "times",
    [
        "DTSTART:20260325T080000Z\nDTEND:20260325T100000Z",
        "DTSTART;TZID=Europe/Berlin:20260325T090000\nDTEND;TZID=Europe/Berlin:20260325T110000",
        "DTSTART;TZID=Europe/Helsinki:20260325T100000\nDURATION:PT2H",
        "DTSTART:20260325T090000\nDTEND:20260325T110000",
        "DTSTART;TZID=W. Europe Standard Time:20260325T090000\nDURATION:PT2H",
    ],
    ids=["utc", "zone", "other zone", "floating", "windows zone"],
)
def test_a_timed_event_in_every_notation(tmp_path: Path, times: str) -> None:
    (found,) = leave(tmp_path, calendar(f"UID:1\n{times}\nSUMMARY:Arzt\n{ATTENDEE}"))
    assert (found.start, found.end) == (utc(25, 8), utc(25, 10))


def test_a_repeated_event_keeps_its_clock_time_over_the_clock_change(tmp_path: Path) -> None:
    event = f"""
UID:1
DTSTART;TZID=Europe/Berlin:20260302T080000
DTEND;TZID=Europe/Berlin:20260302T100000
RRULE:FREQ=WEEKLY;BYDAY=MO,SU;UNTIL=20260405T215959Z
EXDATE;TZID=Europe/Berlin:20260323T080000
SUMMARY:Sprachkurs
{ATTENDEE}
"""
    found = leave(tmp_path, calendar(event))
    assert [(t.start.day, t.start.hour) for t in found if t.start.month == 3] == [
        (15, 7),
        (16, 7),
        (22, 7),
        (29, 6),
        (30, 6),
    ]


def test_a_moved_repetition_replaces_the_one_it_stands_for(tmp_path: Path) -> None:
    series = f"""
UID:1
DTSTART;VALUE=DATE:20260323
RRULE:FREQ=DAILY;COUNT=3
SUMMARY:Pflege
{ATTENDEE}
"""
    moved = f"""
UID:1
RECURRENCE-ID;VALUE=DATE:20260324
DTSTART;VALUE=DATE:20260327
SUMMARY:Pflege
{ATTENDEE}
"""
    found = leave(tmp_path, calendar(series, moved))
    assert sorted(t.start.day for t in found) == [22, 24, 26]


def test_a_repetition_that_is_told_anew_at_the_same_time_stays(tmp_path: Path) -> None:
    series = f"UID:1\nDTSTART;VALUE=DATE:20260323\nRRULE:FREQ=DAILY;COUNT=2\nSUMMARY:x\n{ATTENDEE}"
    anew = f"""
UID:1
RECURRENCE-ID;VALUE=DATE:20260324
DTSTART;VALUE=DATE:20260324
SUMMARY:y
{ATTENDEE}
"""
    found = leave(tmp_path, calendar(series, anew))
    assert [(t.start.day, t.kind) for t in found] == [(22, "x"), (23, "y")]


def test_a_cancelled_event_and_a_cancelled_repetition_are_no_leave(tmp_path: Path) -> None:
    series = f"UID:1\nDTSTART;VALUE=DATE:20260323\nRRULE:FREQ=DAILY;COUNT=2\nSUMMARY:x\n{ATTENDEE}"
    gone = "UID:1\nRECURRENCE-ID;VALUE=DATE:20260324\nDTSTART;VALUE=DATE:20260324\nSTATUS:CANCELLED"
    other = f"UID:2\nDTSTART;VALUE=DATE:20260326\nSTATUS:CANCELLED\n{ATTENDEE}"
    made = scenario(tmp_path, calendar(series, gone, other))
    assert [t.start.day for t in made.time_off] == [22]
    assert "time_off.ics: 2 events cancelled are ignored." in made.defaults_used


@pytest.mark.parametrize(
    ("section", "event"),
    [
        ("", ATTENDEE),
        ("", "ATTENDEE:mailto:E1"),
        ('agents = { "JM@desk.example" = "E1" }', "ATTENDEE:MAILTO:jm@Desk.example"),
        ('agent = "organizer"', "ORGANIZER;CN=Jürgen Müller:mailto:hr@desk.example"),
        ('agent = "uid"\npattern = "{agent}-{any}"', ""),
        ('agent = "summary"\npattern = "{agent} ({kind} - {any})"', ""),
        ('agent = "description"\npattern = "Wer: {agent}\\nVertretung: {any}"', ""),
        ('agent = "calendar"\npattern = "Abwesenheit {agent}"', ""),
    ],
)
def test_the_agent_is_told_by_the_property_that_the_scenario_names(
    tmp_path: Path, section: str, event: str
) -> None:
    full = f"""
UID:E1-2026-17
DTSTART;VALUE=DATE:20260325
SUMMARY:Jürgen Müller (Urlaub - 1 Tag)
DESCRIPTION:Wer: Jürgen Müller\\nVertretung: Eva\\, Zoë
CATEGORIES:Urlaub
{event}
"""
    head = "X-WR-CALNAME:Abwesenheit Jürgen Müller\n"
    (found,) = leave(tmp_path, calendar(full, head=head), section)
    assert (found.employee_id, found.kind) == ("E1", "Urlaub")


def test_the_name_of_a_calendar_is_read_without_its_escapes(tmp_path: Path) -> None:
    event = "UID:1\nDTSTART;VALUE=DATE:20260325\nSUMMARY:x"
    data = calendar(event, head="X-WR-CALNAME:Šimek\\, Eva\n")
    assert [t.employee_id for t in leave(tmp_path, data, 'agent = "calendar"')] == ["E2"]


def test_kinds_are_put_into_words_of_ours_and_paid_by_the_working_day(tmp_path: Path) -> None:
    """Friday to Monday are two days from Monday to Friday."""
    urlaub = (
        f"UID:1\nDTSTART;VALUE=DATE:20260327\nDTEND;VALUE=DATE:20260331\nSUMMARY:URLAUB\n{ATTENDEE}"
    )
    arzt = f"UID:2\nDTSTART:20260325T080000Z\nDURATION:PT1H\nSUMMARY:Arzt\n{ATTENDEE}"
    home = f"UID:3\nDTSTART;VALUE=DATE:20260325\nSUMMARY:Homeoffice\n{ATTENDEE}"
    section = """
kinds = { "Urlaub" = "vacation", "Arzt" = "vacation" }
ignore = ["homeoffice"]
paid_minutes_per_day = { vacation = 468 }
"""
    made = scenario(tmp_path, calendar(urlaub, arzt, home), section)
    assert [(t.kind, t.paid_minutes) for t in made.time_off] == [
        ("vacation", 936),
        ("vacation", 60),
    ]
    assert "time_off.ics: 1 event of kinds that are no leave is ignored." in made.defaults_used


def test_people_who_are_no_agents_are_a_fault_or_left_out_if_asked(tmp_path: Path) -> None:
    event = (
        "UID:1\nDTSTART;VALUE=DATE:20260325\nSUMMARY:x\nATTENDEE;CN=Chef:mailto:chef@desk.example"
    )
    (found,) = faults(write(tmp_path, {"time_off.ics": calendar(event)}))
    assert (found.line, found.column, found.value) == (4, "ATTENDEE", "chef@desk.example")
    made = scenario(tmp_path, calendar(event), 'other_people = "ignore"')
    assert made.time_off == ()
    assert "time_off.ics: 1 event of people who are no agents is ignored." in made.defaults_used


def test_every_agent_who_attends_is_away(tmp_path: Path) -> None:
    event = (
        f"UID:1\nDTSTART;VALUE=DATE:20260325\nSUMMARY:Betriebsrat\n{ATTENDEE}\nATTENDEE:mailto:E3"
    )
    assert [t.employee_id for t in leave(tmp_path, calendar(event))] == ["E1", "E3"]


def test_folded_lines_and_escapes_are_undone(tmp_path: Path) -> None:
    event = (
        "UID:1\nDTSTART;VALUE=DATE:20260325\nSUMMARY:Urlaub\\, unbez\n  ahlt\\; lang\n"
        'ATTENDEE;CN="Šimek, E\n va":mailto:x@y.example'
    )
    (found,) = leave(tmp_path, calendar(event))
    assert (found.employee_id, found.kind) == ("E2", "Urlaub, unbez ahlt; lang")


@pytest.mark.parametrize(
    ("event", "column", "words"),
    [
        (f"UID:1\nSUMMARY:x\n{ATTENDEE}", "DTSTART", "no usable begin"),
        (f"UID:1\nDTSTART:20260325T080000Z\n{ATTENDEE}", "DTEND", "after the begin"),
        (f"UID:1\nDTSTART:20260325T080000Z\nDTEND:20260325T070000Z\n{ATTENDEE}", "DTEND", "after"),
        ("UID:1\nDTSTART;VALUE=DATE:20260325\nSUMMARY:Fest", "ATTENDEE", "has no ATTENDEE"),
        (
            f"UID:1\nDTSTART:20260325T080000Z\nDURATION:PT1H\nRRULE:FREQ=MINUTELY\n{ATTENDEE}",
            "RRULE",
            "FREQ must be one of DAILY",
        ),
        (f"UID:1\nDTSTART:20260325T080030Z\nDURATION:PT1H\n{ATTENDEE}", "DTSTART", "whole minute"),
    ],
)
def test_faults_name_the_line_of_the_event_and_the_property(
    tmp_path: Path, event: str, column: str, words: str
) -> None:
    good = f"UID:0\nDTSTART;VALUE=DATE:20260324\nSUMMARY:x\n{ATTENDEE}"
    found = faults(write(tmp_path, {"time_off.ics": calendar(good, event)}))
    assert any(
        (f.file, f.line, f.column) == ("time_off.ics", 11, column) and words in f.message
        for f in found
    ), found


def test_overlapping_events_of_an_agent_are_a_fault(tmp_path: Path) -> None:
    one = f"UID:1\nDTSTART;VALUE=DATE:20260324\nDTEND;VALUE=DATE:20260327\nSUMMARY:a\n{ATTENDEE}"
    two = f"UID:2\nDTSTART;VALUE=DATE:20260326\nSUMMARY:b\n{ATTENDEE}"
    (found,) = faults(write(tmp_path, {"time_off.ics": calendar(one, two)}))
    assert (found.line, found.message) == (12, "overlaps the leave of E1 on line 4")


@pytest.mark.parametrize(
    "data", [b"employee_id,start,end\n", b"", b"\xff\xfe\x00", b"BEGIN:VEVENT"]
)
def test_what_is_no_calendar_is_a_fault(tmp_path: Path, data: bytes) -> None:
    found = faults(write(tmp_path, {"time_off.ics": data}))
    assert [f.file for f in found] == ["time_off.ics"]


@pytest.mark.parametrize(
    "pattern", ["{kind}", "{agent} {agent}", "{name}", "{any}{agent}{any}{any}"]
)
def test_a_pattern_that_tells_nobody_is_a_fault_of_the_scenario(
    tmp_path: Path, pattern: str
) -> None:
    toml = with_section(f'[time_off.calendar]\npattern = "{pattern}"\n')
    (found,) = faults(write(tmp_path, {"scenario.toml": toml}))
    assert (found.column, found.value) == ("time_off.calendar.pattern", pattern)


def test_a_calendar_that_is_cut_off_is_a_fault(tmp_path: Path) -> None:
    whole = calendar(f"UID:1\nDTSTART;VALUE=DATE:20260325\nSUMMARY:x\n{ATTENDEE}")
    (found,) = faults(write(tmp_path, {"time_off.ics": whole.partition(b"END:VEVENT")[0]}))
    assert "BEGIN or END is missing" in found.message


def test_a_repeated_moved_event_with_its_own_exception_is_read_on_its_own_clock(
    tmp_path: Path,
) -> None:
    """The exception stands in UTC, the series in a zone."""
    event = f"""
UID:1
DTSTART;TZID=Europe/Berlin:20260323T080000
DURATION:PT1H
RRULE:FREQ=DAILY;COUNT=3
EXDATE:20260324T070000Z
SUMMARY:x
{ATTENDEE}
"""
    assert [t.start.day for t in leave(tmp_path, calendar(event))] == [23, 25]


def test_only_one_of_table_and_calendar_may_be_there(tmp_path: Path) -> None:
    table = "employee_id,start,end\nE1,2026-03-24,2026-03-24\n"
    found = faults(write(tmp_path, {"time_off.ics": calendar(), "time_off.csv": table}))
    assert "only one of time_off.csv and time_off.ics" in found[0].message


def test_a_misspelt_name_of_the_calendar_is_told(tmp_path: Path) -> None:
    (found,) = faults(write(tmp_path, {"TimeOff.ics": calendar()}))
    assert (found.file, found.message) == ("TimeOff.ics", "is not read; did you mean time_off.ics?")


def test_a_calendar_that_is_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leave_calendar, "MAX_CALENDAR_BYTES", 100)
    event = f"UID:1\nDTSTART;VALUE=DATE:20260325\nSUMMARY:x\n{ATTENDEE}"
    (found,) = faults(write(tmp_path, {"time_off.ics": calendar(event)}))
    assert "a calendar has at most" in found.message


def test_too_many_repetitions_are_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar_times, "MAX_OCCURRENCES", 5)
    event = f"UID:1\nDTSTART;VALUE=DATE:20260301\nRRULE:FREQ=DAILY\nSUMMARY:x\n{ATTENDEE}"
    (found,) = faults(write(tmp_path, {"time_off.ics": calendar(event)}))
    assert (found.column, "at most 5" in found.message) == ("RRULE", True)


@pytest.mark.parametrize(
    ("lines", "column", "words"),
    [
        ("RRULE:FREQ=DAILY;BYDAY=XX", "RRULE", "no rule of repetition"),
        ("RRULE:FREQ=DAILY;INTERVAL=0", "RRULE", "at least 1"),
        ("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "RRULE", "no year has a day"),
        ("RRULE:FREQ=DAILY;BYYEARDAY=1;BYMONTH=7", "RRULE", "no year has a day"),
        ("RRULE:FREQ=YEARLY;BYMONTHDAY=0", "RRULE", "BYMONTHDAY must be between 1 and 31, or -31"),
        ("RRULE:FREQ=YEARLY;BYYEARDAY=-367", "RRULE", "BYYEARDAY must be between 1 and 366"),
        ("RRULE:FREQ=YEARLY;BYMONTH=13", "RRULE", "BYMONTH must be between 1 and 12"),
        ("RRULE:FREQ=YEARLY;BYMONTH=4,6;BYMONTHDAY=31,-31", "RRULE", "no year has a day"),
        ("RRULE:FREQ=WEEKLY;UNTIL=20260401;COUNT=2", "RRULE", "exclude each other"),
        ("RRULE:FREQ=SECONDLY", "RRULE", "must be one of DAILY"),
        ("RRULE:FREQ=DAILY\nEXDATE:soon", "EXDATE", "no list of dates"),
        ("RDATE;VALUE=PERIOD:20260326T080000Z/PT1H", "RDATE", "periods are not read"),
    ],
)
def test_rules_of_repetition_that_are_none_are_faults(
    tmp_path: Path, lines: str, column: str, words: str
) -> None:
    event = f"UID:1\nDTSTART;VALUE=DATE:20260325\n{lines}\nSUMMARY:x\n{ATTENDEE}"
    (found,) = faults(write(tmp_path, {"time_off.ics": calendar(event)}))
    assert found.column == column
    assert words in found.message


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYMONTH=3;BYYEARDAY=84",
        "FREQ=YEARLY;BYYEARDAY=-282",
        "FREQ=MONTHLY;BYMONTH=3;BYMONTHDAY=-7",
    ],
)
def test_days_of_the_year_and_from_the_end_are_read(tmp_path: Path, rule: str) -> None:
    """All of these are 25 March, from midnight in Berlin on."""
    event = f"UID:1\nDTSTART;VALUE=DATE:20250325\nRRULE:{rule}\nSUMMARY:x\n{ATTENDEE}"
    assert [t.start for t in leave(tmp_path, calendar(event))] == [utc(24, 23)]


def test_a_replaced_repetition_without_a_time_replaces_nothing(tmp_path: Path) -> None:
    event = f"UID:1\nRECURRENCE-ID:soon\nDTSTART;VALUE=DATE:20260325\nSUMMARY:x\n{ATTENDEE}"
    assert [t.start.day for t in leave(tmp_path, calendar(event))] == [24]


WHOLE = calendar(
    f"UID:1\nDTSTART;VALUE=DATE:20260325\nDTEND;VALUE=DATE:20260326\nSUMMARY:x\n{ATTENDEE}",
    f"UID:2\nDTSTART;TZID=Europe/Berlin:20260327T080000\nDURATION:PT2H\n"
    f"RRULE:FREQ=WEEKLY;BYDAY=FR\nEXDATE:20260403T060000Z\nCATEGORIES:a,b\n{ATTENDEE}",
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.integers(0, len(WHOLE) - 1), st.integers(0, 6), st.binary(max_size=4))
def test_a_spoilt_calendar_gives_leave_or_faults_and_never_an_exception(
    tmp_path: Path, at: int, cut: int, new: bytes
) -> None:
    spoilt = WHOLE[:at] + new + WHOLE[at + cut :]
    found = faults(write(tmp_path, {"time_off.ics": spoilt}))
    assert all(fault.file == "time_off.ics" for fault in found)
