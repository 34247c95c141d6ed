"""A small valid scenario as text, and a way to write variants of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from staffwright import cli
from staffwright.scheduler.errors import ScenarioError
from staffwright.scheduler.scenario import find_faults, load_scenario

TOML = """\
[site]
name = "Quay"
time_zone = "Europe/Berlin"
currency = "EUR"

[horizon]
start = 2026-03-23
days = 7
interval_minutes = 30

[shrinkage]
unplanned = 0.1

[[queues]]
id = "billing"
service_level = 0.80
within_s = 20
patience_s = 180
under_price = 45
over_price = 4

[[queues]]
id = "technical"
mean_wait_s = 30
under_price = 45
over_price = 4
hours = [{ days = ["mon", "tue"], open = "08:00", close = "20:00" }]

[[breaks]]
id = "meal"
minutes = 30
paid = false
earliest_minutes = 180
latest_minutes = 300

[[shifts]]
id = "early"
kind = "day"
start = "06:00"
latest_start = "08:00"
step_minutes = 60
lengths_minutes = [510]
breaks = ["meal"]

[[shifts]]
id = "night"
kind = "night"
start = "22:00"
lengths_minutes = [480]
breaks = ["meal"]

[[contracts]]
id = "full"
weekly_hours = 40
min_weekly_hours = 16
max_weekly_hours = 48
overtime_percent = 25
shift_kinds = ["day", "night"]

[rules]
min_rest_minutes = 660

[holidays]

[pay]
[[pay.premiums]]
id = "night"
percent = 25
window = "23:00-06:00"

[objective]
"""

FORECAST = """\
queue,interval_start,volume,aht_s
billing,2026-03-23T08:00:00+01:00,12,240
billing,2026-03-23T08:30:00+01:00,14.5,240
technical,2026-03-23T08:00:00+01:00,3,600
"""

AGENTS = """\
employee_id,name,contract_id,fte,base_rate,skills,group
A1,Ada,full,1,21.50,billing:1|technical:0.8,team1
A2,Ben,full,0.5,19.00,billing,team1
A3,Cem,full,1,20.00,technical,
"""

TIME_OFF = """\
employee_id,start,end,kind,paid_minutes
A2,2026-03-25T00:00:00+01:00,2026-03-27T00:00:00+01:00,vacation,480
"""

AVAILABILITY = """\
employee_id,weekday,date,start,end,available
A3,sat,,,,false
A3,,2026-03-24,06:00,18:00,true
"""

PREFERENCES = """\
employee_id,date,weekday,shift,window,off,weight
A1,2026-03-28,,,,true,2
A1,,mon,early,,,1
A2,2026-03-24,,,06:00-16:00,,1.5
"""

EVENTS = """\
event_id,employee_id,group,start,end,duration_minutes,window_start,window_end,mandatory,paid
coaching,A1,,2026-03-24T10:00:00+01:00,2026-03-24T11:00:00+01:00,,,,true,true
news,,team1,,,30,2026-03-23T08:00:00+01:00,2026-03-23T12:00:00+01:00,false,true
"""

HISTORY = """\
employee_id,shift_id,business_date,activity_code,start,end,paid,work,queue,locked
A1,early,2026-03-20,work,2026-03-20T06:00:00+01:00,2026-03-20T10:00:00+01:00,true,true,billing,false
A1,early,2026-03-20,break:meal,2026-03-20T10:00:00+01:00,2026-03-20T10:30:00+01:00,false,false,,false
A1,early,2026-03-20,work,2026-03-20T10:30:00+01:00,2026-03-20T14:30:00+01:00,true,true,billing,false
A3,night,2026-03-22,shift,2026-03-22T22:00:00+01:00,2026-03-23T06:00:00+01:00,true,true,technical,false
"""

LOCKED = """\
employee_id,shift_id,business_date,activity_code,start,end,paid,work,queue,locked
A1,early,2026-03-23,shift,2026-03-23T07:00:00+01:00,2026-03-23T15:30:00+01:00,true,true,billing,true
"""

BASE: Mapping[str, str] = {
    "scenario.toml": TOML,
    "forecast.csv": FORECAST,
    "agents.csv": AGENTS,
    "time_off.csv": TIME_OFF,
    "availability.csv": AVAILABILITY,
    "preferences.csv": PREFERENCES,
    "events.csv": EVENTS,
    "history.csv": HISTORY,
    "locked.csv": LOCKED,
}

Change = str | bytes | None | Callable[[str], str | bytes]


@pytest.fixture(scope="session")
def base_files() -> Mapping[str, str]:
    """Return the valid scenario's files as text, by name."""
    return BASE


@pytest.fixture
def write_scenario(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes the valid scenario with changes by file name.

    A change is new content, a function from the old to the new content, or None to leave the
    file out.
    """

    def write(changes: Mapping[str, Change] | None = None) -> Path:
        files: dict[str, Change] = {**BASE, **(changes or {})}
        for name, change in files.items():
            content = change(BASE.get(name, "")) if callable(change) else change
            if content is None:
                continue
            data = content if isinstance(content, bytes) else content.encode()
            (tmp_path / name).write_bytes(data)
        return tmp_path

    return write


@pytest.fixture
def assert_fault(
    write_scenario: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Callable[..., None]:
    """Return a function that asserts a located fault, that nothing is loaded, and exit code 2."""

    def check(
        changes: Mapping[str, Change], file: str, line: int | None, value: str | None, words: str
    ) -> None:
        folder = write_scenario(changes)
        faults = find_faults(folder)
        assert any(
            (fault.file, fault.line) == (file, line)
            and words in fault.message
            and value in (None, fault.value)
            for fault in faults
        ), "\n".join(map(str, faults)) or "no fault"
        with pytest.raises(ScenarioError) as caught:
            load_scenario(folder)
        assert caught.value.faults == faults
        monkeypatch.setattr("sys.argv", ["staffwright", "check", str(folder)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        printed = capsys.readouterr().err
        assert end.value.code == 2
        assert all(str(fault) in printed for fault in faults)

    return check
