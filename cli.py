"""The command line: parse, call the scheduler, show, exit code.

Exit codes: 0 done, 1 a hard minimum, a rule or the audit broken, 2 bad usage or input,
130 interrupted (the best plan is kept).
"""

from __future__ import annotations

import json
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from math import inf, isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from .scheduler.export.payroll_options import PayrollKind
    from .scheduler.plan import Plan, TracePoint
    from .scheduler.scenario.types import Scenario

DONE, BROKEN, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130

payroll_option = click.option(
    "--payroll",
    multiple=True,
    type=click.Choice(["adp", "datev", "bamboohr"]),
    help="Write a payroll file as well; may be given several times.",
)
payroll_setting_option = click.option(
    "--payroll-set",
    "payroll_settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="Number or code of the payroll system, such as company_code=ABC.",
)

folder_argument = click.argument("folder", type=click.Path(path_type=Path))


class ServiceLevelTarget(click.ParamType[tuple[float, float]]):
    """``80/20``: 80 % of contacts answered within 20 seconds."""

    name = "PERCENT/SECONDS"

    def convert(
        self,
        value: str | tuple[float, float],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> tuple[float, float]:
        """Read the two numbers."""
        if isinstance(value, tuple):
            return value
        share, _, seconds = value.partition("/")
        try:
            target = float(share) / 100, float(seconds)
        except ValueError:
            self.fail(f"{value!r}: write it as 80/20 (percent / seconds)", param, ctx)
        if not (0.01 <= target[0] < 1 and 0 <= target[1] < inf):
            self.fail(
                f"{value!r}: the percentage lies from 1 to below 100, seconds from 0; "
                "80/20 is 80 % within 20 s",
                param,
                ctx,
            )
        return target


class FiniteRange(click.FloatRange):
    """A number in a range; `nan` is in none, though it compares as if it were."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Read the number."""
        number = super().convert(value, param, ctx)
        if not isfinite(number):
            self.fail(f"{value!r} is not a finite number", param, ctx)
        return float(number)


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
@click.option(
    "--time-limit",
    default=60.0,
    show_default=True,
    help="Seconds of search.",
    type=FiniteRange(min=0.1, max=86_400),
)
@click.option(
    "--gap",
    default=0.0,
    show_default=True,
    help="Stop at this gap, as a fraction.",
    type=FiniteRange(min=0, max=10),
)
@click.option(
    "--seed",
    default=0,
    show_default=True,
    help="Seed of all random choices.",
    type=click.IntRange(min=0, max=2**31 - 1),
)
@click.option("--time-zone", help="IANA zone, for bare files only [the files' own].")
@payroll_option
@payroll_setting_option
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
    from .scheduler.export.payroll_options import payroll_options
    from .scheduler.planner import PlanOptions, make_plan
    from .scheduler.summary import joined, plan_lines

    scenario = _scenario(source, agents, zone=time_zone)
    target = out or (source / "plan" if source.is_dir() else Path("plan"))
    check_plan_folder(target.resolve())
    settings = payroll_options(payroll_settings)
    options = PlanOptions(time_limit, gap, seed, deterministic)
    with _stop_on_interrupt() as stopped, _progress(scenario.currency) as show:
        made = make_plan(scenario, options, on_progress=show, should_stop=stopped)
    save_plan(made, target)
    for kind in payroll:
        write_payroll(made, kind, target / f"payroll_{kind}.csv", settings)
    click.echo(plan_json(made) if as_json else joined(plan_lines(made)))
    click.echo(f"\nplan in {target}; open {target / 'report.html'} in a browser", err=True)
    sys.exit(_exit_code(made))


def _target_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of `staff` that describe the queues of a bare forecast file."""
    above_nought, share = FiniteRange(0, min_open=True), FiniteRange(0, 1)
    positive_share = FiniteRange(0, 1, min_open=True)
    for flag, kind, text in reversed(
        (
            ("--service-level", ServiceLevelTarget(), "Share answered in time, such as 80/20."),
            ("--mean-wait", above_nought, "Mean wait not to exceed, in seconds."),
            ("--max-occupancy", positive_share, "Largest occupancy, such as 0.85."),
            ("--max-abandonment", positive_share, "Largest share that hangs up."),
            ("--patience", above_nought, "Mean patience in seconds: Erlang A."),
            ("--shrinkage", FiniteRange(0, 1, max_open=True), "Unplanned absence, a share."),
            ("--minimum-staff", click.IntRange(0), "Agents at all times."),
            ("--self-service", share, "Share that never reaches an agent."),
            ("--outsourced", share, "Share that a partner answers."),
            ("--dispersion", FiniteRange(1), "Variance of contacts over their mean."),
            ("--confidence", FiniteRange(0, 1, min_open=True, max_open=True),
             "Probability of meeting the targets, given the forecast's uncertainty."),
            ("--method", click.Choice(["interval", "carried"]),
             "Each interval for itself [default], or with the backlog carried on."),
            ("--target-over", click.Choice(["interval", "day", "week"]),
             "Over what the service level is met, weighted by volume."),
            ("--time-zone", click.STRING, "IANA zone of times without an offset [UTC]."),
        )
    ):  # fmt: skip
        command = click.option(flag, type=kind, help=text)(command)
    return command


@cli.command()
@click.argument("source", type=click.Path(path_type=Path))
@_target_options
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

    if explain is not None and (agents is not None or out is not None):
        raise click.UsageError("--explain only prints: leave out --agents and --out")
    if queue is not None and explain is None:
        raise click.UsageError("--queue belongs to --explain")
    scenario = _scenario_to_staff(source, options)
    if explain is not None:
        click.echo(joined(_explained(scenario, queue, explain)))
        return
    target = out or Path("requirements.csv" if agents is None else "service.csv")
    if target.suffix.lower() not in (".csv", ".parquet"):
        raise click.UsageError(f"--out {target}: name a file that ends in .csv or .parquet")
    if target.exists() and target.samefile(source):
        raise click.UsageError(f"{target} is the forecast itself: name another file with --out")
    lines = _required(scenario, target) if agents is None else _served(scenario, agents, target)
    for line in sentence_lines("default", scenario.defaults_used):
        click.echo(line)
    click.echo(joined(lines))
    click.echo(f"\nwritten to {target}", err=True)


def _scenario_to_staff(source: Path, options: dict[str, Any]) -> Scenario:
    """Load a scenario folder, or make one of a forecast file and the options given."""
    from .scheduler.scenario import scenario_from_files

    given = {name: value for name, value in options.items() if value is not None}
    if source.is_dir():
        if given:
            flags = ", ".join("--" + name.replace("_", "-") for name in given)
            raise click.UsageError(
                f"{source} is a scenario with targets of its own; for bare files only: {flags}"
            )
        return _scenario(source, None, with_agents=False)
    if "service_level" in given:
        given["service_level"], given["within_s"] = given["service_level"]
    renamed = {"patience": "patience_s", "mean_wait": "mean_wait_s", "time_zone": "zone"}
    return scenario_from_files(source, None, **{renamed.get(n, n): v for n, v in given.items()})


def _required(scenario: Scenario, target: Path) -> list[str]:
    """Write the requirement; return it by queue."""
    from .scheduler.export import write_requirements
    from .scheduler.requirement import requirement, volume_outside_hours
    from .scheduler.summary import requirement_lines

    found = requirement(scenario)
    write_requirements(found, target)
    return requirement_lines(found, volume_outside_hours(found))


def _served(scenario: Scenario, agents: int, target: Path) -> list[str]:
    """Write what a number of agents gives; return it by queue."""
    from .scheduler.expected_service import expected_service
    from .scheduler.export import write_expected_service
    from .scheduler.summary import expected_service_lines

    found = expected_service(scenario, agents)
    write_expected_service(found, target)
    return expected_service_lines(found)


def _explained(scenario: Scenario, queue: str | None, place: str) -> list[str]:
    """Return the explanation of one interval."""
    from .scheduler.explain_interval import (
        explain_interval,
        find_interval,
        find_queue,
        split_place,
    )
    from .scheduler.explanation_lines import explanation_lines

    named, time = split_place(place)
    if queue is not None and named not in (None, queue):
        raise click.UsageError(f"--queue {queue} and --explain {place!r} name different queues")
    which = find_queue(scenario, queue or named)
    return explanation_lines(explain_interval(scenario, which, find_interval(scenario.grid, time)))


@cli.command()
@folder_argument
def check(folder: Path) -> None:
    """List every fault of a scenario at once, with file, line, column and what is allowed.

    \b
    staffwright check instances/harbour_line
    """
    from .scheduler.lock_faults import refuse_locks_against_rules
    from .scheduler.summary import sentence_lines

    scenario = _scenario(folder, None)
    refuse_locks_against_rules(scenario)
    for line in sentence_lines("note", scenario.defaults_used):
        click.echo(line)
    click.echo(
        f"{folder}: no faults ({len(scenario.agents)} agents, {len(scenario.queues)} queues, "
        f"{scenario.grid.days} days)"
    )


@cli.command()
@folder_argument
@click.argument("schedule", type=click.Path(path_type=Path), required=False)
@click.option("--out", type=click.Path(path_type=Path), help="Write the audit as JSON here.")
@click.option("--json", "as_json", is_flag=True, help="Print the audit as JSON.")
def audit(folder: Path, schedule: Path | None, out: Path | None, as_json: bool) -> None:
    """Re-check all rules and recompute cost and coverage of a schedule.

    \b
    staffwright audit instances/harbour_line harbour_plan/schedule.csv

    Reads SCHEDULE [FOLDER/plan/schedule.csv], also one edited by hand. Exit code 1 where a rule
    or a hard minimum is broken.
    """
    from .scheduler.audit import audit_schedule
    from .scheduler.export import audit_json
    from .scheduler.requirement import requirement
    from .scheduler.scenario import read_schedule
    from .scheduler.summary import audit_lines, joined

    scenario = _scenario(folder, None)
    shifts = read_schedule(schedule or folder / "plan" / "schedule.csv", scenario)
    found = audit_schedule(scenario, requirement(scenario), shifts)
    document = audit_json(found, scenario.currency)
    if out is not None:
        out.write_text(document, encoding="utf-8")
    click.echo(document if as_json else joined(audit_lines(found, scenario)))
    kept = found.clean and not any(shortage.hard for shortage in found.shortages)
    sys.exit(DONE if kept else BROKEN)


@cli.command()
@folder_argument
@click.argument("schedule", type=click.Path(path_type=Path), required=False)
@payroll_option
@payroll_setting_option
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

    Reads SCHEDULE [FOLDER/plan/schedule.csv].
    """
    from .scheduler.export import write_hours
    from .scheduler.export.payroll_files import options_for, write_payroll
    from .scheduler.export.payroll_options import payroll_options
    from .scheduler.payroll import pay_lines
    from .scheduler.scenario import read_schedule

    settings = payroll_options(payroll_settings)
    scenario = _scenario(folder, None)
    lines = pay_lines(
        scenario, read_schedule(schedule or folder / "plan" / "schedule.csv", scenario)
    )
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
@click.option(
    "--time-limit",
    default=10.0,
    show_default=True,
    help="Seconds of search.",
    type=FiniteRange(min=0.1, max=86_400),
)
@click.option(
    "--seed",
    default=0,
    show_default=True,
    help="Seed of all random choices.",
    type=click.IntRange(min=0, max=2**31 - 1),
)
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
    from .scheduler.export import check_plan_folder, save_plan
    from .scheduler.replan import ReplanOptions
    from .scheduler.replan import replan as repair
    from .scheduler.replan_inputs import check_belongs, read_request
    from .scheduler.replan_lines import replan_json, replan_lines, replan_tables
    from .scheduler.scenario import read_schedule, with_forecast
    from .scheduler.summary import joined

    scenario = _scenario(folder, None)
    schedule = plan / "schedule.csv" if plan.is_dir() else plan
    target = out or folder / "repaired"
    check_plan_folder(target.resolve())
    request = read_request(scenario, since, absent)
    shifts = read_schedule(schedule, scenario)
    check_belongs(scenario, shifts, schedule.name)
    if forecast is not None:
        scenario = with_forecast(scenario, forecast, request.since)
    price = None if change_price is None else Decimal(str(change_price))
    options = ReplanOptions(price, time_limit, seed=seed)
    with _stop_on_interrupt() as stopped, _progress(scenario.currency) as show:
        made = repair(scenario, shifts, request, options, on_progress=show, should_stop=stopped)
    save_plan(made.plan, target, tables=replan_tables(made))
    click.echo(replan_json(made) if as_json else joined(replan_lines(made)))
    click.echo(f"\nplan in {target}, what changed in {target / 'changes.csv'}", err=True)
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
@click.option("--out", type=click.Path(path_type=Path), help="File to write [standard output].")
def schema(out: Path | None) -> None:
    """Print the JSON Schema of scenario.toml, for completion in editors.

    \b
    staffwright schema --out scenario.schema.json
    """
    from .scheduler.scenario import json_schema

    text = json.dumps(json_schema(), indent=2)
    if out is None:
        click.echo(text)
    else:
        out.write_text(text + "\n", encoding="utf-8")
        click.echo(f"schema in {out}", err=True)


def _scenario(
    source: Path, agents: Path | None, *, with_agents: bool = True, zone: str | None = None
) -> Scenario:
    """Load a scenario folder, or make one from a forecast and an agents file."""
    from .scheduler.errors import InputError
    from .scheduler.scenario import load_scenario, scenario_from_files

    if source.is_dir():
        for given in (agents, zone):
            if given is not None:
                raise click.UsageError(f"{source} is a scenario folder with its own, not {given}")
        return load_scenario(source, with_agents=with_agents)
    if not source.exists():
        raise InputError(f"{source}: no such file or folder")
    if agents is None:
        raise click.UsageError(f"{source} is a file: name an agents file beside it, or a folder")
    return scenario_from_files(source, agents, zone=zone)


def _exit_code(made: Plan) -> int:
    if made.solve.status == "cancelled":
        return INTERRUPTED
    return DONE if all(made.promises.values()) else BROKEN


@contextmanager
def _stop_on_interrupt() -> Iterator[Callable[[], bool]]:
    """Turn the first Ctrl-C into a request to stop; the second one interrupts."""
    stopped = threading.Event()
    before = signal.getsignal(signal.SIGINT)

    def on_interrupt(number: int, frame: object) -> None:
        stopped.set()
        signal.signal(signal.SIGINT, before)
        click.echo("stopping: the best roster so far is kept (Ctrl-C again to abandon)", err=True)

    signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield stopped.is_set
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _progress(currency: str) -> Iterator[Callable[[TracePoint], None]]:
    """Show progress on standard error: one moving line on a terminal, a line a stage in a pipe."""
    from rich.console import Console
    from rich.text import Text

    console = Console(stderr=True)
    last: list[tuple[str, float]] = []

    def line(point: TracePoint) -> str:
        cost = "-" if point.cost is None else f"{point.cost:,.2f}"
        bound = "unknown" if point.bound is None else f"{point.bound:,.2f}"
        gap = "" if point.gap is None else f"  gap {100 * point.gap:.2f} %"
        return f"{point.seconds:6.1f} s  {point.stage:<18} {currency} {cost}  bound {bound}{gap}"

    if console.is_terminal:
        with console.status("reading and preparing") as status:
            yield lambda point: status.update(Text(line(point)))
        return

    def write(point: TracePoint) -> None:
        if last and last[-1][0] == point.stage and point.seconds - last[-1][1] < 5:
            return
        last.append((point.stage, point.seconds))
        click.echo(line(point), err=True)

    yield write


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
    # as a script this file has no package around it: the installed one takes over
    from staffwright.cli import main as installed_main

    installed_main()
