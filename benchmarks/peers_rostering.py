"""What others make of the benchmark's centres, each on the part it can express.

plain_cpsat
    CP-SAT with a boolean per agent, day and shift, written from the problem's arrays and sharing
    nothing with the engine's own model. It has every rule and price of the generated centres; its
    breaks lie at fixed places, each in the middle of its window or as soon after that as spacing
    asks. Rests and runs are stated by the usual clique and window rows.
shift_counts
    pyworkforce's `MinAbsDifference`: how many people work each shift, so that the sum of
    agents too few and too many is least. It knows no agents, contracts, rests, leave, skills or
    pay, and one requirement: all queues are added up. Its shifts cannot run into the next day, so
    that the whole horizon is handed over as one day of as many periods. pyworkforce has
    a second stage that names agents (`MinHoursRoster`), left out: it takes no rest between shifts
    that forbids two successors of the same shift (any night then becomes impossible), no
    weekly hours, and the counts above have no shifts of a contract.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from ortools.sat.python import cp_model
from staffwright.models.rostering.evaluate import evaluate
from staffwright.models.rostering.problem import OFF, TICKS, Roster, RosterProblem
from staffwright.models.rostering.program import TourTables, build_tables

IntArray = npt.NDArray[np.int64]

WORKERS = 2
CENTS = 100
PEAK_FACTOR = 4  # most people on one shift at pyworkforce, times the largest requirement


@dataclass(frozen=True)
class Found:
    """A roster, when it was found (seconds passed and processor seconds) and its exact cost."""

    second: float
    cpu: float
    roster: Roster
    cost: float
    elastic: float


@dataclass(frozen=True)
class PlainResult:
    """The rosters CP-SAT found in turn, its own bound in currency units, and its size."""

    status: str
    found: tuple[Found, ...]
    own_bound: float | None
    booleans: int


def fixed_breaks(problem: RosterProblem) -> IntArray:
    """Return a place for every break of every option, (O, B); `OFF` where there is none.

    Raises
    ------
    ValueError
        If the middle of some window leaves no room for a later break.
    """
    options = problem.options
    places = np.full((problem.n_options, problem.max_breaks), OFF, dtype=np.int64)
    for o in range(problem.n_options):
        free = 0
        for b in range(int(options.n_breaks[o])):
            first, last = int(options.break_first[o, b]), int(options.break_last[o, b])
            at = max((first + last) // 2, free)
            if at > last:
                raise ValueError(f"option {o}: break {b} does not fit after the middle of others")
            places[o, b] = at
            free = at + int(options.break_slots[o, b]) + problem.break_gap_slots
    return places


def with_fixed_breaks(problem: RosterProblem) -> RosterProblem:
    """Return the problem with every break in its fixed place."""
    places = np.where(fixed_breaks(problem) == OFF, 0, fixed_breaks(problem))
    options = replace(problem.options, break_first=places, break_last=places.copy())
    return replace(problem, options=options)


def presence(problem: RosterProblem, places: IntArray) -> IntArray:
    """Return who of an option serves queues in which slot, (O, T) of 0 and 1."""
    options = problem.options
    present = np.zeros((problem.n_options, problem.n_slots), dtype=np.int64)
    for o in range(problem.n_options):
        present[o, options.start[o] : options.end[o]] = 1
        for at, slots in zip(places[o], options.break_slots[o], strict=True):
            if at != OFF:
                present[o, at : at + slots] = 0
    return present


def pay_cents(problem: RosterProblem, places: IntArray) -> IntArray:
    """Return the pay of every agent's options with breaks in place, in cents, (A, O)."""
    options, staff, pay = problem.options, problem.staff, problem.pay
    spans = zip(options.start, options.end, strict=True)
    paid = np.zeros((problem.n_options, problem.n_slots), dtype=np.int64)
    for o, (start, end) in enumerate(spans):
        paid[o, start:end] = 1
        for b in np.flatnonzero(~options.break_paid[o] & (places[o] != OFF)):
            paid[o, places[o, b] : places[o, b] + options.break_slots[o, b]] = 0
    weight = np.einsum("pot,ot->po", pay.weight[:, options.day], paid) + pay.option_weight
    flat = np.einsum("pot,ot->po", pay.flat[:, options.day], paid) + pay.option_flat
    ticks = staff.rate[:, options.day] * weight[staff.pay_class] + flat[staff.pay_class]
    cents: IntArray = np.rint(ticks * (CENTS / TICKS)).astype(np.int64)
    return cents


class PlainModel:
    """The booleans and rows of the plain model; `taken[a]` maps options of agent a to booleans."""

    def __init__(self, problem: RosterProblem) -> None:
        self.problem = problem
        self.places = fixed_breaks(problem)
        self.model = cp_model.CpModel()
        self.present = presence(problem, self.places)
        self.taken: list[dict[int, Any]] = [
            {int(o): self.model.new_bool_var("") for o in np.flatnonzero(row)}
            for row in problem.staff.allowed
        ]
        cents = pay_cents(problem, self.places)
        self.terms: list[Any] = [
            int(cents[a, o]) * x for a, own in enumerate(self.taken) for o, x in own.items()
        ]
        for a in range(problem.n_agents):
            self._one_a_day(a)
            self._rest(a)
            self._runs(a)
            self._weeks(a)
        self._cover()
        self.model.minimize(sum(self.terms))

    @property
    def booleans(self) -> int:
        """Number of shift booleans."""
        return sum(map(len, self.taken))

    def _of_day(self, a: int, d: int) -> dict[int, Any]:
        first, last = self.problem.options.first_of_day[d : d + 2].tolist()
        return {o: x for o, x in self.taken[a].items() if first <= o < last}

    def _one_a_day(self, a: int) -> None:
        for d in range(self.problem.n_days):
            self.model.add_at_most_one(self._of_day(a, d).values())

    def _rest(self, a: int) -> None:
        """Of shifts that end late and those that begin early on the next day take one."""
        options = self.problem.options
        rest = self.problem.rules[self.problem.staff.rule_class[a]].rest_slots
        days = [self._of_day(a, d) for d in range(self.problem.n_days)]
        for today, tomorrow in pairwise(days):
            for end in sorted({int(options.end[o]) for o in today}):
                early = [x for o, x in tomorrow.items() if options.start[o] < end + rest]
                if early:
                    late = [x for o, x in today.items() if options.end[o] >= end]
                    self.model.add_at_most_one([*late, *early])

    def _runs(self, a: int) -> None:
        """At most so many days worked of any window one day longer."""
        most = self.problem.rules[self.problem.staff.rule_class[a]].max_run
        for first in range(self.problem.n_days - most):
            window = range(first, first + most + 1)
            self.model.add(sum(x for d in window for x in self._of_day(a, d).values()) <= most)

    def _weeks(self, a: int) -> None:
        """Weekly minutes between least and most, overtime above the contract's."""
        problem, staff = self.problem, self.problem.staff
        for w in range(int(problem.week[-1]) + 1):
            days = np.flatnonzero(problem.week == w)
            shifts = [item for d in days for item in self._of_day(a, int(d)).items()]
            minutes = sum(int(problem.options.paid_minutes[o]) * x for o, x in shifts)
            most, after = int(staff.most[a, w]), int(staff.overtime_after[a, w])
            missed = self.model.new_int_var(0, max(0, int(staff.least[a, w])), "")
            extra = self.model.new_int_var(0, max(0, most - after), "")
            self.model.add(minutes <= most)
            self.model.add(minutes + missed >= int(staff.least[a, w]))
            self.model.add(minutes - extra <= after)
            rate = int(staff.rate[a, days[-1]]) * int(staff.overtime[a])
            self.terms.append(round(rate * CENTS / TICKS) * extra)
            self.terms.append(round(problem.shortfall_price * CENTS / TICKS) * missed)

    def _cover(self) -> None:
        """Agents at work go to the queues they serve; what is missing or too many has a price."""
        problem, cover = self.problem, self.problem.cover
        counted = np.argwhere(cover.under > 0)
        served: dict[tuple[int, int], list[Any]] = {(int(q), int(t)): [] for q, t in counted}
        for g, serves in enumerate(cover.skills):
            members = np.flatnonzero(problem.staff.skill_set == g)
            for t in np.flatnonzero(cover.under.any(axis=0)):
                at_work = [
                    x for a in members for o, x in self.taken[a].items() if self.present[o, t]
                ]
                queues = np.flatnonzero(serves).tolist()
                if len(queues) == 1:
                    served[queues[0], int(t)].extend(at_work)
                    continue
                flows = [self.model.new_int_var(0, len(members), "") for _ in queues]
                self.model.add(sum(flows) == sum(at_work))
                for q, flow in zip(queues, flows, strict=True):
                    served[q, int(t)].append(flow)
        for (row, slot), at_queue in served.items():
            required = int(cover.required[row, slot] - cover.fixed[row, slot])
            under = self.model.new_int_var(0, max(0, required), "")
            over = self.model.new_int_var(0, problem.n_agents + max(0, -required), "")
            self.model.add(sum(at_queue) + under - over == required)
            self.terms.append(round(cover.under[row, slot] * CENTS / TICKS) * under)
            self.terms.append(round(cover.over[row, slot] * CENTS / TICKS) * over)

    def roster(self, values: IntArray) -> Roster:
        """Return the roster of a solution, given as the values of all variables."""
        roster = Roster.empty(self.problem)
        for a, own in enumerate(self.taken):
            for o, x in own.items():
                if values[x.index]:
                    d = int(self.problem.options.day[o])
                    roster.option[a, d] = o
                    roster.breaks[a, d] = self.places[o]
        return roster


class _Keep(cp_model.CpSolverSolutionCallback):
    """Notes every solution and when it came; they are read as rosters only after the search."""

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__()
        self.clock = clock
        self.found: list[tuple[float, float, IntArray]] = []

    def on_solution_callback(self) -> None:
        """Keep the values of all variables."""
        values = np.array(self.response_proto.solution, dtype=np.int64)
        self.found.append((self.clock(), time.process_time(), values))


def plain_cpsat(
    problem: RosterProblem, clock: Callable[[], float], until: float, seed: int
) -> PlainResult:
    """Solve the plain model until `clock` shows `until`; building it takes of the time."""
    plain = PlainModel(problem)
    left = until - clock()
    if left <= 0:
        return PlainResult("out of time while building", (), None, plain.booleans)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = left
    solver.parameters.num_workers = WORKERS
    solver.parameters.random_seed = seed
    keep = _Keep(clock)
    status = solver.solve(plain.model, keep)
    bound = None if status == cp_model.UNKNOWN else solver.best_objective_bound / CENTS
    tables = build_tables(problem)
    return PlainResult(
        solver.status_name(status).lower(),
        tuple(_valued(plain, tables, *found) for found in keep.found),
        bound,
        plain.booleans,
    )


def _valued(
    plain: PlainModel, tables: TourTables, second: float, cpu: float, values: IntArray
) -> Found:
    """Return what a solution's roster costs exactly, as ours are valued."""
    roster = plain.roster(values)
    value = evaluate(plain.problem, roster, tables)
    return Found(second, cpu, roster, value.total / TICKS, value.elastic / TICKS)


def shift_counts(problem: RosterProblem, seconds: float) -> dict[str, Any]:
    """Have pyworkforce choose how many people work every shift; say what is under and over."""
    from pyworkforce.scheduling import MinAbsDifference

    cover = problem.cover
    counted = cover.under.any(axis=0)
    required = np.where(counted, cover.required.sum(axis=0), 0)[counted]
    present = presence(problem, fixed_breaks(problem))[:, counted]
    scheduler = MinAbsDifference(
        num_days=1,
        periods=int(counted.sum()),
        shifts_coverage={str(o): row.tolist() for o, row in enumerate(present)},
        required_resources=[required.tolist()],
        max_period_concurrency=PEAK_FACTOR * int(required.max()),
        max_shift_concurrency=int(required.max()),
        max_search_time=max(0.1, seconds),
        num_search_workers=WORKERS,
    )
    found = scheduler.solve()
    if found["cost"] < 0:
        return {"status": found["status"].lower()}
    people = np.zeros(problem.n_options, dtype=np.int64)
    for row in found["resources_shifts"]:
        people[int(row["shift"])] = row["resources"]
    short = required - people @ present
    hours = problem.slot_minutes / 60
    return {
        "status": found["status"].lower(),
        "under_hours": round(float(np.maximum(0, short).sum()) * hours, 2),
        "over_hours": round(float(np.maximum(0, -short).sum()) * hours, 2),
        "paid_hours": float(people @ problem.options.paid_minutes) / 60,
        "shifts": int(people.sum()),
    }
