"""Leads the stages: annealed sweeps, prices, neighbourhoods, proof; the bound beside them.

There is a roster after the first sweep; every later stage improves it or its bound. Costs and
bounds are in currency units; a bound that is not known is None.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from .bounding import Bounding
from .closing import close_gap
from .columns import ColumnBound
from .confirm import SHARE_OF_TIME, Confirmed, confirm
from .crew import Crew
from .evaluate import Valuation, evaluate
from .kept_breaks import take_breaks_back
from .neighbourhoods import WindowChooser, improve_window, limits
from .problem import TICKS, FloatArray, Roster, RosterProblem
from .run import PROOF_TOLERANCE, Progress, Run, Settings
from .search import anneal_some, annealed_sweeps, first_blur
from .spans import LONG_HORIZON, build_by_spans, mend
from .start import begin_with, with_other_breaks
from .warmup import compile_kernels
from .watching import watched
from .window import Window, variables

__all__ = ["Progress", "Settings", "Solution", "prepare", "solve"]

log = logging.getLogger(__name__)

Status = Literal["optimal", "feasible", "cancelled"]

WHOLE_PROBLEM = 1500
"""Shift booleans up to which CP-SAT gets the whole problem to prove."""
REPAIR_BLUR = (0.0, 1.0, 0.5, 0.25, 0.0)
"""Blur of demand, in agents, in each sweep over a roster at hand: at once exact, then wider."""
FIRST_SWEEPS = 16
"""Sweeps of the first annealing, without prices."""
PRICED_SWEEPS = 16
"""Sweeps of the first annealing with prices; every repeat takes twice as many."""
LAST_REPEAT, LAST_REPEAT_LONG = 2, 6
"""A repeat is the last one where less time is left than for so many like the one before. Over weeks
a good roster soon counts more than the last bit; over many months repeats are dear."""
FIRST_SPAN, LONGEST_SPAN = 8.0, 60.0
"""Seconds of annealing before the first windows, and between windows that find nothing."""
LONGEST_WINDOW, WINDOW_SHARE = 4.0, 0.2
"""Seconds of a window, and its share of the seconds of the annealing before it."""
COMPILING = "compiling once"
"""Stage of progress while kernels are compiled, on the first use on a machine."""
LONGEST_START, LONGEST_START_SHARE = 4.0, 0.3
"""Seconds, and share of those left, after which the next of the first sweeps is the last one."""


@dataclass(frozen=True)
class Solution:
    """A roster with its exact value and what is proved of it.

    `cost` and `bound` include the elastic prices of promises that cannot be kept. `shortage`
    (Q, T) are the agents missing even in the covering program; None where it found no optimum.
    `prices` (G, T) are the coverage prices of the best bound, None where there is none.
    `confirmed` says whose tours CP-SAT stated once more in the end, `ended_at_gap` that cost and
    bound came as close as asked for.
    """

    status: Status
    roster: Roster
    value: Valuation
    cost: float
    bound: float | None
    seconds: float
    trace: tuple[Progress, ...]
    shortage: FloatArray | None
    prices: FloatArray | None = None
    confirmed: Confirmed = field(default_factory=Confirmed)
    ended_at_gap: bool = False


def _ignore(_: Progress) -> None:
    """Take no notice of progress."""


def _never() -> bool:
    """Go on."""
    return False


def prepare(
    problem: RosterProblem,
    on_progress: Callable[[Progress], None] = _ignore,
    *,
    keep_breaks: bool = False,
) -> None:
    """Compile or load what a search will need, before its clock starts.

    To keep the breaks of a roster at hand it needs more.
    """
    on_progress(Progress(0.0, "preparing", None, None))
    compile_kernels(
        lambda: on_progress(Progress(0.0, COMPILING, None, None)),
        columns=ColumnBound.suits(problem),
        bought=bool(len(problem.bought.units)),
        kept_breaks=keep_breaks,
    )


def solve(
    problem: RosterProblem,
    settings: Settings | None = None,
    *,
    start: Roster | None = None,
    prices: FloatArray | None = None,
    on_progress: Callable[[Progress], None] = _ignore,
    should_stop: Callable[[], bool] = _never,
    keep_breaks: bool = False,
) -> Solution:
    """Find a roster and bound its cost until a limit is reached.

    Parameters
    ----------
    problem : RosterProblem
    settings : Settings, optional
    start : Roster, optional
        A roster at hand; the search begins with it, its illegal tours replaced.
    prices : (G, T), optional
        Coverage prices at hand, of a problem much like this one: the bound begins with them.
    on_progress : callable
        Told whenever the best roster or the bound moves.
    should_stop : callable
        Asked between steps; True keeps the best roster found and ends the search.
    keep_breaks : bool
        Put breaks of the roster at hand that moved for nothing back in the end.

    Returns
    -------
    Solution
        Always with a roster: what cannot be covered is priced, never infeasible.
    """
    prepare(problem, on_progress, keep_breaks=keep_breaks)
    run = Run(problem, settings or Settings(), on_progress, should_stop)
    # a repair is wanted at once; with prices at hand a first bound comes at once as well
    patient = start is None or prices is not None
    bounding = Bounding(run, prices, patient=patient)
    size = variables(problem, range(problem.n_agents), 0, problem.n_days)
    whole = size <= WHOLE_PROBLEM
    by_columns = bounding.by_columns
    long = by_columns and problem.n_days >= LONG_HORIZON
    bounding.start()
    try:
        if start is None and long:
            build_by_spans(run)
            if not bounding.too_large:
                mend(run)
        elif start is None:
            _first_roster(run)
        else:
            _resume(run, start)
        bounding.advance((0.05 if whole else 0.4 if long else 0.25) * run.left())
        if start is None and not bounding.too_large:
            share = 0.3 if long else 0.1 if whole or by_columns else 0.5
            crew = Crew(run.state, run.settings.workers if long else 1)
            _priced_annealing(run, bounding, crew, share, LAST_REPEAT_LONG if long else LAST_REPEAT)
        confirmed = _close(run, bounding, whole)
        if start is not None and keep_breaks:
            _keep_breaks(run, start)
    finally:
        bounding.stop()
    found = _finish(run, bounding.shortage)
    return replace(found, prices=bounding.duals, confirmed=confirmed)


def _close(run: Run, bounding: Bounding, whole: bool) -> Confirmed:
    """Close the gap as far as time permits: by proof, by neighbourhoods, by windows and aims."""
    by_columns = bounding.by_columns
    if whole and not by_columns:
        bounding.stop()  # CP-SAT has both cores, and a bound of its own
    if whole and not run.done():
        # what CP-SAT does not prove soon, windows and prices from columns may
        _prove(run, (0.25 if by_columns else 0.8) * run.left())
    if by_columns:
        close_gap(run, bounding)
    else:
        _improve(run, bounding, keep=SHARE_OF_TIME * run.settings.time_limit)
    if whole or by_columns:
        return Confirmed()
    confirmed = confirm(run)
    _windows(run, bounding)
    return confirmed


def _first_roster(run: Run) -> None:
    """Sweep from nothing while demand is blurred, widely at first, and in the end not at all.

    Where sweeps are slow or time is short, the blur falls with the time and in fewer sweeps; where
    the first one takes all the time it stays the only one.
    """
    blur, begun = first_blur(run.problem), run.seconds()
    longest = min(LONGEST_START, LONGEST_START_SHARE * run.left())
    for step in range(FIRST_SWEEPS):
        passed = (run.seconds() - begun) / longest if longest > 0.0 else 1.0
        left = max(0.0, 1.0 - max(step / (FIRST_SWEEPS - 1), passed))
        annealed_sweeps(run.state, run.rng, run.nothing, 0.0, blur * left**2)
        run.spend_tours(run.problem.n_agents)
        run.offer("first sweeps")
        if left == 0.0 or run.done():
            return


def _resume(run: Run, start: Roster) -> None:
    """Load a roster at hand and let the agents respond to what is short in it."""
    begin_with(run.state, start)
    run.offer("roster at hand")
    for blur in REPAIR_BLUR:
        annealed_sweeps(run.state, run.rng, run.nothing, 0.0, blur)
        run.spend_tours(run.problem.n_agents)
        run.offer("repair")
        if run.done():
            return


def _keep_breaks(run: Run, start: Roster) -> None:
    """Take back breaks of the roster at hand that were moved for nothing, one shift at a time."""
    state, at_hand = run.state, with_other_breaks(run.problem, start, run.best)
    state.load(run.best)
    while take_breaks_back(state, at_hand):
        run.best, run.best_cost = state.roster(), state.cost()


def _priced_annealing(run: Run, bounding: Bounding, crew: Crew, share: float, last: int) -> None:
    """Anneal all agents towards the prices of the bound, again and again for a share of the time.

    A repeat has newer prices and takes twice as many sweeps as the one before: the longer, the
    better it ends. It is the last one, and takes all that is left, where that is less than for
    `last` like the one before.
    """
    end = run.seconds() + share * run.left()
    sweeps = PRICED_SWEEPS
    while run.seconds() < end and not run.done():
        duals = bounding.duals
        if duals is None:
            # prices are still to come: local improvement meanwhile
            before = run.state.tours
            anneal_some(run.state, run.rng, run.nothing, run.state.cost(), 0.0)
            run.spend_tours(run.state.tours - before)
            run.offer("annealing")
            bounding.advance(0.1 * run.left())
            continue
        begun, cost = run.seconds(), run.best_cost
        for left in crew.anneal(run.rng, duals, sweeps):
            run.spend_tours(run.problem.n_agents)
            if left < 0.2:
                run.offer("priced sweeps")
            if run.done():
                return
        if bounding.guide() is not None and run.best_cost >= cost:
            return  # windows and aims near the bound find more than further repeats
        per_sweep = (run.seconds() - begun) / sweeps
        bounding.advance(0.1 * run.left())
        possible = int((end - run.seconds()) / max(per_sweep, 1e-9))
        sweeps = possible if possible < last * sweeps else 2 * sweeps
        if sweeps < PRICED_SWEEPS // 2:
            return


def _prove(run: Run, seconds: float) -> None:
    """Hand the whole problem to CP-SAT with the roster as a complete hint."""
    from .cpsat import WindowModel  # here, because loading OR-Tools takes as long as a first roster

    everyone = Window(np.arange(run.problem.n_agents), 0, run.problem.n_days)
    model = WindowModel(run.problem, run.best, everyone)
    workers = 1 if run.settings.deterministic else run.settings.workers
    # Without a worker named for its linear relaxation the portfolio's bound stays near nothing.
    parameters: dict[str, object] = {
        "num_workers": workers,
        "subsolvers": ("max_lp", "quick_restart")[:workers],
        "catch_sigint_signal": False,
    }
    parameters |= limits(run, seconds)
    with watched(model, run):
        result = model.solve(seconds, run.settings.seed, parameters)
    run.clock.spend(result.work)
    if result.roster is not None:
        run.state.load(result.roster)
        run.offer("proof")
    if result.bound_ticks is not None:
        run.raise_bound("proof", result.bound_ticks / TICKS)


def _improve(run: Run, bounding: Bounding, keep: float) -> None:
    """Anneal some agents, then solve CP-SAT windows, in turns; leave `keep` seconds unused.

    Windows get a share of the seconds that annealing had, the less often the less they find.
    """
    chooser = WindowChooser(run.rng)
    run.state.load(run.best)
    cost = run.best_cost
    warmth = 1e-4
    span = FIRST_SPAN
    while not run.done() and run.left() > keep:
        begun = run.seconds()
        end = begun + min(span, max(0.3, 0.7 * (run.left() - keep)))
        while run.seconds() < end and not run.done():
            tolerance = warmth * abs(cost) * float(run.rng.random()) ** 3
            prices = run.nothing if bounding.duals is None else bounding.duals
            before = run.state.tours
            cost = anneal_some(run.state, run.rng, prices, cost, tolerance, run.done)
            run.spend_tours(run.state.tours - before)
            run.offer("annealing", cost)
        warmth = max(0.0, warmth * 0.8 - 1e-6)
        bounding.advance(0.1 * run.left())
        if run.done() or run.left() <= keep:
            break
        run.state.load(run.best)
        cost = found = run.best_cost
        seconds = min(LONGEST_WINDOW, max(0.3, WINDOW_SHARE * (run.seconds() - begun)))
        for _ in range(2):
            cost = _one_window(run, chooser, min(seconds, run.left() - keep), cost)
            if run.done() or run.left() <= keep:
                break
        span = FIRST_SPAN if cost < found else min(LONGEST_SPAN, 2.0 * span)


def _windows(run: Run, bounding: Bounding) -> None:
    """Solve CP-SAT windows until the run is done."""
    chooser = WindowChooser(run.rng)
    run.state.load(run.best)
    cost = run.best_cost
    while not run.done():
        cost = _one_window(run, chooser, min(LONGEST_WINDOW, run.left()), cost)
        bounding.advance(0.1 * run.left())


def _one_window(run: Run, chooser: WindowChooser, seconds: float, cost: float) -> float:
    """Solve the next window; return the cost of the roster as it stands then."""
    cost, result = improve_window(run, chooser.choose(run.state), seconds, cost)
    chooser.learn(result)
    run.offer("CP-SAT window", cost)
    return cost


def _finish(run: Run, shortage: FloatArray | None) -> Solution:
    """Value the best roster exactly and say what is proved of it."""
    value = evaluate(run.problem, run.best, run.state.tables)
    cost = (value.total + value.elastic) / TICKS
    bound = run.bound
    if bound is not None and bound > cost + PROOF_TOLERANCE:
        log.error("the bound %.6f lies above the cost %.6f: it is dropped", bound, cost)
        bound = None
    bound = None if bound is None else min(bound, cost)
    proved = bound is not None and cost - bound <= PROOF_TOLERANCE
    status: Status = "optimal" if proved else "cancelled" if run.cancelled else "feasible"
    run.best_cost, run.elastic = cost, value.elastic / TICKS
    run.report("end")
    near = run.settings.gap > 0.0 and not proved and run.close_enough()
    run_of = tuple(run.trace)
    return Solution(
        status, run.best, value, cost, bound, run.seconds(), run_of, shortage, ended_at_gap=near
    )
