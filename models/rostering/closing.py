"""The last stage of problems whose prices column generation finds: windows and aims, at once."""

from __future__ import annotations

from .bounding import LONG_HORIZON, Bounding
from .run import Run
from .spans import sweep_spans
from .windows import WindowSearch

SPAN_SHARE, SPAN_SHARE_UNGUIDED = 0.35, 0.8
"""Share of the time left that sweeps over spans of a long horizon take: with a bound to come, whose
prices then guide the windows, and without."""


def close_gap(run: Run, bounding: Bounding) -> None:
    """Search windows, and once the bound is there aim at costs near it, until the run is done."""
    search = WindowSearch(run)
    workers = run.settings.workers
    if run.problem.n_days >= LONG_HORIZON:
        share = SPAN_SHARE_UNGUIDED if bounding.too_large else SPAN_SHARE
        end = run.seconds() + share * run.left()
        sweep_spans(run, lambda: run.seconds() > end)
        search.begin_with_best()
    if bounding.threaded:
        search.improve(workers - 1, lambda: bounding.guide() is not None)
    else:
        bounding.advance(0.3 * run.left())
    guide = bounding.guide()
    if guide is not None:
        search.follow(guide)
    search.improve(workers)
