"""A small German service desk whose tables come from other systems."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from staffwright.scheduler.errors import Fault
from staffwright.scheduler.scenario import find_faults

TOML = """\
[site]
name = "Störungsdienst"
time_zone = "Europe/Berlin"

[horizon]
start = 2026-03-23
days = 7
interval_minutes = 30

[shrinkage]
unplanned = 0.05

[[queues]]
id = "billing"
patience_s = 180

[[queues]]
id = "technical"
patience_s = 240

[[shifts]]
id = "early"
kind = "day"
start = "06:00"
latest_start = "09:00"
lengths_minutes = [510]

[[contracts]]
id = "full"
weekly_hours = 39
max_weekly_hours = 48

[[contracts]]
id = "part"
weekly_hours = 30
max_weekly_hours = 40
"""

FORECAST = """\
queue,interval_start,volume,aht_s
billing,2026-03-23 08:00,12,240
technical,2026-03-23 08:00,3,600
"""

AGENTS = """\
employee_id,name,contract_id,base_rate,skills
E1,Jürgen Müller,full,21.50,billing|technical
E2,"Šimek, Eva",part,19.00,billing
E3,Zoë O'Neill,full,20.00,technical
"""

BASE = {"scenario.toml": TOML, "forecast.csv": FORECAST, "agents.csv": AGENTS}


def write(folder: Path, changes: Mapping[str, str | bytes | None] | None = None) -> Path:
    """Write the scenario with other files; None leaves one out."""
    for name, content in {**BASE, **(changes or {})}.items():
        if content is not None:
            data = content if isinstance(content, bytes) else content.encode()
            (folder / name).write_bytes(data)
    return folder


def with_section(section: str) -> str:
    """Return scenario.toml with a section more."""
    return f"{TOML}\n{section}"


def faults(folder: Path) -> list[Fault]:
    """Return the faults of a folder."""
    return list(find_faults(folder))


def windows(text: str) -> bytes:
    """Return a table as a German Excel saves it: BOM, semicolons, decimal commas, CR LF."""
    rows = [row.split(",") for row in text.strip().split("\n")]
    comma = [
        ";".join(
            cell.replace(".", ",") if cell.replace(".", "", 1).isdigit() else cell for cell in row
        )
        for row in rows
    ]
    return b"\xef\xbb\xbf" + ("\r\n".join(comma) + "\r\n").encode()
