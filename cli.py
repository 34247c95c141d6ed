"""The command line: parse, call the scheduler, show, exit code.

Exit codes: 0 done, 1 a hard minimum, a rule or the audit broken, 2 bad usage or input,
130 interrupted (the best plan is kept).
"""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

# absolute, so that the file also runs as a script
from staffwright.scheduler.terminal.options import (
    FiniteRange,
    folder_argument,
    formats_option,
    payroll_options,
    schedule_argument,
    seed_option,
    target_options,
    time_limit_option,
)

if TYPE_CHECKING:
    from .scheduler.export.payroll_options import PayrollKind
    from .scheduler.plan import Plan

DONE, BROKEN, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
@click.version_option(package_name="staffwright")
@click.option("--debug", is_flag=True, help="Show the full traceback of an error.")
@click.pass_context
def cli(ctx: click.Context, debug: bool) -> None:
    """From a contact forecast to a legal, costed, named 24/7 roster.

    \b
    staffwright check instances/harbour_line       every fault of the input at once
    staffwright staff instances/harbour_line       agents required per interval
    staffwright plan  instances/harbour_line       the roster, with cost and bound
    staffwright audit instances/harbour_line       rules and money re-checked
    staffwright replan DIR DIR/plan --from TIME    a plan repaired with few changes
    staffwright rules de                           what a preset of rules says
    """
    ctx.obj = debug


@cli.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.argument("agents", type=click.Path(path_type=Path), required=False)
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
@click.option("--json", "as_json", is_flag=True, help="Print plan.json instead of the summary.")
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
    as_json: bool,
) -> None:
    """Plan a scenario folder, or a forecast file and an agents file.

    \b
    staffwright plan instances/harbour_line --out harbour_plan --time-limit 60
    staffwright plan forecast.csv agents.csv

    Ctrl-C stops the search and keeps the best roster found so far.
    """
    from .scheduler.export import check_plan_folder, plan_json, save_plan
    from .scheduler.export.payroll_files import write_payroll
    from .scheduler.export.payroll_options import payroll_options as read_settings
    from .scheduler.planner import PlanOptions, make_plan
    from .scheduler.summary import joined, plan_lines
    from .scheduler.terminal.progress import show_progress, stop_on_interrupt
    from .scheduler.terminal.sources import scenario_of

    scenario = scenario_of(source, agents, zone=time_zone)
    target = out or (source / "plan" if source.is_dir() else Path("plan"))
    check_plan_folder(target.resolve())
    settings = read_settings(payroll_settings)
    options = PlanOptions(time_limit, gap, seed, deterministic)
    with stop_on_interrupt() as stopped, show_progress(scenario.currency) as show:
        made = make_plan(scenario, options, on_progress=show, should_stop=stopped)
    save_plan(made, target, formats=formats)
    for kind in payroll:
        write_payroll(made, kind, target / f"payroll_{kind}.csv", settings)
    click.echo(plan_json(made) if as_json else joined(plan_lines(made)))
    report = f"; open {target / 'report.html'} in a browser" if "html" in formats else ""
    click.echo(f"\nplan in {target}{report}", err=True)
    sys.exit(_exit_code(made))


@cli.command()
@click.argument("source", type=click.Path(path_type=Path))
@target_options
@click.option("--agents", type=click.IntRange(0, 1_000_000), help="What service N agents give.")
@click.option("--explain", metavar="[QUEUE] TIME", help="Explain one interval, and stop.")
@click.option("--queue", help="Queue of --explain.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="File to write, .csv or .parquet [requirements.csv; service.csv with --agents].",
)
def staff(
    source: Path,
    agents: int | None,
    explain: str | None,
    queue: str | None,
    out: Path | None,
    **options: Any,
) -> None:
    """Agents required per queue and interval, of a scenario or a bare forecast file.

    \b
    staffwright staff instances/harbour_line --out requirements.csv
    staffwright staff forecast.csv --service-level 80/20 --patience 180
    staffwright staff forecast.csv --agents 12
    staffwright staff instances/harbour_line --explain "billing 2026-03-23 09:00"

    Targets are options only with a bare file: a scenario has its own.
    """
    from .scheduler.summary import joined, sentence_lines
    from .scheduler.terminal.sources import scenario_to_staff
    from .scheduler.terminal.staffing import explained_lines, required_lines, served_lines

    if explain is not None and (agents is not None or out is not None):
        raise click.UsageError("--explain only prints: leave out --agents and --out")
    if queue is not None and explain is None:
        raise click.UsageError("--queue belongs to --explain")
    scenario = scenario_to_staff(source, options)
    if explain is not None:
        click.echo(joined(explained_lines(scenario, queue, explain)))
        return
    target = out or Path("requirements.csv" if agents is None else "service.csv")
    if target.suffix.lower() not in (".csv", ".parquet"):
        raise click.UsageError(f"--out {target}: name a file that ends in .csv or .parquet")
    if target.exists() and target.samefile(source):
        raise click.UsageError(f"{target} is the forecast itself: name another file with --out")
    lines = (
        required_lines(scenario, target)
        if agents is None
        else served_lines(scenario, agents, target)
    )
    for line in sentence_lines("default", scenario.defaults_used):
        click.echo(line)
    click.echo(joined(lines))
    click.echo(f"\nwritten to {target}", err=True)


@cli.command()
@folder_argument
def check(folder: Path) -> None:
    """List every fault of a scenario at once, with file, line, column and what is allowed.

    \b
    staffwright check instances/harbour_line
    """
    from .scheduler.lock_faults import refuse_locks_against_rules
    from .scheduler.summary import sentence_lines
    from .scheduler.terminal.sources import scenario_of

    scenario = scenario_of(folder, None)
    refuse_locks_against_rules(scenario)
    for line in sentence_lines("note", scenario.defaults_used):
        click.echo(line)
    click.echo(
        f"{folder}: no faults ({len(scenario.agents)} agents, {len(scenario.queues)} queues, "
        f"{scenario.grid.days} days)"
    )


@cli.command()
@folder_argument
@schedule_argument
@click.option("--out", type=click.Path(path_type=Path), help="Write the audit as JSON here.")
@click.option("--json", "as_json", is_flag=True, help="Print the audit as JSON.")
def audit(folder: Path, schedule: Path | None, out: Path | None, as_json: bool) -> None:
    """Re-check all rules and recompute cost and coverage of a schedule.

    \b
    staffwright audit instances/harbour_line harbour_plan/schedule.csv

    Reads SCHEDULE [FOLDER/plan], also one edited by hand, and beside it what was bought
    (bought_cover) and prices that were found (plan.json). Exit code 1 where a rule or a hard
    minimum is broken.
    """
    from .scheduler.export import audit_json
    from .scheduler.roster_at_hand import roster_at_hand
    from .scheduler.summary import audit_lines, joined
    from .scheduler.terminal.sources import scenario_of

    scenario = scenario_of(folder, None)
    found = roster_at_hand(scenario, schedule or folder / "plan").audit(scenario)
    document = audit_json(found, scenario.currency)
    if out is not None:
        out.write_text(document, encoding="utf-8")
    click.echo(document if as_json else joined(audit_lines(found, scenario)))
    kept = found.clean and not any(shortage.hard for shortage in found.shortages)
    sys.exit(DONE if kept else BROKEN)


@cli.command()
@folder_argument
@schedule_argument
@payroll_options
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path(),
    help="Folder for hours.csv and the payroll files [.].",
)
def pay(
    folder: Path,
    schedule: Path | None,
    payroll: tuple[PayrollKind, ...],
    payroll_settings: tuple[str, ...],
    out: Path,
) -> None:
    """Pay a schedule: hours.csv and payroll files, also of one edited by hand.

    \b
    staffwright pay instances/harbour_line harbour_plan/schedule.csv --payroll datev

    Reads SCHEDULE [FOLDER/plan].
    """
    from .scheduler.export import write_hours
    from .scheduler.export.payroll_files import options_for, write_payroll
    from .scheduler.export.payroll_options import payroll_options as read_settings
    from .scheduler.payroll import pay_lines
    from .scheduler.scenario import read_schedule
    from .scheduler.terminal.sources import scenario_of

    settings = read_settings(payroll_settings)
    scenario = scenario_of(folder, None)
    lines = pay_lines(scenario, read_schedule(schedule or folder / "plan", scenario))
    out.mkdir(parents=True, exist_ok=True)
    write_hours(scenario, lines, out / "hours.csv")
    for kind in payroll:
        chosen = options_for(scenario, settings)
        write_payroll(lines, kind, out / f"payroll_{kind}.csv", chosen)
    total = sum((line.amount for line in lines), Decimal(0))
    click.echo(f"{len(lines)} lines, {total} {scenario.currency} gross, in {out / 'hours.csv'}")


@cli.command()
@folder_argument
@click.argument("plan", type=click.Path(path_type=Path))
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
@click.option("--json", "as_json", is_flag=True, help="Print the changes as JSON.")
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
    as_json: bool,
) -> None:
    """Repair a plan from a time on with few changes, for absences or a new forecast.

    \b
    staffwright replan DIR DIR/plan --from "2026-03-25 07:40" --absent E17,E23
    staffwright replan DIR plan/schedule.csv --from "2026-03-25 12:00" \\
      --forecast new.csv

    PLAN is a plan folder or a schedule, also one edited by hand. What begins before TIME and what
    is locked stays as it is. Exit code 1 where the repair leaves a promise broken.
    """
    from .scheduler.export import check_plan_folder
    from .scheduler.replan import ReplanOptions
    from .scheduler.replan import replan as repair
    from .scheduler.replan_inputs import check_belongs, read_request
    from .scheduler.replan_lines import replan_json, replan_lines
    from .scheduler.roster_at_hand import roster_at_hand
    from .scheduler.scenario import with_forecast
    from .scheduler.summary import joined
    from .scheduler.terminal.progress import show_progress, stop_on_interrupt
    from .scheduler.terminal.sources import scenario_of

    scenario = scenario_of(folder, None)
    target = out or folder / "repaired"
    check_plan_folder(target.resolve())
    request = read_request(scenario, since, absent)
    at_hand = roster_at_hand(scenario, plan)
    check_belongs(scenario, at_hand.shifts, plan.name)
    if forecast is not None:
        scenario = with_forecast(scenario, forecast, request.since)
    price = None if change_price is None else Decimal(str(change_price))
    options = ReplanOptions(price, time_limit, seed=seed)
    with stop_on_interrupt() as stopped, show_progress(scenario.currency) as show:
        made = repair(
            scenario,
            at_hand.shifts,
            request,
            options,
            bought=at_hand.bought,
            late_prices=at_hand.late_prices,
            on_progress=show,
            should_stop=stopped,
        )
    made.save(target, formats=formats, replaces=plan if plan.is_dir() else plan.parent)
    click.echo(replan_json(made) if as_json else joined(replan_lines(made)))
    click.echo(f"\nplan in {target}, what changed in its table changes", err=True)
    if made.plan.solve.status == "cancelled":
        sys.exit(INTERRUPTED)
    sys.exit(DONE if made.promises_kept else BROKEN)


@cli.command()
@click.argument("preset", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def rules(preset: str | None, as_json: bool) -> None:
    """Print the presets of rules and pay, or one with its statutes.

    \b
    staffwright rules
    staffwright rules de

    A scenario names one with preset = "de" in [rules]; its own values go before the preset's.
    """
    from .scheduler.preset_lines import preset_json, preset_lines, preset_list_lines
    from .scheduler.presets import PREMIUM_PRESETS, RULE_PRESETS, load_preset

    if as_json:
        names = RULE_PRESETS + PREMIUM_PRESETS if preset is None else (preset,)
        click.echo(preset_json(tuple(load_preset(name) for name in names)))
        return
    lines = preset_list_lines() if preset is None else preset_lines(load_preset(preset))
    click.echo("\n".join(lines))


@cli.command()
@click.argument(
    "document", type=click.Choice(["scenario", "plan", "roster", "run"]), default="scenario"
)
@click.option("--out", type=click.Path(path_type=Path), help="File to write [standard output].")
def schema(document: str, out: Path | None) -> None:
    """Print the JSON Schema of scenario.toml, plan.json, roster.json or run.json.

    \b
    staffwright schema --out scenario.schema.json
    staffwright schema plan
    """
    from .scheduler.export.schemas import published_schema

    text = json.dumps(published_schema(document), indent=2)
    if out is None:
        click.echo(text)
    else:
        out.write_text(text + "\n", encoding="utf-8")
        click.echo(f"schema in {out}", err=True)


def _exit_code(made: Plan) -> int:
    if made.solve.status == "cancelled":
        return INTERRUPTED
    return DONE if all(made.promises.values()) else BROKEN


def main() -> None:
    """Run the command line; errors become one message and an exit code, never a traceback."""
    from .scheduler.errors import ScenarioError, StaffwrightError

    try:
        cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(BAD_INPUT)
    except click.Abort:
        sys.exit(INTERRUPTED)
    except KeyboardInterrupt:
        click.echo("interrupted: nothing was written", err=True)
        sys.exit(INTERRUPTED)
    except ScenarioError as error:
        if "--debug" in sys.argv:
            raise
        click.echo(f"{len(error.faults)} faults" if len(error.faults) != 1 else "1 fault", err=True)
        for fault in error.faults:
            click.echo(str(fault), err=True)
        sys.exit(BAD_INPUT)
    except (StaffwrightError, OSError) as error:
        if "--debug" in sys.argv:
            raise
        click.echo(f"error: {error}", err=True)
        sys.exit(BAD_INPUT)


if __name__ == "__main__":
    # the other imports are relative, and a script has no package: the installed one takes over
    from staffwright.cli import main as installed_main

    installed_main()
