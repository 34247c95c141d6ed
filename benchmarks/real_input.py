"""Plan two weeks of real call counts: ``python benchmarks/real_input.py --data FOLDER``.

`FOLDER` holds ``technion_bank_1999`` and ``bank_calls_2003`` (README.md names the public sources).
From each a scenario is built in plain files, planned through the command line and reported.
The counts are real; agents, contracts, wages and rules are made up, from fixed seeds.

technion_bank
    An Israeli bank in 1999, around the clock from Sunday to Saturday: 6-minute counts summed to
    half-hours, each day's mean service time as AHT, patience estimated as time waited over calls
    abandoned.
bank_calls
    A North American bank in 2003, Monday to Friday from 07:00 to 21:05: 5-minute counts summed to
    quarter-hours and scaled to a centre of 80 agents at an AHT of 240 s. The last five minutes make
    the interval from 21:00 to 21:15, which holds only their calls; the queue stays open to 21:15.
"""

from __future__ import annotations

import csv
import json
import random
import string
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.table import Table

TECHNION_WEEK = date(1999, 4, 25)  # no night without calls, no holiday
TECHNION_INTERVAL_MINUTES = 30
BANK_WEEK = date(2003, 3, 3)  # every day peaks above 300 calls in five minutes
BANK_INTERVAL_MINUTES = 15
BANK_AHT_S = 240.0
BANK_LOAD_HOURS = 1740.0  # hours of talk a week that keep 80 agents busy
TEMPLATES = Path(__file__).parent / "templates"
RESULTS = Path(__file__).parent / "results"
FORECAST_COLUMNS = ("queue", "channel", "interval_start", "interval_minutes", "volume", "aht_s")
AGENT_COLUMNS = ("employee_id", "name", "contract_id", "fte", "base_rate", "skills")
SCHEDULE_COLUMNS = (
    "employee_id",
    "shift_id",
    "business_date",
    "activity_code",
    "start",
    "end",
    "paid",
    "work",
    "queue",
    "locked",
)


class DataError(click.ClickException):
    """The data are absent or not what the builders expect."""

    exit_code = 2


class PlanError(click.ClickException):
    """No plan was made."""


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a data file."""
    if not path.is_file():
        raise DataError(
            f"{path.parent.name}/{path.name} is not in the data folder; "
            "benchmarks/README.md says where the data are public"
        )
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[dict[str, object]]) -> None:
    """Write a table of the scenario."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


def write_toml(folder: Path, name: str, **values: object) -> None:
    """Write scenario.toml from the template of a scenario."""
    template = string.Template((TEMPLATES / f"{name}.toml").read_text(encoding="utf-8"))
    (folder / "scenario.toml").write_text(template.substitute(values), encoding="utf-8")


def in_intervals(counts: Iterable[tuple[datetime, float]], minutes: int) -> dict[datetime, float]:
    """Sum counts into intervals of the hour, by the local time at which each count begins."""
    sums: dict[datetime, float] = {}
    for at, count in counts:
        start = at.replace(minute=at.minute - at.minute % minutes)
        sums[start] = sums.get(start, 0.0) + count
    return sums


def forecast_row(
    at: datetime, zone: str, minutes: int, volume: float, aht_s: float
) -> dict[str, object]:
    """Return a line of forecast.csv."""
    return {
        "queue": "calls",
        "channel": "voice",
        "interval_start": at.replace(tzinfo=ZoneInfo(zone)).isoformat(),
        "interval_minutes": minutes,
        "volume": f"{volume:.2f}",
        "aht_s": f"{aht_s:.1f}",
    }


def write_agents(
    folder: Path, heads: dict[str, int], rates: tuple[float, float], seed: int
) -> list[str]:
    """Write agents.csv with `heads` agents per contract, all on one queue, and return their ids."""
    chance = random.Random(seed)
    rows: list[dict[str, object]] = []
    for contract in (contract for contract, count in heads.items() for _ in range(count)):
        rate = round(rates[0] + (rates[1] - rates[0]) * chance.random(), 1)
        number = len(rows) + 1
        rows.append(
            {
                "employee_id": f"A{number:03d}",
                "name": f"Agent {number}",
                "contract_id": contract,
                "fte": "1",
                "base_rate": f"{rate:.2f}",
                "skills": "calls",
            }
        )
    write_rows(folder / "agents.csv", AGENT_COLUMNS, rows)
    return [str(row["employee_id"]) for row in rows]


def write_leave(folder: Path, away: dict[str, int], start: date, zone: str, paid: int) -> None:
    """Write time_off.csv: each agent is away for one day, given as days after `start`."""
    rows: list[dict[str, object]] = []
    for agent, offset in away.items():
        day = datetime.combine(start + timedelta(days=offset), datetime.min.time())
        spans = [(day + timedelta(days=k)).replace(tzinfo=ZoneInfo(zone)) for k in (0, 1)]
        rows.append(
            {
                "employee_id": agent,
                "start": spans[0].isoformat(),
                "end": spans[1].isoformat(),
                "kind": "vacation",
                "paid_minutes": paid,
            }
        )
    columns = ("employee_id", "start", "end", "kind", "paid_minutes")
    write_rows(folder / "time_off.csv", columns, rows)


def patience_of(days: Sequence[dict[str, str]]) -> int:
    """Estimate mean patience in seconds: time waited by all calls over calls abandoned."""
    waited = sum(float(day["mean_queue_s"]) * float(day["calls"]) for day in days)
    abandoned = sum(float(day["abandoned"]) for day in days)
    if not abandoned:
        raise DataError(f"no call was abandoned in the week of {days[0]['date']}")
    return round(waited / abandoned)


def service_times(days: Sequence[dict[str, str]]) -> list[float]:
    """Return each day's mean service time; days without one take the mean of the others."""
    served = [day for day in days if float(day["mean_service_s"]) > 0]
    if not served:
        raise DataError(f"no call was served in the week of {days[0]['date']}")
    talk = sum(float(day["mean_service_s"]) * float(day["calls"]) for day in served)
    mean = talk / sum(float(day["calls"]) for day in served)
    return [float(day["mean_service_s"]) or mean for day in days]


def build_technion(data: Path, folder: Path, week: date = TECHNION_WEEK) -> None:
    """Write the scenario of a week that begins on the Sunday `week`.

    The day after the week is needed too: its first six hours are the carry-out. Two agents who
    work the night before the week cover its first hours.

    Raises
    ------
    DataError
        If a day is missing.
    """
    zone = "Asia/Jerusalem"
    counts = {row["date"]: row for row in read_rows(data / "technion_bank_1999/calls_6min.csv")}
    daily = {row["date"]: row for row in read_rows(data / "technion_bank_1999/daily.csv")}
    dates = [(week + timedelta(days=k)).isoformat() for k in range(8)]
    if missing := [day for day in dates if day not in counts or day not in daily]:
        raise DataError(f"technion_bank_1999 has no {missing[0]}: choose a week of complete days")
    days = [daily[day] for day in dates]
    clock_times = [name for name in counts[dates[0]] if name != "date"]
    rows = []
    for day, aht_s in zip(dates, service_times(days), strict=True):
        starts = ((datetime.fromisoformat(f"{day}T{at}"), at) for at in clock_times)
        calls = ((start, float(counts[day][at])) for start, at in starts)
        for at, volume in in_intervals(calls, TECHNION_INTERVAL_MINUTES).items():
            if day != dates[7] or at.hour < 6:
                rows.append(forecast_row(at, zone, TECHNION_INTERVAL_MINUTES, volume, aht_s))
    folder.mkdir(parents=True, exist_ok=True)
    values = {"start": week.isoformat(), "patience_s": patience_of(days[:7])}
    write_toml(folder, "technion_bank", **values)
    write_rows(folder / "forecast.csv", FORECAST_COLUMNS, rows)
    agents = write_agents(folder, {"full": 20, "part": 14}, (38.0, 62.0), seed=1999)
    write_leave(folder, {agents[4]: 1, agents[9]: 3, agents[17]: 2}, week, zone, 480)
    eve = datetime.combine(week - timedelta(days=1), datetime.min.time()).replace(hour=22)
    write_rows(folder / "history.csv", SCHEDULE_COLUMNS, night_before(agents[:2], eve, zone))


def night_before(agents: Sequence[str], start: datetime, zone: str) -> list[dict[str, object]]:
    """Return the rows of a night shift for each agent; their breaks do not coincide."""
    rows: list[dict[str, object]] = []
    for turn, agent in enumerate(agents):
        edges = [0, 105 + 30 * turn, 120 + 30 * turn, 225 + 45 * turn, 255 + 45 * turn]
        edges += [390 + 30 * turn, 405 + 30 * turn, 510]
        codes = ("work", "break:rest1", "work", "break:meal", "work", "break:rest2", "work")
        for code, begin, end in zip(codes, edges[:-1], edges[1:], strict=True):
            times = [
                (start + timedelta(minutes=m)).replace(tzinfo=ZoneInfo(zone)) for m in (begin, end)
            ]
            rows.append(
                {
                    "employee_id": agent,
                    "shift_id": "night",
                    "business_date": start.date().isoformat(),
                    "activity_code": code,
                    "start": times[0].isoformat(),
                    "end": times[1].isoformat(),
                    "paid": str(code != "break:meal").lower(),
                    "work": str(code == "work").lower(),
                    "queue": "calls" if code == "work" else "",
                    "locked": "false",
                }
            )
    return rows


def build_bank(data: Path, folder: Path, week: date = BANK_WEEK) -> None:
    """Write the scenario of a week that begins on the Monday `week`.

    Raises
    ------
    DataError
        If one of the five weekdays is missing.
    """
    zone = "America/New_York"
    days = {week + timedelta(days=k) for k in range(5)}
    counts = [
        (datetime.fromisoformat(row["start_local"]), float(row["calls"]))
        for row in read_rows(data / "bank_calls_2003/bank_calls.csv")
    ]
    counts = [(at, calls) for at, calls in counts if at.date() in days]
    if missing := sorted(days - {at.date() for at, _ in counts}):
        raise DataError(f"bank_calls_2003 has no {missing[0]}: choose a week of five weekdays")
    scale = BANK_LOAD_HOURS * 3600 / BANK_AHT_S / sum(calls for _, calls in counts)
    volumes = in_intervals(counts, BANK_INTERVAL_MINUTES)
    rows = [
        forecast_row(at, zone, BANK_INTERVAL_MINUTES, volume * scale, BANK_AHT_S)
        for at, volume in sorted(volumes.items())
    ]
    folder.mkdir(parents=True, exist_ok=True)
    write_toml(folder, "bank_calls", start=week.isoformat())
    write_rows(folder / "forecast.csv", FORECAST_COLUMNS, rows)
    agents = write_agents(folder, {"full": 56, "part": 24}, (17.0, 26.0), seed=2003)
    write_leave(folder, {agents[7]: 0, agents[30]: 2, agents[44]: 4}, week, zone, 480)


BUILDERS: dict[str, Callable[[Path, Path], None]] = {
    "technion_bank": build_technion,
    "bank_calls": build_bank,
}


@dataclass(frozen=True)
class Result:
    """What planning a scenario came to. Hours are agent-hours over the horizon."""

    scenario: str
    version: str
    seed: int
    time_limit_s: float
    wall_s: float
    agents: int
    required_h: float
    scheduled_h: float
    currency: str
    cost: str
    bound: str
    gap: str
    under_h: float
    over_h: float
    audit: str
    finished: str


def plan(scenario: Path, out: Path, time_limit: float, seed: int) -> float:
    """Plan a scenario through the command line and return the seconds it took.

    Raises
    ------
    PlanError
        If no plan was written; the message is the command's own.
    """
    command = [sys.executable, "-m", "staffwright", "plan", str(scenario), "--out", str(out)]
    command += ["--time-limit", f"{time_limit:g}", "--seed", str(seed), "--json"]
    begun = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - begun
    if done.returncode not in (0, 1):  # 1 is a plan that breaks a promise
        raise PlanError(f"{scenario.name} was not planned (exit {done.returncode}): {done.stderr}")
    return seconds


def column_hours(path: Path, column: str, interval_minutes: int) -> float:
    """Return the sum of a column of agents per interval in agent-hours."""
    return sum(float(row[column] or 0) for row in read_rows(path)) * interval_minutes / 60


def summarise(scenario: Path, out: Path, time_limit: float, seed: int, seconds: float) -> Result:
    """Return the figures of a finished plan, read from its folder."""
    finished = json.loads((out / "plan.json").read_text(encoding="utf-8"))
    toml = tomllib.loads((scenario / "scenario.toml").read_text(encoding="utf-8"))
    minutes = toml["horizon"]["interval_minutes"]
    gap = finished["gap"]
    return Result(
        scenario=scenario.name,
        version=version("staffwright"),
        seed=seed,
        time_limit_s=time_limit,
        wall_s=round(seconds, 1),
        agents=len(read_rows(scenario / "agents.csv")),
        required_h=column_hours(out / "requirements.csv", "required", minutes),
        scheduled_h=column_hours(out / "requirements.csv", "scheduled", minutes),
        currency=finished["currency"],
        cost=f"{Decimal(finished['cost']['total']):.2f}",
        bound="" if finished["bound"] is None else f"{finished['bound']:.2f}",
        gap="" if gap is None else f"{float(gap):.4f}",
        under_h=round(column_hours(out / "coverage.csv", "under", minutes), 2),
        over_h=round(column_hours(out / "coverage.csv", "over", minutes), 2),
        audit="clean" if finished["promises"]["audit"] else "broken",
        finished=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def record(result: Result, results: Path) -> None:
    """Append a result to the table of its version."""
    results.mkdir(parents=True, exist_ok=True)
    path = results / f"real_input-{result.version}.csv"
    fresh = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, list(asdict(result)), lineterminator="\n")
        if fresh:
            table.writeheader()
        table.writerow(asdict(result))


def show(results: Sequence[Result]) -> None:
    """Print the results, one column per scenario."""
    table = Table(title="Real input")
    table.add_column("")
    for result in results:
        table.add_column(result.scenario, justify="right")
    for name in asdict(results[0]):
        if name != "scenario":
            table.add_row(name, *(str(getattr(result, name)) for result in results))
    Console().print(table)


@click.command()
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    required=True,
    help="Folder that holds technion_bank_1999 and bank_calls_2003.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Where scenarios and plans are kept.")
@click.option("--time-limit", type=float, default=120.0, show_default=True, help="Seconds each.")
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--only", type=click.Choice(sorted(BUILDERS)), help="Plan one of them.")
def main(data: Path, out: Path | None, time_limit: float, seed: int, only: str | None) -> None:
    """Build the scenarios of two real weeks, plan them and print what came out."""
    results: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="real_input-") as scratch:
        place = out or Path(scratch)
        try:
            for name in [only] if only else sorted(BUILDERS):
                scenario, plan_folder = place / name, place / f"{name}-plan"
                BUILDERS[name](data, scenario)
                seconds = plan(scenario, plan_folder, time_limit, seed)
                results.append(summarise(scenario, plan_folder, time_limit, seed, seconds))
                record(results[-1], RESULTS)
        finally:
            if results:
                show(results)


if __name__ == "__main__":
    main()
