"""``staffwright staff``: agents required per queue and interval."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..options import target_options
from ..output import Output, output_options
from ..teaching import TeachingCommand


@click.command(
    cls=TeachingCommand,
    examples=(
        "staffwright staff my_site --out requirements.csv",
        "staffwright staff forecast.csv --service-level 80/20 --patience 180",
        "staffwright staff forecast.csv --agents 12    # what service 12 agents give",
        'staffwright staff my_site --explain "billing 2026-03-23 09:00"',
    ),
)
@click.argument(
    "source", type=click.Path(path_type=Path), help="Scenario folder, or a forecast file."
)
@target_options
@click.option("--agents", type=click.IntRange(0, 1_000_000), help="What service N agents give.")
@click.option("--explain", metavar="[QUEUE] TIME", help="Explain one interval, and stop.")
@click.option("--queue", help="Queue of --explain.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="File to write, .csv or .parquet [requirements.csv; service.csv with --agents].",
)
@output_options
def staff(
    source: Path,
    agents: int | None,
    explain: str | None,
    queue: str | None,
    out: Path | None,
    output: Output,
    **options: Any,
) -> None:
    """Agents required by queue and interval.

    Works on a scenario folder, or on a forecast file alone.
    Targets are options only with a bare forecast file: a scenario has its own.
    """
    from ..sources import scenario_to_staff
    from ..staffing import show_explained, show_required, show_served

    if explain is not None and (agents is not None or out is not None):
        raise click.UsageError("--explain only prints: leave out --agents and --out")
    if queue is not None and explain is None:
        raise click.UsageError("--queue belongs to --explain")
    scenario = scenario_to_staff(source, options)
    if explain is not None:
        show_explained(scenario, queue, explain, output)
        return
    target = out or Path("requirements.csv" if agents is None else "service.csv")
    if target.suffix.lower() not in (".csv", ".parquet"):
        raise click.UsageError(f"--out {target}: name a file that ends in .csv or .parquet")
    if target.exists() and target.samefile(source):
        raise click.UsageError(f"{target} is the forecast itself: name another file with --out")
    if agents is None:
        show_required(scenario, target, output)
    else:
        show_served(scenario, agents, target, output)
    output.note(f"\nwritten to {target}")
