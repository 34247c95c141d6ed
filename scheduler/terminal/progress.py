"""How a search shows on a terminal, and how Ctrl-C ends it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from ..amounts import amount, bound_amount, gap_percent
from ..plan import TracePoint
from .output import is_rich

if TYPE_CHECKING:
    from rich.console import Console

Show = Callable[[TracePoint], None]

_SECONDS_BETWEEN_LINES = 5


@contextmanager
def stop_on_interrupt() -> Iterator[Callable[[], bool]]:
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
def show_progress(currency: str, time_limit: float, *, quiet: bool = False) -> Iterator[Show]:
    """Show progress on standard error: a bar on a terminal, a line a stage in a pipe."""
    from rich.console import Console

    console = Console(stderr=True)
    if quiet:
        yield lambda point: None
    elif is_rich(console):
        with _bar(console, currency, time_limit) as show:
            yield show
    else:
        yield _lines(currency)


def _figures(point: TracePoint, currency: str) -> str:
    if point.stage.startswith("compiling"):
        return "first use on this machine: about 20 seconds"
    cost = "-" if point.cost is None else amount(point.cost)
    bound = "unknown" if point.bound is None else bound_amount(point.bound)
    gap = "" if point.gap is None else f"  gap {gap_percent(point.gap)}"
    return f"{currency} {cost}  bound {bound}{gap}"


@contextmanager
def _bar(console: Console, currency: str, time_limit: float) -> Iterator[Show]:
    """Show one line that moves: what is done, how much of the time is gone, cost and bound."""
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.fields[stage]:<14.14}", markup=False),
        BarColumn(bar_width=10),
        TextColumn("{task.elapsed:>4.0f} s", markup=False),
        TextColumn("{task.fields[figures]}", style="bold", markup=False),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=time_limit, stage="preparing", figures="")

        def show(point: TracePoint) -> None:
            figures = _figures(point, currency)
            progress.update(task, completed=point.seconds, stage=point.stage, figures=figures)

        yield show


def _lines(currency: str) -> Show:
    last: list[tuple[str, float]] = []

    def write(point: TracePoint) -> None:
        same = last and last[-1][0] == point.stage
        if same and point.seconds - last[-1][1] < _SECONDS_BETWEEN_LINES:
            return
        last.append((point.stage, point.seconds))
        figures = _figures(point, currency)
        click.echo(f"{point.seconds:6.1f} s  {point.stage:<18} {figures}", err=True)

    return write
