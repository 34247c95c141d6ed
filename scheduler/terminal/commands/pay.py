"""``staffwright pay``: paid hours and payroll files of a schedule."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..options import folder_argument, payroll_options, schedule_argument
from ..output import Output, output_options
from ..teaching import TeachingCommand

if TYPE_CHECKING:
    from ...export.payroll_options import PayrollKind


@click.command(
    cls=TeachingCommand,
    examples=(
        "staffwright pay my_site --out payroll         # my_site/plan/schedule.csv",
        "staffwright pay my_site week_14/schedule.csv --payroll datev",
        "staffwright pay my_site --payroll adp --payroll-set company_code=ABC",
    ),
)
@folder_argument
@schedule_argument
@payroll_options
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path(),
    help="Folder for hours.csv and the payroll files [.].",
)
@output_options
def pay(
    folder: Path,
    schedule: Path | None,
    payroll: tuple[PayrollKind, ...],
    payroll_settings: tuple[str, ...],
    out: Path,
    output: Output,
) -> None:
    """Paid hours and payroll files of a schedule.

    Reads a schedule, also one edited by hand, and writes hours.csv by pay code.
    """
    from ...export import write_hours
    from ...export.payroll_files import options_for, write_payroll
    from ...export.payroll_options import payroll_options as read_settings
    from ...payroll import pay_lines, unrounded
    from ...scenario import read_schedule
    from ...summary import sentence_lines
    from ..documents import pay_document
    from ..sources import scenario_of, schedule_of

    settings = read_settings(payroll_settings)
    scenario = scenario_of(folder, None)
    shifts = read_schedule(schedule_of(folder, schedule), scenario)
    lines, exact = pay_lines(scenario, shifts), unrounded(scenario, shifts)
    out.mkdir(parents=True, exist_ok=True)
    write_hours(scenario, lines, out / "hours.csv")
    files = [out / "hours.csv", *(out / f"payroll_{kind}.csv" for kind in payroll)]
    for kind in payroll:
        chosen = options_for(scenario, settings)
        write_payroll(lines, kind, out / f"payroll_{kind}.csv", chosen)
    total = sum((line.amount for line in lines), Decimal(0))
    said = f"{len(lines)} lines, {total} {scenario.currency} gross, in {out / 'hours.csv'}"
    rounding = f"unrounded, the hours make {exact} {scenario.currency}: each line is rounded."
    output.show(
        [said, *sentence_lines("note", [rounding] if total != exact else [])],
        lambda: pay_document(scenario.currency, len(lines), total, exact, files),
    )
