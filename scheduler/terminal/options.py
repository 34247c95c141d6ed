"""Options and types of value that several commands share."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from math import inf, isfinite
from pathlib import Path
from typing import Any

import click

from ..errors import InputError
from ..formats import DEFAULT_FORMATS, FORMATS, check_formats

Command = Callable[..., Any]

folder_argument = click.argument(
    "folder", type=click.Path(path_type=Path), help="Scenario folder: scenario.toml and tables."
)
schedule_argument = click.argument(
    "schedule",
    type=click.Path(path_type=Path),
    required=False,
    help="Schedule or plan folder, also one edited by hand [FOLDER/plan].",
)
seed_option = click.option(
    "--seed",
    default=0,
    show_default=True,
    help="Seed of all random choices.",
    type=click.IntRange(min=0, max=2**31 - 1),
)


class FormatList(click.ParamType[tuple[str, ...]]):
    """``csv,xlsx``: formats of a plan folder, separated by commas."""

    name = "LIST"

    def convert(
        self,
        value: str | tuple[str, ...],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> tuple[str, ...]:
        """Read the list; what cannot be written is refused before the search."""
        if isinstance(value, tuple):
            return value
        names = tuple(name.strip().lower() for name in value.split(",") if name.strip())
        try:
            check_formats(names)
        except InputError as error:
            self.fail(str(error), param, ctx)
        return names


formats_option = click.option(
    "--formats",
    type=FormatList(),
    default=",".join(DEFAULT_FORMATS),
    show_default=True,
    help=f"What to write, of {','.join(FORMATS)}; plan.json always.",
)


class NameChoice(click.Choice[str]):
    """One of some names; a slip is answered with the nearest."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(tuple(names))

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read the name."""
        if value not in self.choices:
            near = difflib.get_close_matches(str(value), self.choices, n=1, cutoff=0.5)
            hint = f"did you mean {near[0]!r}? " if near else ""
            self.fail(f"{value!r}: {hint}allowed: {', '.join(map(repr, self.choices))}", param, ctx)
        return str(value)


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


def time_limit_option(seconds: float) -> Callable[[Command], Command]:
    """Return the option of a command that searches so many seconds by default."""
    return click.option(
        "--time-limit",
        metavar="SECONDS",
        default=seconds,
        show_default=True,
        help="How long to search.",
        type=FiniteRange(min=0.1, max=86_400),
    )


def payroll_options(command: Command) -> Command:
    """Add the options of commands that write payroll files."""
    kinds = click.option(
        "--payroll",
        multiple=True,
        type=NameChoice(("adp", "datev", "bamboohr")),
        help="Write a payroll file as well; may be given several times.",
    )
    settings = click.option(
        "--payroll-set",
        "payroll_settings",
        multiple=True,
        metavar="NAME=VALUE",
        help="Number or code of the payroll system, such as company_code=ABC.",
    )
    return kinds(settings(command))


_METAVARS = {
    "--mean-wait": "SECONDS",
    "--max-occupancy": "SHARE",
    "--max-abandonment": "SHARE",
    "--patience": "SECONDS",
    "--shrinkage": "SHARE",
    "--minimum-staff": "AGENTS",
    "--self-service": "SHARE",
    "--outsourced": "SHARE",
    "--dispersion": "RATIO",
    "--confidence": "SHARE",
    "--time-zone": "ZONE",
}


def target_options(command: Command) -> Command:
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
            ("--method", NameChoice(("interval", "carried")),
             "Each interval for itself [default], or with the backlog carried on."),
            ("--target-over", NameChoice(("interval", "day", "week")),
             "Over what the service level is met, weighted by volume."),
            ("--time-zone", click.STRING, "IANA zone of times without an offset [UTC]."),
        )
    ):  # fmt: skip
        command = click.option(flag, type=kind, metavar=_METAVARS.get(flag), help=text)(command)
    return command
