"""``staffwright plan``: the roster, its cost, the bound, the report."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..exit_codes import BROKEN, DONE, INTERRUPTED
from ..options import FiniteRange, formats_option, payroll_options, seed_option, time_limit_option
from ..output import Output, output_options
from ..teaching import SEARCHES, TeachingCommand

if TYPE_CHECKING:
    from ...export.payroll_options import PayrollKind
    from ...plan import Plan


@click.command(
    cls=TeachingCommand,
    codes=SEARCHES,
    examples=(
        "staffwright plan forecast.csv agents.csv      # two files are enough",
        "staffwright plan my_site                      # a scenario folder",
        "staffwright plan my_site --out week_14 --time-limit 300",
        "staffwright plan my_site --formats csv,html,xlsx",
        "staffwright plan my_site --gap 0.02           # stop at 2 % above the bound",
        "staffwright plan my_site --quiet --json > plan.json",
    ),
)
@click.argument(
    "source", type=click.Path(path_type=Path), help="Scenario folder, or a forecast file."
)
@click.argument(
    "agents",
    type=click.Path(path_type=Path),
    required=False,
    help="Agents file, beside a forecast file.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Plan folder [SOURCE/plan].")
@time_limit_option(60.0)
@click.option(
    "--gap",
    default=0.0,
    show_default=True,
    help="Stop at this gap, as a fraction.",
    type=FiniteRange(min=0, max=10),
)
@seed_option
@click.option("--time-zone", help="IANA zone, for bare files only [the files' own].")
@payroll_options
@formats_option
@click.option(
    "--deterministic",
    is_flag=True,
    help="Count work instead of seconds: same input, limit and seed, same plan.",
)
@output_options
def plan(
    source: Path,
    agents: Path | None,
    out: Path | None,
    time_limit: float,
    gap: float,
    seed: int,
    time_zone: str | None,
    payroll: tuple[PayrollKind, ...],
    payroll_settings: tuple[str, ...],
    formats: tuple[str, ...],
    deterministic: bool,
    output: Output,
) -> None:
    """The roster, with cost and bound.

    Plans a scenario folder, or a forecast file and an agents file.

    The plan folder holds the roster, the paid hours, a calendar for each agent, and report.html.
    Ctrl-C stops the search and keeps the best roster found so far.
    """
    from ...assumptions import assumptions
    from ...export import check_plan_folder, plan_json, save_plan
    from ...export.payroll_files import write_payroll
    from ...export.payroll_options import payroll_options as read_settings
    from ...planner import PlanOptions, make_plan
    from ...summary import plan_parts, scenario_line
    from ..progress import show_progress, stop_on_interrupt
    from ..sources import scenario_of

    scenario = scenario_of(source, agents, zone=time_zone)
    target = out or (source / "plan" if source.is_dir() else Path("plan"))
    check_plan_folder(target.resolve())
    settings = read_settings(payroll_settings)
    options = PlanOptions(time_limit, gap, seed, deterministic)
    output.ahead([scenario_line(scenario), *assumptions(scenario), ""])
    progress = show_progress(scenario.currency, time_limit, quiet=output.quiet)
    with stop_on_interrupt() as stopped, progress as show:
        made = make_plan(scenario, options, on_progress=show, should_stop=stopped)
    save_plan(made, target, formats=formats)
    for kind in payroll:
        write_payroll(made, kind, target / f"payroll_{kind}.csv", settings)
    output.show(plan_parts(made), lambda: plan_json(made))
    report = f"; open {target / 'report.html'} in a browser" if "html" in formats else ""
    output.note(f"\nplan in {target}{report}")
    sys.exit(_exit_code(made))


def _exit_code(made: Plan) -> int:
    if made.solve.status == "cancelled":
        return INTERRUPTED
    return DONE if all(made.promises.values()) else BROKEN
