"""Speed and accuracy of the staffing engine: ``python benchmarks/staffing.py``.

speed
    A million intervals on one core: Erlang C with a service-level target, Erlang A, and the
    arithmetic floor (two logarithms, an exponential and a ceiling per interval in numpy). Beside
    them pyworkforce on a sample of the same intervals, where it is installed. The same agents
    must come out.
year
    A forecast file of a year of quarter-hours for 20 queues (700,800 rows), through
    ``staffwright staff`` as a process of its own: processor seconds of that process.
overload
    100 agents through a peak of 110 erlangs: the queue by each method against the forward
    equations, and Feldman et al.'s sine wave: the range of the probability of waiting.
carried
    A week of quarter-hours for 20 queues, each staffed with its backlog carried on.

Each figure is printed and appended to ``results/staffing-<version>.csv``.
"""

from __future__ import annotations

import csv
import importlib.util
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from statistics import median

import click
import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.table import Table
from scipy.stats import norm
from staffwright.models.queueing import (
    expected_queue,
    queue_over_time,
    required_agents,
    required_over_time,
)

RESULTS = Path(__file__).parent / "results"
COLUMNS = ("when", "version", "part", "what", "value", "unit", "note")
FloatArray = npt.NDArray[np.float64]
Figure = tuple[str, float, str, str]  # what, value, unit, note

INTERVALS = 1_000_000
REPEATS = 5
PEER_SAMPLE = 300
INTERVAL_S = 900.0
OVERLOAD = (80.0, 95.0, 110.0, 100.0, 80.0, 60.0)


def processor_seconds(work: Callable[[], object]) -> float:
    """Return the median processor time of some runs, after one that is not counted."""
    work()
    taken = []
    for _ in range(REPEATS):
        begin = time.process_time()
        work()
        taken.append(time.process_time() - begin)
    return median(taken)


def speed() -> Iterator[Figure]:
    """Time a million intervals."""
    random = np.random.default_rng(1)
    load = np.exp(random.uniform(np.log(0.05), np.log(2000), INTERVALS))
    aht_s = random.uniform(120, 600, INTERVALS)
    patience_s = random.uniform(60, 600, INTERVALS)
    scale = 1e9 / INTERVALS
    target = {"service_level": 0.8, "within_s": 20.0}
    cases: dict[str, Callable[[], object]] = {
        "Erlang C": lambda: required_agents(load, aht_s, **target),
        "Erlang A, one patience": lambda: required_agents(load, aht_s, **target, patience_s=180.0),
        "Erlang A, a patience each": lambda: required_agents(
            load, aht_s, **target, patience_s=patience_s
        ),
        "arithmetic floor": lambda: np.ceil(load + np.exp(np.log(load) + np.log(aht_s))),
    }
    taken = {name: processor_seconds(work) * scale for name, work in cases.items()}
    for name, nanoseconds in taken.items():
        yield name, nanoseconds, "ns per interval", f"median of {REPEATS}, {INTERVALS:,} intervals"
    yield from beside_pyworkforce(load, aht_s, taken["Erlang C"])


def beside_pyworkforce(load: FloatArray, aht_s: FloatArray, ours_ns: float) -> Iterator[Figure]:
    """Time pyworkforce on some of the intervals, and compare the agents."""
    if importlib.util.find_spec("pyworkforce") is None:
        yield "pyworkforce", float("nan"), "ns per interval", "not installed"
        return
    from pyworkforce.queuing import ErlangC

    peer = version("pyworkforce")
    sample = np.random.default_rng(2).choice(np.flatnonzero(load < 500), PEER_SAMPLE)
    begin = time.process_time()
    theirs = [
        ErlangC(
            transactions=load[k] / aht_s[k] * INTERVAL_S,
            aht=aht_s[k] / 60,
            interval=INTERVAL_S / 60,
            asa=20 / 60,
        ).required_positions(service_level=0.8)["raw_positions"]
        for k in sample
    ]
    nanoseconds = (time.process_time() - begin) * 1e9 / PEER_SAMPLE
    yield "pyworkforce", nanoseconds, "ns per interval", f"{peer}, {PEER_SAMPLE} of them"
    yield "pyworkforce over ours", nanoseconds / ours_ns, "times", ""
    ours = required_agents(load[sample], aht_s[sample], service_level=0.8, within_s=20.0)
    # it begins at round(load + 1), so that it may overstaff small queues with lenient targets
    different = int(np.sum(ours != np.array(theirs)))
    yield "intervals where pyworkforce differs", different, f"of {PEER_SAMPLE}", ""


def write_year(path: Path, queues: int = 20) -> int:
    """Write a year of quarter-hours; return the number of rows."""
    random = np.random.default_rng(3)
    day = np.clip(np.sin((np.arange(96) - 28) / 96 * 2 * np.pi) + 0.6, 0.05, None)
    begin = datetime(2026, 1, 1)
    times = [f"{begin + k * timedelta(minutes=15):%Y-%m-%dT%H:%M}" for k in range(96 * 365)]
    with path.open("w", encoding="utf-8") as stream:
        stream.write("interval_start,queue,volume,aht_s\n")
        for queue in range(queues):
            volume = random.poisson(np.tile(day, 365) * random.uniform(5, 60))
            aht_s = int(random.uniform(180, 420))
            stream.writelines(
                f"{at},queue {queue:02d},{count},{aht_s}\n"
                for at, count in zip(times, volume, strict=True)
            )
    return queues * len(times)


def year() -> Iterator[Figure]:
    """Time the command from a year's forecast to requirements.csv."""
    with tempfile.TemporaryDirectory(prefix="staffing-") as scratch:
        forecast, out = Path(scratch) / "year.csv", Path(scratch) / "requirements.csv"
        rows = write_year(forecast)
        for name, extra in (("Erlang C", ()), ("Erlang A", ("--patience", "180"))):
            command = [sys.executable, "-m", "staffwright", "staff", str(forecast), *extra]
            command += ["--service-level", "80/20", "--time-zone", "UTC", "--out", str(out)]
            taken = []
            for _ in range(3):
                before = os.times()
                subprocess.run(command, check=True, capture_output=True, cwd=scratch)
                after = os.times()
                taken.append(
                    after.children_user
                    - before.children_user
                    + after.children_system
                    - before.children_system
                )
            yield f"year of 20 queues, {name}", median(taken), "s of process time", f"{rows:,} rows"


def overload() -> Iterator[Figure]:
    """Compare the methods for time-varying demand with the forward equations."""
    exact = queue_over_time(OVERLOAD, 100, 300, 900, method="exact")
    yield from each("queue, exact", exact.queue)
    for method in ("auto", "gaussian"):
        path = queue_over_time(OVERLOAD, 100, 300, 900, method=method)
        yield from each(f"queue, {method}", path.queue)
    yield from each("queue, interval by interval", expected_queue(OVERLOAD, 100, 300))
    exact_lost = queue_over_time(OVERLOAD, 100, 300, 900, 120, method="exact").abandonment
    for method in ("auto", "gaussian"):
        lost = queue_over_time(OVERLOAD, 100, 300, 900, 120, method=method).abandonment
        worst = float(np.abs(lost - exact_lost).max())
        yield f"abandonment, {method}: largest error", worst, "share", "patience 120 s"
    yield from sine_wave()


def each(what: str, values: FloatArray) -> Iterator[Figure]:
    """Return one figure per interval."""
    for load, value in zip(OVERLOAD, values, strict=True):
        yield f"{what} at {load:g} erlangs", float(value), "contacts", ""


def sine_wave() -> Iterator[Figure]:
    """Staff Feldman et al.'s arrivals at 100 + 20 sin t by modified offered load."""
    step = 0.05
    edges = np.arange(0, 4 * np.pi, step)
    middle = edges[:-1] + step / 2
    rate = 100 - 20 * np.diff(np.cos(edges)) / step
    carried = 100 + 10 * (np.sin(middle) - np.cos(middle))
    for alpha in (0.1, 0.5, 0.9):
        for name, load in (("modified offered load", carried), ("each moment alone", rate)):
            agents = np.ceil(load + norm.isf(alpha) * np.sqrt(load))
            path = queue_over_time(rate, agents, 1, step, 1, start=[90, 90], method="exact")
            what = f"P(wait) {alpha:g}, {name}"
            yield f"{what}: least", float(path.waiting.min()), "", ""
            yield f"{what}: most", float(path.waiting.max()), "", ""


def carried() -> Iterator[Figure]:
    """Time a week of 20 queues with backlog carried on."""
    day = np.clip(np.sin((np.arange(96) - 28) / 96 * 2 * np.pi) + 0.6, 0.02, None)
    peaks = np.linspace(3, 120, 20)
    load = np.tile(day / day.max(), 7) * peaks[:, None]

    def staff() -> None:
        for queue in load:
            required_over_time(
                queue, aht_s=300, interval_s=INTERVAL_S, service_level=0.8, within_s=20
            )

    yield "week of 20 queues, backlog carried", processor_seconds(staff), "s", f"{load.size:,} rows"


PARTS = {"speed": speed, "year": year, "overload": overload, "carried": carried}


@click.command()
@click.option("--only", type=click.Choice(list(PARTS)), help="Run one part.")
def main(only: str | None) -> None:
    """Measure the staffing engine and print the figures."""
    now, release = f"{datetime.now():%Y-%m-%d %H:%M}", version("staffwright")
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"staffing-{release}.csv"
    table = Table("part", "what", "value", "unit", "note", title="Staffing engine")
    with path.open("a", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        if stream.tell() == 0:
            writer.writerow(COLUMNS)
        for part in [only] if only else PARTS:
            for what, value, unit, note in PARTS[part]():
                writer.writerow([now, release, part, what, f"{value:.6g}", unit, note])
                stream.flush()
                table.add_row(part, what, f"{value:,.4g}", unit, note)
    Console().print(table)


if __name__ == "__main__":
    main()
