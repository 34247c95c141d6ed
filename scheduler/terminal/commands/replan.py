"""``staffwright replan``: a plan repaired with few changes."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

import click

from ..exit_codes import BROKEN, DONE, INTERRUPTED
from ..options import FiniteRange, folder_argument, formats_option, seed_option, time_limit_option
from ..output import Output, output_options
from ..teaching import SEARCHES, TeachingCommand


@click.command(
    cls=TeachingCommand,
    codes=SEARCHES,
    examples=(
        'staffwright replan my_site week_14 --from "2026-03-25 07:40" --absent E17,E23',
        'staffwright replan my_site week_14 --from "2026-03-25 07:40" \\',
        "    --absent E17:2026-03-25..2026-03-27 --out week_14b",
        'staffwright replan my_site week_14 --from "2026-03-25 12:00" \\',
        "    --forecast new.csv",
    ),
)
@folder_argument
@click.argument(
    "plan",
    type=click.Path(path_type=Path),
    help="Plan folder, or a schedule, also one edited by hand.",
)
@click.option(
    "--from",
    "since",
    required=True,
    metavar="TIME",
    help="Shifts that begin before stay: 2026-03-25 07:40 on the site's clock.",
)
@click.option(
    "--absent",
    multiple=True,
    metavar="AGENTS",
    help="E17,E23 from TIME on; E17:2026-03-25..2026-03-27 on these dates.",
)
@click.option(
    "--forecast", type=click.Path(path_type=Path), help="Forecast rows that replace the scenario's."
)
@click.option(
    "--change-price",
    type=FiniteRange(0, 1000),
    help="Price of a shift that differs [objective.change_price, 20].",
)
@click.option("--out", type=click.Path(path_type=Path), help="Plan folder [FOLDER/repaired].")
@time_limit_option(10.0)
@seed_option
@formats_option
@output_options
def replan(
    folder: Path,
    plan: Path,
    since: str,
    absent: tuple[str, ...],
    forecast: Path | None,
    change_price: float | None,
    out: Path | None,
    time_limit: float,
    seed: int,
    formats: tuple[str, ...],
    output: Output,
) -> None:
    """Repair a plan with few changes.

    For absences, a new forecast, or a schedule edited by hand. What begins before TIME and what
    is locked stays as it is.
    """
    from ...export import check_plan_folder
    from ...replan import ReplanOptions
    from ...replan import replan as repair
    from ...replan_inputs import check_belongs, read_request
    from ...replan_lines import replan_json, replan_lines
    from ...roster_at_hand import roster_at_hand
    from ...scenario import with_forecast
    from ..progress import show_progress, stop_on_interrupt
    from ..sources import scenario_of, there

    scenario = scenario_of(folder, None)
    target = out or folder / "repaired"
    check_plan_folder(target.resolve())
    request = read_request(scenario, since, absent)
    at_hand = roster_at_hand(scenario, there(plan))
    check_belongs(scenario, at_hand.shifts, plan.name)
    if forecast is not None:
        scenario = with_forecast(scenario, there(forecast), request.since)
    price = None if change_price is None else Decimal(str(change_price))
    options = ReplanOptions(price, time_limit, seed=seed)
    progress = show_progress(scenario.currency, time_limit, quiet=output.quiet)
    with stop_on_interrupt() as stopped, progress as show:
        made = repair(
            scenario,
            at_hand.shifts,
            request,
            options,
            bought=at_hand.bought,
            late_prices=at_hand.late_prices,
            leave=at_hand.leave,
            on_progress=show,
            should_stop=stopped,
        )
    made.save(target, formats=formats, replaces=plan if plan.is_dir() else plan.parent)
    output.show(replan_lines(made), lambda: replan_json(made))
    report = f"; open {target / 'report.html'} in a browser" if "html" in formats else ""
    output.note(f"\nplan in {target}, with a table of changes{report}")
    if made.plan.solve.status == "cancelled":
        sys.exit(INTERRUPTED)
    sys.exit(DONE if made.promises_kept else BROKEN)
