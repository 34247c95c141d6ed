"""The engine on instances of Curtois & Qu: ``python benchmarks/curtois_qu.py FILE...``.

Every instance is solved for so many seconds in a process of its own. Its roster goes to
``OUT/<instance>.csv`` and is checked by curtois_qu_checker.py; the run is a line of
``results/curtois_qu-<version>.jsonl``, and a run that is there with the same instance, seed and
seconds is not made again. ``--page`` writes docs/benchmark_curtois_qu.md from the lines.
"""

from __future__ import annotations

import json
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click
from curtois_qu_checker import check
from curtois_qu_instance import InstanceError, read_instance
from curtois_qu_page import published, write_page
from measured_on import machine
from rich.console import Console
from rich.table import Table

RESULTS = Path(__file__).parent / "results"
CHILD = Path(__file__).with_name("curtois_qu_run.py")

Record = dict[str, Any]


def lines_of(path: Path) -> list[Record]:
    """Return the runs of a results file; none if there is no file."""
    if not path.is_file():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def key(run: Record) -> tuple[Any, ...]:
    """Return what makes two runs the same."""
    return run["instance"], run["seconds_allowed"], run["seed"], run.get("clock", "wall")


def run_one(file: Path, seconds: float, seed: int, out: Path, clock: str) -> Record:
    """Solve an instance in a process of its own; return its line, the roster checked.

    Raises
    ------
    click.ClickException
        If the process fails, or the checker finds a rule broken or another cost.
    """
    roster = out / f"{file.stem}.csv"
    task = {
        "file": str(file),
        "seconds": seconds,
        "seed": seed,
        "roster": str(roster),
        "clock": clock,
    }
    ended = subprocess.run(
        [sys.executable, str(CHILD), json.dumps(task)], capture_output=True, text=True
    )
    if ended.returncode:
        raise click.ClickException(
            f"{file.stem} ended with code {ended.returncode}: {ended.stderr[-2000:]}"
        )
    line: Record = json.loads(ended.stdout.splitlines()[-1])
    cost, faults = check(file, roster)
    if faults or cost != line["cost"]:
        told = "; ".join(faults[:5]) or "no rule broken"
        raise click.ClickException(
            f"{file.stem}: the engine says {line['cost']}, the checker {cost}: {told}"
        )
    return line | {
        "checked": True,
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "version": version("staffwright"),
        "ortools": version("ortools"),
        "highspy": version("highspy"),
        "python": platform.python_version(),
        "machine": machine(),
    }


def shown(lines: list[Record]) -> Table:
    """Return the runs beside the published values."""
    table = Table("instance", "seed", "cost", "bound", "seconds", "CPU s", "load", "best", "IP+VNS")
    for line in lines:
        best, other = published(line["instance"], "best known", "IP+VNS, 10 min")
        bound = "" if line["bound"] is None else f"{line['bound']:g}"
        times = f"{line['seconds']:.0f}", f"{line['cpu_seconds']:.0f}", f"{line['load']:.1f}"
        table.add_row(
            line["instance"], str(line["seed"]), str(line["cost"]), bound, *times, best, other
        )
    return table


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--seconds", default=600.0, show_default=True, type=click.FloatRange(1.0))
@click.option("--seed", "seeds", multiple=True, default=(1,), show_default=True, type=int)
@click.option("--out", default=Path("rosters"), show_default=True, type=click.Path(path_type=Path))
@click.option(
    "--clock",
    type=click.Choice(["wall", "processor"]),
    default="wall",
    show_default=True,
    help="Seconds of the processor, per worker, are for a busy machine.",
)
@click.option("--page", is_flag=True, help="Write docs/benchmark_curtois_qu.md from all runs.")
def main(
    files: tuple[Path, ...],
    seconds: float,
    seeds: tuple[int, ...],
    out: Path,
    clock: str,
    page: bool,
) -> None:
    """Solve instances, check the rosters and say how they compare."""
    console = Console()
    path = RESULTS / f"curtois_qu-{version('staffwright')}.jsonl"
    lines = lines_of(path)
    for file in files:
        try:
            read_instance(file)
        except InstanceError as fault:
            raise click.UsageError(str(fault)) from fault
    for seed in seeds:
        for file in files:
            done = [x for x in lines if key(x) == (file.stem, seconds, seed, clock)]
            roster = out / f"{file.stem}.csv"
            if done and roster.is_file():
                console.print(shown(done))
                continue
            out.mkdir(parents=True, exist_ok=True)
            line = run_one(file, seconds, seed, out, clock)
            if not done:
                lines.append(line)
                RESULTS.mkdir(exist_ok=True)
                with path.open("a", encoding="utf-8") as results:
                    results.write(json.dumps(line) + "\n")
            console.print(shown([line]))
    if page:
        write_page(lines, Path(__file__).parents[1] / "docs" / "benchmark_curtois_qu.md")


if __name__ == "__main__":
    main()
