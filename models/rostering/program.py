"""Tables of the tour program: minute sums, ready classes, prefix sums. Built once per problem.

A tour's state on the morning of a day is (minutes worked this week, days in a row, nights and
weekend shifts up to their fair share, earliest start that rest permits). Minutes take only the
values that sums of paid shift lengths can take, and the earliest start only those that ends of
earlier shifts plus rest can take; both are tabulated here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .problem import TICKS, Arrays, IntArray, RosterProblem

MUST_WORK_PRICE = 1e7
"""Currency units for leaving out a locked shift or a mandatory event: never where avoidable."""


@dataclass(frozen=True)
class TourTables:
    """What the kernels of `tours` read; sizes as in `RosterProblem`.

    `sums` (M,) are the reachable minutes of a week in rising order, `next_sum` (M, V) the index
    after adding the v-th value (-1 where none), `value_id` (A, O) which value an option adds.
    `ready_limit` (O,) is the number of ready classes that permit the option, `ready_next` (O,)
    the class it leaves behind, `ready_off` (D, R) the class after a day off.
    """

    sums: IntArray
    next_sum: IntArray
    value_id: npt.NDArray[np.int16]
    ready_limit: IntArray
    ready_next: IntArray
    ready_off: IntArray
    has_event: npt.NDArray[np.bool_]
    week_ends: npt.NDArray[np.bool_]
    problem: RosterProblem

    def arrays(self) -> Arrays:
        """Return the arrays in the order the kernels take them."""
        p, o, s = self.problem, self.problem.options, self.problem.staff
        option_arrays = (
            o.start,
            o.end,
            o.night,
            o.weekend,
            o.flexible,
            o.n_breaks,
            o.break_first,
            o.break_last,
            o.break_slots,
            o.break_paid,
            o.first_of_day,
        )
        staff_arrays = (
            s.skill_set,
            s.rate.astype(np.float64) / TICKS,
            s.overtime.astype(np.float64),
            s.allowed,
            s.must_work,
            s.event,
            s.event_unpaid_minutes,
            s.run,
            s.max_run,
            s.least,
            s.most,
            s.overtime_after,
            s.option_cost,
            s.off_cost,
        )
        table_arrays = (
            self.sums,
            self.next_sum,
            self.value_id,
            self.ready_limit,
            self.ready_next,
            self.ready_off,
            self.has_event,
            self.week_ends,
            p.week,
            p.pay_prefix.astype(np.float64),
        )
        return option_arrays, staff_arrays, table_arrays


def build_tables(problem: RosterProblem) -> TourTables:
    """Tabulate what the tour program needs."""
    sums, next_sum, value_id = _minute_sums(problem)
    ready_limit, ready_next, ready_off = _ready_classes(problem)
    week = problem.week
    return TourTables(
        sums,
        next_sum,
        value_id,
        ready_limit,
        ready_next,
        ready_off,
        np.asarray(problem.staff.event.any(axis=1)),
        np.append(week[1:] != week[:-1], True),
        problem,
    )


def _minute_sums(problem: RosterProblem) -> tuple[IntArray, IntArray, npt.NDArray[np.int16]]:
    """Return the sums a week can reach, the transitions between them, and the values added."""
    minutes = problem.options.paid_minutes[None, :] - problem.staff.event_unpaid_minutes
    values: IntArray = np.unique(minutes[problem.staff.allowed])
    ceiling = int(problem.staff.most.max(initial=0))
    reached = {0}
    frontier = {0}
    for _ in range(7):
        frontier = {m + int(v) for m in frontier for v in values if m + int(v) <= ceiling}
        frontier -= reached
        reached |= frontier
    sums = np.array(sorted(reached), dtype=np.int64)
    position = {int(m): k for k, m in enumerate(sums)}
    next_sum = np.array(
        [[position.get(int(m) + int(v), -1) for v in values] for m in sums], dtype=np.int64
    ).reshape(len(sums), len(values))
    value_id = np.searchsorted(values, np.clip(minutes, 0, None)).astype(np.int16)
    return sums, next_sum, value_id


def _ready_classes(problem: RosterProblem) -> tuple[IntArray, IntArray, IntArray]:
    """Return, per option, which ready classes permit it and which it leaves; after days off too.

    Class 0 of every day means rested; the others are slots from which a shift may begin, rising.
    """
    options, days = problem.options, problem.n_days
    ready_limit = np.zeros(problem.n_options, dtype=np.int64)
    ready_next = np.zeros(problem.n_options, dtype=np.int64)
    classes: list[list[int]] = [[]]
    for d in range(days):
        span = slice(int(options.first_of_day[d]), int(options.first_of_day[d + 1]))
        ready_limit[span] = 1 + np.searchsorted(classes[d], options.start[span], side="right")
        later = set((options.end[span] + problem.rest_slots).tolist()) | set(classes[d])
        if d + 1 < days:
            nxt = slice(int(options.first_of_day[d + 1]), int(options.first_of_day[d + 2]))
            first_start = int(options.start[nxt].min(initial=int(problem.day_start[d + 2])))
            classes.append(sorted(r for r in later if r > first_start))
        else:
            classes.append([])
        ends = options.end[span] + problem.rest_slots
        ready_next[span] = [_class_of(int(r), classes[d + 1]) for r in ends]
    width = 1 + max(len(c) for c in classes)
    ready_off = np.zeros((days, width), dtype=np.int64)
    for d in range(days):
        for k, r in enumerate(classes[d]):
            ready_off[d, k + 1] = _class_of(r, classes[d + 1])
    return ready_limit, ready_next, ready_off


def _class_of(ready: int, classes: list[int]) -> int:
    """Return the class of a ready slot: 0 where it no longer binds."""
    return classes.index(ready) + 1 if ready in classes else 0
