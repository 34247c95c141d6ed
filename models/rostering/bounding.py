"""The bound beside the search: covering program and ascent, in a thread or in turns."""

from __future__ import annotations

import logging
import threading

from .aiming import Guide
from .clock import TOUR_SECONDS
from .columns import ColumnBound
from .fixing import reduced_costs
from .lagrange import FIRST_CYCLE, LagrangianBound
from .problem import FloatArray
from .run import Run
from .state import SearchState

log = logging.getLogger(__name__)

LARGEST_COLUMNS = 500_000
"""Days times options above which column generation is left out."""
STEPS_WITHOUT_COVERING = 300
"""Steps of an ascent that begins with nothing before the covering program tells its shortage."""
QUICK_CYCLE = 2.0
"""Seconds of work (see `clock`) of a first cycle of steps below which it begins with nothing."""
_REPORT_EVERY = 2.0
_FIRST_BOUND, _FIRST_BOUND_SHARE = 5.0, 0.25
"""Seconds, and share of the time limit, that a run waits for a first bound at its end at most."""


class Bounding:
    """Raises the certified bound of a run while the search goes on.

    With two workers it runs in a thread of its own, on arrays of its own. Else `advance` is called
    between stages; so it is with column generation, for whose prices all that follows waits. It
    begins with `prices` (G, T) where they are given. The prices of the best bound so far are in
    `duals`, None before there are any. A problem that is `too_large` gets no bound. Who is not
    `patient` waits for no first bound at the end.
    """

    def __init__(self, run: Run, prices: FloatArray | None = None, *, patient: bool = True) -> None:
        self.run = run
        self._patient = patient
        self._prices = prices
        self.shortage: FloatArray | None = None
        self.steps = 0
        self._covering_at = -1
        self._first_prices = 1
        self._lagrangian: LagrangianBound | None = None
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._failure: BaseException | None = None
        self._told = -_REPORT_EVERY
        self.by_columns = ColumnBound.suits(run.problem)
        self._columns: ColumnBound | None = None
        self._guide: Guide | None = None
        # a year of many kinds of shift: one round of prices takes minutes, and no bound is found
        size = run.problem.n_days * run.problem.n_options
        self.too_large = self.by_columns and size > LARGEST_COLUMNS

    @property
    def duals(self) -> FloatArray | None:
        """Price of one agent more at the best bound, (G, T); None before there are any of use."""
        found = self._lagrangian
        return None if found is None or self.steps < self._first_prices else found.best_duals

    def guide(self) -> Guide | None:
        """Return what the bound says of options once column generation is done; else None."""
        return self._guide

    @property
    def threaded(self) -> bool:
        """Whether it runs beside the search."""
        return self._thread is not None

    def start(self) -> None:
        """Begin: in a thread where the run has two workers and need not be deterministic."""
        settings = self.run.settings
        if settings.workers > 1 and not settings.deterministic and not self.by_columns:
            # no daemon: a process that ends while HiGHS runs in one of its threads is aborted
            self._thread = threading.Thread(target=self._work)
            self._thread.start()
        self.run.listen = self.tell

    def advance(self, seconds: float) -> None:
        """Work on the bound for some seconds of the run's clock; nothing where a thread does.

        What went wrong in the thread is raised here and when it is stopped.
        """
        self._raise_failure()
        if self.threaded or self.too_large:
            return
        end = self.run.seconds() + seconds
        self._begin()
        if self.steps == 0:
            self._step()  # the covering program may have taken all the seconds: some bound at least
        while self._guide is None and self.run.seconds() < end and not self.run.done():
            self._step()
        self.tell(at_once=True)

    def stop(self) -> None:
        """End the thread; what it is in the middle of is dropped. A second call does nothing."""
        if self._stop.is_set():
            return
        self._stop.set()
        if self._thread is not None:
            # HiGHS cannot be interrupted: who asked to stop gets the roster before it ends, and a
            # run that is over waits a little for a first bound
            wait = 0.1
            if self.steps == 0 and self._patient and not self.run.cancelled:
                share = _FIRST_BOUND_SHARE * self.run.settings.time_limit
                wait = max(wait, min(_FIRST_BOUND, share))
            self._thread.join(timeout=wait)
        self.tell(at_once=True)
        self.run.listen = lambda: None
        self._raise_failure()

    def tell(self, *, at_once: bool = False) -> None:
        """Report the best bound, at most every two seconds."""
        found, now = self._lagrangian, self.run.seconds()
        if found is None or (now - self._told < _REPORT_EVERY and not at_once):
            return
        self._told = now
        self.run.raise_bound("covering" if self.steps <= 1 else "pricing", found.best)

    def _work(self) -> None:
        try:
            self._begin()
            self._step()
            while not self._stop.is_set() and self._guide is None:
                self._step()
        except BaseException as failure:  # noqa: BLE001  told to the thread that waits
            self._failure = failure

    def _raise_failure(self) -> None:
        failure, self._failure = self._failure, None
        if failure is not None:
            raise failure

    def _begin(self) -> None:
        """Begin with the prices given, with those of the covering program, or with nothing."""
        if self._lagrangian is not None:
            return
        run = self.run
        own = SearchState(run.problem, run.state.tables)
        if self._prices is not None:
            self._lagrangian = LagrangianBound(own, self._prices.copy())
            return
        from_nothing = LagrangianBound(own, run.nothing.copy())
        if not self.by_columns and self._steps_are_quicker(from_nothing.classes):
            self._covering_at, self._first_prices = STEPS_WITHOUT_COVERING, FIRST_CYCLE
            self._lagrangian = from_nothing
            return
        prices = self._cover()
        if prices is not None:
            self._lagrangian = LagrangianBound(own, prices)
            return
        if not self.by_columns:
            self._first_prices = FIRST_CYCLE
        self._lagrangian = from_nothing

    def _steps_are_quicker(self, classes: int) -> bool:
        """Say whether a first cycle of steps finds prices sooner than the covering program.

        With several skill sets that takes as long as hundreds of steps, and loading it as long as
        a first cycle of a small problem; the prices of both are equally good.
        """
        problem = self.run.problem
        first_cycle = FIRST_CYCLE * classes * TOUR_SECONDS * problem.n_options
        return len(problem.cover.skills) > 1 or first_cycle < QUICK_CYCLE

    def _cover(self) -> FloatArray | None:
        """Solve the covering program; return its prices, None where time did not suffice."""
        # here, because loading Pyomo takes as long as a first roster
        from ..covering.program import solve_covering

        run = self.run
        limit = None if run.settings.deterministic else min(30.0, max(1.0, 0.3 * run.left()))
        covering = solve_covering(run.problem, time_limit=limit)
        run.clock.spend(1.0)
        if covering is None:
            log.info("the covering program reached no optimum in time")
            return None
        self.shortage = covering.shortage
        return covering.duals

    def _step(self) -> None:
        found = self._lagrangian
        if found is None:
            return
        if self.by_columns:
            self._step_columns(found)
        else:
            found.step()
        self.steps += 1
        if self.steps == self._covering_at:
            self._cover()
        if not self.threaded:
            self.run.clock.spend(found.classes * TOUR_SECONDS * self.run.problem.n_options)

    def _step_columns(self, found: LagrangianBound) -> None:
        """One step of column generation; at its end, what the prices say of every option."""
        if self._columns is None:
            self._columns = ColumnBound(found.state, found, self.run.settings.workers)
            self._columns.add_roster(self.run.best)
        self._columns.step()
        if self._columns.converged:
            self._guide = Guide(found.best, option_costs(found))


def option_costs(bound: LagrangianBound) -> FloatArray:
    """Return what every option of every agent adds to a bound at its prices, (A, O).

    By class of agents, as the bound was priced: whose kinds of shift it tracks has the same
    program here.
    """
    added, _ = reduced_costs(bound.state, bound.best_duals, bound.agents)
    return added[bound.class_of]
