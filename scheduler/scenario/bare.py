"""A scenario from a bare forecast file, with agents or without, on stated defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from ..errors import ScenarioError
from .agents import COLUMNS as AGENT_COLUMNS
from .agents import AgentDefaults
from .assembly import Sources, assemble
from .cells import instants, numbers
from .defaults import BASE_RATE, CONTRACT, SERVICE_LEVEL, WITHIN_S, default_premiums, fill_defaults
from .faults import FaultLog
from .files import read_file
from .forecast import read_forecast
from .forecast_files import read_forecast_table
from .forecast_names import ForecastNames
from .known import Known
from .spec import INTERVALS
from .spec_reader import SpecSource
from .tables import Columns, Table, TableSource, read_table
from .types import Scenario
from .zones import zone_exists

OPTIONS = "options"
"""Name in faults of what was given beside the files."""

QUEUE = "main"
"""The queue of a forecast without the column queue."""

_OFFSET = r"\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?\s*(Z|z|[+-]\d{2}:?\d{2})$"


def scenario_from_files(
    forecast: str | Path,
    agents: str | Path | None = None,
    *,
    service_level: float | None = None,
    within_s: float | None = None,
    mean_wait_s: float | None = None,
    max_occupancy: float | None = None,
    max_abandonment: float | None = None,
    patience_s: float | None = None,
    shrinkage: float | None = None,
    minimum_staff: int | None = None,
    self_service: float | None = None,
    outsourced: float | None = None,
    dispersion: float | None = None,
    confidence: float | None = None,
    method: str | None = None,
    target_over: str | None = None,
    zone: str | None = None,
) -> Scenario:
    """Make a scenario of a forecast file and defaults, which `defaults_used` names.

    Parameters
    ----------
    forecast : path
        Columns as in forecast.csv; without the column queue there is one queue, ``main``.
    agents : path, optional
        Columns as in agents.csv, of which only employee_id is needed. Without agents only
        the requirement can be computed, for up to 400 days instead of 42.
    service_level, within_s, mean_wait_s, max_occupancy, max_abandonment, patience_s : optional
        Targets and patience of every queue, as in scenario.toml. Without any target 80 %
        are answered within 20 s.
    shrinkage : float, optional
        Unplanned absence as a share of the agents rostered.
    minimum_staff : int, optional
        Agents of every queue at all times.
    self_service, outsourced, dispersion, confidence, method, target_over : optional
        Demand and method of every queue, as in scenario.toml.
    zone : str, optional
        IANA time zone of local times and of the days.

    Raises
    ------
    ScenarioError
        With every fault found; faults of the arguments are in the file ``options``.
    """
    queue_values: dict[str, Any] = {
        "service_level": service_level,
        "within_s": within_s,
        "mean_wait_s": mean_wait_s,
        "max_occupancy": max_occupancy,
        "max_abandonment": max_abandonment,
        "patience_s": patience_s,
        "minimum_staff": minimum_staff,
        "self_service": self_service,
        "outsourced": outsourced,
        "dispersion": dispersion,
        "confidence": confidence,
        "method": method,
        "target_over": target_over,
    }
    log = FaultLog()
    files = _files(Path(forecast), None if agents is None else Path(agents), log)
    return bare_scenario(files, queue_values, log, shrinkage=shrinkage, zone=zone)


def bare_scenario(
    files: Mapping[str, TableSource],
    queue_values: Mapping[str, Any],
    log: FaultLog,
    *,
    shrinkage: float | None = None,
    zone: str | None = None,
) -> Scenario:
    """Make a scenario of tables and defaults; parameters as of `scenario_from_files`."""
    table = None
    if "forecast" in files:
        table = read_forecast_table(files["forecast"], ForecastNames(), log)
    roster = _agent_table(files)
    scenario = None
    if table is not None:
        said: list[str] = []
        site_zone = _zone(table, roster, zone, said, log)
        frame = _first_look(table, site_zone, log)
        if frame is not None:
            raw = _specification(table, frame, roster, site_zone, queue_values, said, log)
            if raw is not None and shrinkage is not None:
                raw["shrinkage"] = {"unplanned": shrinkage}
            if raw is not None:
                scenario = _assemble(raw, said, files, table, frame, log)
    if scenario is None or len(log):
        raise ScenarioError(log.sorted())
    return scenario


def _files(forecast: Path, agents: Path | None, log: FaultLog) -> dict[str, TableSource]:
    read = {"forecast": read_file(forecast, log, sheet="forecast")}
    if agents is not None:
        read["agents"] = read_file(agents, log, sheet="agents")
    return {stem: file for stem, file in read.items() if file is not None}


def _agent_table(files: Mapping[str, TableSource]) -> Table | None:
    """Read the agents for their time zone and currency; faults are noted when they are used."""
    if "agents" not in files:
        return None
    columns = Columns((), AGENT_COLUMNS.names)
    return read_table(files["agents"], columns, FaultLog())


def _only(table: Table | None, column: str) -> str | None:
    """Return the one value of a column, None where there is none or there are several."""
    values = [] if table is None else table.text(column).drop_nulls().unique().to_list()
    return str(values[0]) if len(values) == 1 else None


def _zone(
    table: Table, roster: Table | None, given: str | None, said: list[str], log: FaultLog
) -> str:
    """Return the time zone: the one given, the agents', the offset's, or UTC."""
    if given is not None:
        if zone_exists(given):
            return given
        message = "unknown time zone; write an IANA name such as Europe/Berlin"
        log.add(OPTIONS, message, column="zone", value=given)
        return "UTC"
    from_agents = _only(roster, "timezone")
    if from_agents is not None and zone_exists(from_agents):
        said.append(f"site: the time zone is the agents', {from_agents}.")
        return from_agents
    offsets = table.text("interval_start").str.extract(_OFFSET).drop_nulls().unique().to_list()
    minutes = sorted({_offset_minutes(text) for text in offsets})
    if not minutes or minutes == [0]:
        said.append("site: no time zone is given, so UTC.")
        return "UTC"
    if roster is None and len(minutes) > 1 and all(offset % 60 == 0 for offset in minutes):
        said.append("site: the offsets differ and no time zone is given, so days are UTC days.")
        return "UTC"
    if len(minutes) > 1 or minutes[0] % 60 or not -12 <= minutes[0] // 60 <= 14:
        log.add(
            table.file,
            "the offsets from UTC do not tell the time zone: give one, such as Europe/Berlin",
            column="interval_start",
            value=", ".join(sorted(offsets)),
        )
        return "UTC"
    # the signs of these zones are reversed: Etc/GMT-1 is one hour ahead of UTC
    name = f"Etc/GMT{-minutes[0] // 60:+d}"
    said.append(f"site: no time zone is given, so the forecast's offset all year ({name}).")
    return name


def _offset_minutes(text: str) -> int:
    if text in ("Z", "z"):
        return 0
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return -minutes if text[0] == "-" else minutes


def _first_look(table: Table, zone: str, log: FaultLog) -> pl.DataFrame | None:
    """Return local start and volume of the rows that can be read; None where there is none."""
    scratch = FaultLog()
    start = instants(table, "interval_start", zone, scratch).first
    volume = numbers(table, "volume", scratch)
    local = start.dt.convert_time_zone(zone).dt.replace_time_zone(None)
    frame = pl.DataFrame({"utc": start, "local": local, "volume": volume}).drop_nulls("utc")
    if len(frame):
        return frame
    # nothing to make a horizon of: say what is wrong with the rows
    read_forecast(table, Known(zone=zone), log)
    return None


def _specification(
    table: Table,
    frame: pl.DataFrame,
    roster: Table | None,
    zone: str,
    queue_values: Mapping[str, Any],
    said: list[str],
    log: FaultLog,
) -> dict[str, Any] | None:
    """Return what a scenario.toml for these files would hold; None without an interval."""
    interval = _interval(table, frame, said, log)
    if interval is None:
        return None
    days = frame["local"].dt.date().unique().sort()
    first, last = days[0], days[-1]
    n_days = (last - first).days + 1
    said.append(f"horizon: the forecast's dates, {first} to {last}.")
    queues = sorted(table.text("queue").drop_nulls().unique())
    if not table.has("queue"):
        queues = [QUEUE]
        said.append(f'queues: the forecast names none, so there is one, "{QUEUE}".')
    values = {name: value for name, value in queue_values.items() if value is not None}
    if not any(name in values for name in list(queue_values)[:5]):
        values.update(service_level=SERVICE_LEVEL, within_s=float(WITHIN_S))
        said.append(
            f"queues: no target is given, so {SERVICE_LEVEL:.0%} answered within {WITHIN_S} s."
        )
    if _patience_is_missing(table, values):
        said.append("queues: no patience is given, so callers never hang up (Erlang C).")
    raw: dict[str, Any] = {
        "site": {"name": Path(table.file).stem[:200] or "Site", "time_zone": zone},
        "horizon": {
            "start": first,
            "days": n_days,
            "interval_minutes": interval,
        },
        "queues": [{"id": queue, **values} for queue in queues],
    }
    if roster is not None:
        currency = _only(roster, "currency")
        raw["site"]["currency"] = currency or "EUR"
        if currency is None:
            said.append("site: no currency is given, so EUR.")
        raw["pay"] = {"premiums": default_premiums()}
        said.append(
            "pay: no premiums are given, so 25 % at night (23:00-06:00) and 50 % on Sundays; "
            "both may come together."
        )
        _say_agent_defaults(roster, said)
    return raw


def _patience_is_missing(table: Table, values: dict[str, Any]) -> bool:
    """Say whether neither the options nor the forecast give a patience."""
    return "patience_s" not in values and not table.text("patience_s").is_not_null().any()


def _say_agent_defaults(roster: Table, said: list[str]) -> None:
    for column, sentence in (
        ("skills", "agents: no skills are given, so everybody serves every queue."),
        ("base_rate", f"agents: no base rate is given, so {BASE_RATE} an hour."),
        ("fte", "agents: no fte is given, so everybody works full time."),
    ):
        if roster.text(column).is_null().any():
            said.append(sentence)


def _interval(table: Table, frame: pl.DataFrame, said: list[str], log: FaultLog) -> int | None:
    """Return the interval from its column, or else the longest one that all starts lie on."""
    given = numbers(table, "interval_minutes", FaultLog(), required=False).drop_nulls().unique()
    if len(given) == 1:
        minutes, column = int(given[0]), "interval_minutes"
    else:
        minutes, column = _step(frame), "interval_start"
        said.append(f"horizon: the interval is the forecast's step, {minutes} minutes.")
    if minutes in INTERVALS and (len(given) == 0 or minutes == given[0]):
        return minutes
    allowed = ", ".join(map(str, INTERVALS))
    message = f"intervals must all have the same length, one of {allowed} minutes"
    shown = ", ".join(f"{value:g}" for value in given.sort().head(5)) or f"{minutes}"
    log.add(table.file, message, column=column, value=shown)
    return None


def _step(frame: pl.DataFrame) -> int:
    """Return the longest interval on which all starts lie, or their usual distance."""
    local = frame["local"]
    clocks = {int(clock) for clock in (local.dt.hour().cast(pl.Int64) * 60 + local.dt.minute())}
    fitting = [minutes for minutes in INTERVALS if all(clock % minutes == 0 for clock in clocks)]
    if fitting:
        return min(max(fitting), 30) if len(clocks) == 1 else max(fitting)
    # a few starts lie off the grid: take the usual step, so that those are the faults
    steps = frame["utc"].unique().sort().diff().drop_nulls().dt.total_minutes()
    usual = steps.mode().min() if len(steps) else None
    return int(usual) if isinstance(usual, int) else 0


def _hours_with_volume(frame: pl.DataFrame, interval: int) -> tuple[int, int]:
    local = frame.filter(pl.col("volume") > 0)["local"]
    if not len(local):
        return 0, 1440
    clock = local.dt.hour().cast(pl.Int64) * 60 + local.dt.minute().cast(pl.Int64)
    return int(clock.min() or 0), int(clock.max() or 0) + interval  # type: ignore[arg-type]


def _assemble(
    raw: dict[str, Any],
    said: list[str],
    files: Mapping[str, TableSource],
    table: Table,
    frame: pl.DataFrame,
    log: FaultLog,
) -> Scenario | None:
    with_agents = "agents" in files
    hours = _hours_with_volume(frame, raw["horizon"]["interval_minutes"])
    filled, sentences = fill_defaults(raw, with_agents=with_agents, hours=hours)
    queues = frozenset(queue["id"] for queue in raw["queues"])
    scratch = FaultLog()
    scenario = assemble(
        Sources(
            spec=SpecSource(OPTIONS, filled),
            files=files,
            tables={"forecast": table},
            agent_defaults=AgentDefaults(CONTRACT, BASE_RATE, queues),
            with_agents=with_agents,
            sentences=(*said, *sentences),
            hashes={file.name: file.sha256 for file in files.values()},
        ),
        scratch,
    )
    log.take(_in_users_words(scratch, files["forecast"].name))
    # the name is the forecast's, for messages
    return None if scenario is None else replace(scenario, is_named=False)


def _in_users_words(found: FaultLog, forecast: str) -> FaultLog:
    """Let faults of the specification, which nobody wrote, name the option or file meant."""
    renamed = FaultLog()
    meant = {"id": (forecast, "queue"), "days": (forecast, "interval_start")}
    for fault in found.sorted():
        if fault.file == OPTIONS and fault.column is not None:
            key = fault.column.rpartition(".")[2]
            key = "shrinkage" if key == "unplanned" else key
            file, column = meant.get(key, (OPTIONS, key))
            fault = replace(fault, file=file, column=column)
        renamed.note(fault)
    return renamed
