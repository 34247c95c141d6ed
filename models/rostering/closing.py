"""The last stage of problems whose prices column generation finds: windows and aims, at once."""

from __future__ import annotations

from .bounding import Bounding
from .run import Run
from .spans import sweep_spans
from .windows import WindowSearch

SPAN_SHARE = 0.8
"""Share of the time left that sweeps over spans take where no bound will guide the windows."""


def close_gap(run: Run, bounding: Bounding) -> None:
    """Search windows, and once the bound is there aim at costs near it, until the run is done."""
    if bounding.too_large:
        end = run.seconds() + SPAN_SHARE * run.left()
        sweep_spans(run, lambda: run.seconds() > end)
    else:
        bounding.advance(0.3 * run.left())
    search = WindowSearch(run)
    guide = bounding.guide()
    if guide is not None:
        search.follow(guide)
    search.improve(run.settings.workers)
