"""Rostering speed and gap on generated centres: ``python benchmarks/rostering.py``.

For every size, family and seed one process builds a centre, plans it and then raises the bound
alone (rostering_run.py). Its line goes to ``results/rostering-<version>.jsonl`` as soon as it
ends, and what is there already is not run again. Peers run on the two smallest sizes, for the same
seconds on the same machine (peers_rostering.py). The tables are written to
``results/rostering-<version>.md``; README.md says how to read them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click
from centre_families import FAMILIES
from measured_on import machine
from rich.console import Console
from rostering_run import Task
from rostering_tables import SIZES, Size, tables

RESULTS = Path(__file__).parent / "results"
CHILD = Path(__file__).with_name("rostering_run.py")
PEERS = ("cpsat", "staffwright-fixed", "pyworkforce")
PEER_SIZES = ("50x7", "200x7")
SLACK_S = 900.0  # for building, valuing and auditing; all else may take ten times as long
WARM_UP = Size(10, 7, 1.0, 12.0, 0.0, 0.0)
WARM_UP_BOUND_S = 1.0

Record = dict[str, Any]


def bound_seconds(size: Size, family: str) -> float:
    """Return for how long the bound alone is raised after the run.

    With four queues there are many more classes of agents to price and more prices to find.
    """
    seconds = min(120.0, 10.0 + size.agents * size.days / 250)
    return seconds * (3 if len(FAMILIES[family].streams) > 1 else 1)


def tasks(
    sizes: Iterable[Size], families: Iterable[str], seeds: int, peers: bool, clock: str
) -> Iterator[Task]:
    """Return all runs: every centre of the first seed, then of the next; peers after ours."""
    sizes, families = list(sizes), list(families)
    for seed in range(1, seeds + 1):
        for engine in ("staffwright", *(PEERS if peers else ())):
            for size in sizes:
                if engine in PEERS and size.name not in PEER_SIZES:
                    continue
                for family in families:
                    if size.agents < FAMILIES[family].least_agents:
                        continue
                    extra = bound_seconds(size, family) if engine == "staffwright" else 0.0
                    shape = (family, size.agents, size.days, seed, size.early_s, size.later_s)
                    yield Task(engine, *shape, extra, 0.0, clock)


def key(run: Record) -> tuple[Any, ...]:
    """Return what makes two runs the same."""
    return tuple(run[k] for k in ("engine", "family", "agents", "days", "seed"))


def started(task: Task) -> Record:
    """Run a task in a process of its own and return its line.

    Raises
    ------
    click.ClickException
        If the process fails; the message holds the end of what it printed.
    """
    now = time.time()
    text = json.dumps(asdict(task) | {"begun": now})
    limit = 10 * (task.later + task.bound_seconds) + SLACK_S
    # the warm-up writes what Python compiles of the libraries, as a first use does
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    ended = subprocess.run(
        [sys.executable, str(CHILD), text],
        env=environment,
        capture_output=True,
        text=True,
        timeout=limit,
    )
    if ended.returncode:
        what = f"{key(asdict(task))} ended with code {ended.returncode}"
        raise click.ClickException(f"{what}: {ended.stderr[-2000:]}")
    line: Record = json.loads(ended.stdout.splitlines()[-1])
    return line | {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "version": version("staffwright"),
        "machine": machine(),
    }


def read_lines(path: Path) -> list[Record]:
    """Return the runs of a results file; none if there is no file."""
    if not path.is_file():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def warm_up(families: Iterable[str]) -> None:
    """Compile all kernels, so that runs find them in the cache."""
    for family in families:
        agents = max(WARM_UP.agents, FAMILIES[family].least_agents)
        shape = (family, agents, WARM_UP.days, 1, WARM_UP.early_s, WARM_UP.later_s)
        started(Task("staffwright", *shape, WARM_UP_BOUND_S, 0.0))


@click.command()
@click.option("--only", "sizes", multiple=True, type=click.Choice([s.name for s in SIZES]))
@click.option("--family", "families", multiple=True, type=click.Choice(list(FAMILIES)))
@click.option("--seeds", default=5, show_default=True, type=click.IntRange(1))
@click.option("--peers/--no-peers", default=True, show_default=True)
@click.option(
    "--clock",
    type=click.Choice(["wall", "processor"]),
    default="wall",
    show_default=True,
    help="Seconds of the processor are for a busy machine: no peers, results in a file apart.",
)
@click.option("--minutes", type=float, help="Begin no further run after so many minutes.")
@click.option("--tables-only", is_flag=True, help="Run nothing; write the tables again.")
def main(
    sizes: tuple[str, ...],
    families: tuple[str, ...],
    seeds: int,
    peers: bool,
    clock: str,
    minutes: float | None,
    tables_only: bool,
) -> None:
    """Run what results/ does not hold yet, and write the tables."""
    console = Console()
    end = time.monotonic() + 60 * (float("inf") if minutes is None else minutes)
    suffix = "" if clock == "wall" else "-processor"
    path = RESULTS / f"rostering-{version('staffwright')}{suffix}.jsonl"
    lines = read_lines(path)
    there = {key(line) for line in lines}
    chosen = [s for s in SIZES if not sizes or s.name in sizes]
    wanted = tasks(chosen, families or FAMILIES, seeds, peers and clock == "wall", clock)
    open_tasks = [] if tables_only else [t for t in wanted if key(asdict(t)) not in there]
    if open_tasks:
        console.print("compiling ...")
        warm_up(dict.fromkeys(task.family for task in open_tasks))
    for task in open_tasks:
        if time.monotonic() > end:
            console.print("out of time: the rest is left for another call")
            break
        line = started(task)
        lines.append(line)
        with path.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(line) + "\n")
        console.print(*key(line), line["status"], line.get("cost"), line.get("bound"))
    text = tables(lines)
    path.with_suffix(".md").write_text(text, encoding="utf-8")
    console.print(text, markup=False, highlight=False)


if __name__ == "__main__":
    main()
