"""How a search shows on a terminal, and how Ctrl-C ends it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from ..plan import TracePoint


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
def show_progress(currency: str) -> Iterator[Callable[[TracePoint], None]]:
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
