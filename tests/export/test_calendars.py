"""Calendars: RFC 5545 files that read back, stable UIDs, SEQUENCE raised on change."""

import logging
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar
from plan_factory import FIRST, agent, plan, shift
from staffwright.scheduler.export.calendar_files import read_editions, write_calendars

SECOND = FIRST + timedelta(days=1)


def written(folder, *shifts, earlier=None, **options):
    """Write the calendars of a plan of these shifts; return the events by agent's file."""
    folder.mkdir(exist_ok=True)
    write_calendars(plan(shifts=shifts, **options), folder, earlier or {})
    return {
        path.stem: Calendar.from_ical(path.read_bytes()).walk("VEVENT")
        for path in sorted(folder.glob("*.ics"))
    }


def test_there_is_an_event_per_shift_in_utc(tmp_path):
    """The night of the clock change: 22:00 to 07:00 on the wall, eight hours elapsed."""
    events = written(
        tmp_path, shift("ann", FIRST, "22:00"), shift("ann", SECOND), shift("bob", FIRST)
    )
    assert {name: len(found) for name, found in events.items()} == {"ann": 2, "bob": 1}
    night = events["ann"][0]
    assert night.start == datetime(2026, 3, 28, 21, tzinfo=UTC)
    assert night.end == datetime(2026, 3, 29, 5, tzinfo=UTC)
    assert int(night["SEQUENCE"]) == 0
    assert str(night["SUMMARY"]) == "early"
    assert str(night["LOCATION"]) == "Harbour"


def test_breaks_are_told_in_local_time(tmp_path):
    event = written(tmp_path, shift("ann", FIRST, "22:00"))["ann"][0]
    assert str(event["DESCRIPTION"]) == "break meal 03:00-03:30, unpaid"


def test_a_site_without_a_name_of_its_own_is_no_place(tmp_path):
    made = plan(shifts=[shift("ann", FIRST)], name="forecast")
    write_calendars(replace(made, scenario=replace(made.scenario, is_named=False)), tmp_path, {})
    raw = (tmp_path / "ann.ics").read_bytes()
    assert b"LOCATION" not in raw
    assert b"forecast" not in raw


def test_names_with_marks_of_the_format_survive(tmp_path):
    """Commas, semicolons, backslashes, line ends and long non-ASCII text."""
    name = "Zoë; O'Neill, \\ " + "ü" * 80
    written(tmp_path, shift("ann", FIRST), agents=[agent("ann", name)], name="Pier 1,\nnorth")
    raw = (tmp_path / "ann.ics").read_bytes()
    calendar = Calendar.from_ical(raw)
    # The library reads properties newer than RFC 5545 as they stand: still escaped.
    unfolded = raw.replace(b"\r\n ", b"").decode()
    assert "\r\nNAME:Zoë\\; O'Neill\\, \\\\ " + "ü" * 80 + "\r\n" in unfolded
    assert str(calendar.walk("VEVENT")[0]["LOCATION"]) == "Pier 1,\nnorth"
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))


def test_an_id_cannot_leave_the_folder(tmp_path):
    inner = tmp_path / "plan"
    written(inner, shift("../evil", FIRST), shift("/evil", FIRST), shift("a/b", FIRST))
    assert [path.name for path in tmp_path.iterdir()] == ["plan"]
    assert len(list(inner.iterdir())) == 3


def test_uids_hang_on_employee_and_business_date_alone(tmp_path):
    def uids(folder, *shifts):
        return [str(e["UID"]) for found in written(folder, *shifts).values() for e in found]

    one = uids(tmp_path / "a", shift("ann", FIRST), shift("bob", FIRST))
    other = uids(tmp_path / "b", shift("ann", FIRST, "10:00", shift_id="late"), shift("bob", FIRST))
    assert one == other
    assert len(set(one)) == 2
    assert uids(tmp_path / "c", shift("ann", SECOND))[0] not in one
    # Pinned: a change of the scheme would double every shift in people's calendars.
    assert one[0] == "d1343947-a99d-57a5-83fd-eaa32037e346"


def test_two_shifts_of_one_date_have_two_uids(tmp_path):
    events = written(tmp_path, shift("ann", FIRST, "06:00", hours=4), shift("ann", FIRST, "14:00"))
    assert len({str(event["UID"]) for event in events["ann"]}) == 2


def test_a_changed_shift_raises_its_sequence_and_an_unchanged_one_keeps_it(tmp_path):
    def sequences(events):
        return [int(event["SEQUENCE"]) for event in events["ann"]]

    still, moved = shift("ann", FIRST), shift("ann", SECOND)
    later = shift("ann", SECOND, "10:00")
    written(tmp_path, still, moved)
    first = written(tmp_path, still, later, earlier=read_editions(tmp_path))
    assert sequences(first) == [0, 1]
    again = written(tmp_path, still, later, earlier=read_editions(tmp_path))
    assert sequences(again) == [0, 1]
    back = written(tmp_path, still, moved, earlier=read_editions(tmp_path))
    assert sequences(back) == [0, 2]


def test_a_new_shift_begins_at_nought_beside_an_older_plan(tmp_path):
    written(tmp_path, shift("ann", FIRST))
    events = written(
        tmp_path, shift("ann", FIRST), shift("ann", SECOND), earlier=read_editions(tmp_path)
    )
    assert [int(event["SEQUENCE"]) for event in events["ann"]] == [0, 0]


NO_NUMBER = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nSEQUENCE:x\nEND:VEVENT\nEND:VCALENDAR\n"


@pytest.mark.parametrize("spoilt", [b"no calendar", b"\xff\xfe", b"", NO_NUMBER])
def test_a_spoilt_older_calendar_is_passed_over_with_a_warning(tmp_path, caplog, spoilt):
    written(tmp_path, shift("ann", FIRST), shift("bob", FIRST))
    (tmp_path / "ann.ics").write_bytes(spoilt)
    with caplog.at_level(logging.WARNING):
        editions = read_editions(tmp_path)
    assert len(editions) == 1
    assert "ann.ics" in caplog.text


def test_a_folder_that_is_not_there_has_no_editions(tmp_path):
    assert read_editions(tmp_path / "none") == {}


def test_the_stamp_is_the_start_of_the_horizon(tmp_path):
    event = written(tmp_path, shift("ann", date(2026, 3, 29)))["ann"][0]
    assert event["DTSTAMP"].dt == datetime(2026, 3, 27, 23, tzinfo=UTC)


def test_a_shift_that_is_gone_is_cancelled_once(tmp_path):
    """The second plan without it says the same again; with it the shift is back, and newer."""

    def told(events):
        return [(int(e["SEQUENCE"]), str(e.get("STATUS"))) for e in events["ann"]]

    gone, stays = shift("ann", FIRST), shift("ann", SECOND)
    written(tmp_path, gone, stays)
    first = written(tmp_path, stays, earlier=read_editions(tmp_path))
    assert told(first) == [(0, "None"), (1, "CANCELLED")]
    assert first["ann"][1].start == gone.start
    again = written(tmp_path, stays, earlier=read_editions(tmp_path))
    assert told(again) == [(0, "None"), (1, "CANCELLED")]
    back = written(tmp_path, gone, stays, earlier=read_editions(tmp_path))
    assert told(back) == [(2, "None"), (0, "None")]


def test_an_agent_who_lost_every_shift_still_has_a_calendar(tmp_path):
    written(tmp_path, shift("ann", FIRST), shift("bob", FIRST))
    (tmp_path / "bob.ics").rename(tmp_path / "keep")
    earlier = read_editions(tmp_path)
    (tmp_path / "ann.ics").unlink()
    events = written(tmp_path, shift("bob", FIRST), earlier=earlier)
    assert [str(e["STATUS"]) for e in events["ann"]] == ["CANCELLED"]
    assert "X-WR-CALNAME:Ann" in (tmp_path / "ann.ics").read_text()


def test_shifts_outside_the_new_horizon_are_over_and_not_cancelled(tmp_path):
    written(tmp_path, shift("ann", FIRST - timedelta(days=2)), shift("ann", FIRST))
    events = written(tmp_path, shift("ann", FIRST), earlier=read_editions(tmp_path))
    assert [e.start for e in events["ann"]] == [shift("ann", FIRST).start]


def test_of_two_older_plans_the_higher_sequence_counts(tmp_path):
    """A repair into another folder goes on from the plan that it repairs."""
    written(tmp_path / "one", shift("ann", FIRST))
    written(tmp_path / "two", shift("ann", FIRST, "10:00"), earlier=read_editions(tmp_path / "one"))
    for folders in (("one", "two"), ("two", "one")):
        editions = read_editions(*(tmp_path / name for name in folders))
        assert [edition.sequence for edition in editions.values()] == [1]
    events = written(tmp_path / "three", shift("ann", FIRST, "11:00"), earlier=editions)
    assert int(events["ann"][0]["SEQUENCE"]) == 2


def test_calendars_of_other_programs_are_left_alone(tmp_path, caplog):
    written(tmp_path, shift("ann", FIRST))
    path = tmp_path / "ann.ics"
    path.write_bytes(path.read_bytes().replace(b"Staffwright", b"Other"))
    assert read_editions(tmp_path) == {}
    assert "ann.ics" in caplog.text
