"""An independent planner for tiny scenarios: one boolean per agent, day and shift, one per break.

Written from docs/rules.md and the scenario alone. It shares the scenario's types, its calendar and
the requirement with the planner and nothing else: pay is counted minute by minute here, the
rules are stated pair by pair (those with a form in `plain_rules`), and money is a fraction until
the model is handed to CP-SAT. Events must have a fixed time, and agents the site's clock.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from itertools import combinations
from zoneinfo import ZoneInfo

from ortools.sat.python import cp_model
from plain_coupling import PROMISE, add_coverage, add_fairness, add_leads
from plain_minutes import MINUTE, is_night, minutes_of
from plain_pay import pay_of
from plain_rules import Person, Worked, add_rules
from plain_weeks import add_weeks, leave_minutes
from staffwright.scheduler.calendar import shift_span
from staffwright.scheduler.plan import Requirement
from staffwright.scheduler.scenario.types import (
    Activity,
    Agent,
    Event,
    Scenario,
    Shift,
    ShiftTemplate,
)


@dataclass(frozen=True, eq=False)
class Candidate:
    """A shift an agent might work; `rows` are given where a locked shift fixes them."""

    agent: Agent
    day: date
    start: datetime
    end: datetime
    template: ShiftTemplate | None
    rows: tuple[Activity, ...] | None = None
    shift_id: str = ""


@dataclass(frozen=True)
class PlainOptimum:
    """A proven optimum; `cost` is exact, None where no roster keeps every rule.

    `below_minimum` counts agents and slots below hard minima, which are as few as can be; their
    price is not in the cost.
    """

    proved: bool
    cost: Fraction | None
    below_minimum: int = 0


class PlainModel:
    """The model; `solve` may be called once."""

    def __init__(self, scenario: Scenario, requirement: Requirement) -> None:
        self.scenario = scenario
        self.requirement = requirement
        self.zone = ZoneInfo(scenario.zone)
        self.model = cp_model.CpModel()
        self.terms: list[tuple[Fraction, cp_model.IntVar]] = []
        self.constant = Fraction(0)
        self.below_minimum: list[cp_model.IntVar] = []
        self.chosen: dict[Candidate, cp_model.IntVar] = {}
        self.minutes: dict[Candidate, int] = {}
        # agents (employee id) at work per slot: sums of +1 and -1 times booleans
        self.present: dict[tuple[str, int], list[tuple[int, cp_model.IntVar]]] = defaultdict(list)
        self.serving: dict[tuple[str, int], list[tuple[int, cp_model.IntVar]]] = defaultdict(list)
        self.lead_at: dict[int, list[tuple[int, cp_model.IntVar]]] = defaultdict(list)
        for agent in scenario.agents:
            mine = self._candidates(agent)
            for candidate in mine:
                self._shift(candidate)
            self._sequence(agent, mine)
            self._rules(agent, mine)
            add_weeks(self, agent, mine)
            self._events(agent, mine)
            self._wishes(agent, mine)
        add_coverage(self)
        add_leads(self)
        add_fairness(self)

    # -- what an agent may work ----------------------------------------------------------------

    def _candidates(self, agent: Agent) -> list[Candidate]:
        grid = self.scenario.grid
        locked = {
            shift.business_date: shift
            for shift in self.scenario.locked
            if shift.employee_id == agent.employee_id
        }
        found: list[Candidate] = []
        for d in range(grid.days):
            day = grid.day(d)
            if day in locked:
                found.append(self._locked(agent, locked[day]))
                continue
            for template in self.scenario.shifts:
                if day.weekday() in template.weekdays and (
                    template.kind in agent.contract.shift_kinds
                ):
                    found += self._of_template(agent, day, template)
        return found

    def _of_template(self, agent: Agent, day: date, template: ShiftTemplate) -> list[Candidate]:
        found = []
        at = template.start_minutes
        while at <= template.latest_start_minutes:
            for length in template.lengths_minutes:
                span = shift_span(day, at, length, self.scenario.zone)
                if span is None or self._forbidden(agent, day, template):
                    continue
                if self._free(agent, *span):
                    found.append(Candidate(agent, day, *span, template))
            at += template.step_minutes
        return found

    def _free(self, agent: Agent, start: datetime, end: datetime) -> bool:
        """Say whether leave, availability and the rest after the history permit a span."""
        absences = (*self.scenario.time_off, *self.scenario.unavailable)
        if any(
            absence.employee_id == agent.employee_id and absence.start < end and start < absence.end
            for absence in absences
        ):
            return False
        rest = self.scenario.work_rules(agent.contract).min_rest_minutes * MINUTE
        return all(shift.end + rest <= start for shift in self.history(agent))

    def _forbidden(self, agent: Agent, day: date, template: ShiftTemplate) -> bool:
        return any(
            wish.hard and (wish.off or wish.avoid in (template.id, template.kind))
            for wish in self.scenario.preferences
            if (wish.employee_id, wish.day) == (agent.employee_id, day)
        )

    def history(self, agent: Agent) -> list[Shift]:
        return [s for s in self.scenario.history if s.employee_id == agent.employee_id]

    def _locked(self, agent: Agent, shift: Shift) -> Candidate:
        if shift.activities[0].code != "shift":
            return Candidate(
                agent,
                shift.business_date,
                shift.start,
                shift.end,
                None,
                shift.activities,
                shift.shift_id,
            )
        template = next(t for t in self.scenario.shifts if t.id == shift.shift_id)
        return Candidate(agent, shift.business_date, shift.start, shift.end, template)

    # -- one shift: pay, breaks, presence ------------------------------------------------------

    def _shift(self, candidate: Candidate) -> None:
        var = self.model.new_bool_var("")
        self.chosen[candidate] = var
        if any(
            s.employee_id == candidate.agent.employee_id and s.business_date == candidate.day
            for s in self.scenario.locked
        ):
            self.model.add(var == 1)
        attended = self._attended(candidate)
        idle = {minute for event in attended for minute in minutes_of(event.start, event.end)}
        unpaid = {
            minute
            for event in attended
            if not event.paid
            for minute in minutes_of(event.start, event.end)
        }
        fixed_breaks = [row for row in candidate.rows or () if row.code.startswith("break:")]
        for row in fixed_breaks:
            idle |= set(minutes_of(row.start, row.end))
            if not row.paid:
                unpaid |= set(minutes_of(row.start, row.end))
        whole = set(minutes_of(candidate.start, candidate.end))
        paid = whole - unpaid
        self.price(pay_of(self.scenario, candidate.agent, candidate.day, paid), var)
        shorter = 0
        if candidate.template is not None:
            shorter = self._breaks(candidate, var, idle)
        self.minutes[candidate] = len(whole - unpaid) - shorter
        most = self.scenario.work_rules(candidate.agent.contract).max_daily_minutes
        if most is not None and self.minutes[candidate] > most:
            self.model.add(var == 0)
        self._serve(candidate, var, whole - idle)

    def _attended(self, candidate: Candidate) -> list[Event]:
        return [
            event
            for event in self.scenario.events
            if event.employee_id == candidate.agent.employee_id
            and event.start is not None
            and event.end is not None
            and candidate.start <= event.start
            and event.end <= candidate.end
        ]

    def _breaks(self, candidate: Candidate, var: cp_model.IntVar, idle: set[datetime]) -> int:
        """State the breaks of a template's shift; return their unpaid minutes."""
        assert candidate.template is not None
        agent, step = candidate.agent, self.scenario.grid.slot_minutes
        placed: list[list[tuple[datetime, datetime, cp_model.IntVar]]] = []
        for rule in candidate.template.breaks:
            starts = []
            for after in range(0, rule.latest_minutes + 1, step):
                begin = candidate.start + after * MINUTE
                end = begin + rule.minutes * MINUTE
                if after < rule.earliest_minutes or end > candidate.end:
                    continue
                covered = set(minutes_of(begin, end))
                if covered & idle:
                    continue
                at = self.model.new_bool_var("")
                starts.append((begin, end, at))
                if not rule.paid:
                    self.price(-pay_of(self.scenario, agent, candidate.day, covered), at)
                for slot in self._slots(covered):
                    self.present[agent.employee_id, slot].append((-1, at))
                    if agent.lead:
                        self.lead_at[slot].append((-1, at))
            self.model.add(sum(at for _, _, at in starts) == var)
            placed.append(starts)
        least = self.scenario.rules.min_work_between_breaks_minutes * MINUTE
        # breaks in order: each ends, and the least work lies between, before the next begins
        for earlier, later in combinations(range(len(placed)), 2):
            for _, end, at in placed[earlier]:
                for begin, _, then in placed[later]:
                    if begin < end + least:
                        self.model.add_bool_or(~at, ~then)
        return sum(rule.minutes for rule in candidate.template.breaks if not rule.paid)

    def _serve(self, candidate: Candidate, var: cp_model.IntVar, at_work: set[datetime]) -> None:
        """Count the agent as present; on the queue a locked row names where it names one."""
        who = candidate.agent.employee_id
        named: dict[datetime, str] = {}
        for row in candidate.rows or ():
            if row.code == "work" and row.queue is not None:
                named.update(dict.fromkeys(minutes_of(row.start, row.end), row.queue))
        for slot in self._slots(at_work):
            queue = named.get(self.scenario.grid.instant(slot))
            if candidate.agent.lead:
                self.lead_at[slot].append((1, var))
            if queue is None:
                self.present[who, slot].append((1, var))
            else:
                self.serving[queue, slot].append((1, var))

    def _slots(self, minutes: set[datetime]) -> list[int]:
        return sorted({self.scenario.grid.slot_at(minute) for minute in minutes})

    # -- the rules of an agent -----------------------------------------------------------------

    def _sequence(self, agent: Agent, mine: list[Candidate]) -> None:
        """One shift a day, rest between any two."""
        rest = self.scenario.work_rules(agent.contract).min_rest_minutes * MINUTE
        by_day: dict[date, list[Candidate]] = defaultdict(list)
        for candidate in mine:
            by_day[candidate.day].append(candidate)
        for same in by_day.values():
            self.model.add_at_most_one(self.chosen[candidate] for candidate in same)
        for one in mine:
            for other in mine:
                if one.day < other.day and other.start < one.end + rest:
                    self.model.add_bool_or(~self.chosen[one], ~self.chosen[other])

    def _rules(self, agent: Agent, mine: list[Candidate]) -> None:
        """The rules with a form, over the history and what may be chosen."""
        scenario, grid = self.scenario, self.scenario.grid
        leaves = [leave for leave in scenario.time_off if leave.employee_id == agent.employee_id]
        minutes: dict[date, object] = dict(leave_minutes(scenario, leaves))
        shifts = []
        for past in self.history(agent):
            minutes[past.business_date] = minutes.get(past.business_date, 0) + past.paid_minutes  # type: ignore[operator]
            kind = self._kind(past.shift_id)
            shifts.append(self._worked(past.business_date, past.start, past.end, kind, 1))
        for c in mine:
            var = self.chosen[c]
            minutes[c.day] = minutes.get(c.day, 0) + self.minutes[c] * var  # type: ignore[operator]
            kind = c.template.kind if c.template else self._kind(c.shift_id)
            shifts.append(self._worked(c.day, c.start, c.end, kind, var))
        add_rules(
            Person(
                model=self.model,
                price=self.price,
                rules=scenario.work_rules(agent.contract),
                zone=scenario.zone,
                week_start=scenario.week_start,
                first=grid.first_day,
                last=grid.day(grid.days - 1),
                shifts=shifts,
                minutes=minutes,
            )
        )

    def _kind(self, shift_id: str) -> str | None:
        return next((t.kind for t in self.scenario.shifts if t.id == shift_id), None)

    def _worked(
        self, day: date, start: datetime, end: datetime, kind: str | None, taken: object
    ) -> Worked:
        local = start.astimezone(self.zone)
        night = is_night(self.scenario, start, end)
        return Worked(day, start, end, kind, local.hour * 60 + local.minute, night, taken)

    def _events(self, agent: Agent, mine: list[Candidate]) -> None:
        """A mandatory event lies inside a shift."""
        for event in self.scenario.events:
            if event.employee_id == agent.employee_id and event.mandatory:
                holders = [self.chosen[c] for c in mine if event in self._attended(c)]
                self.model.add_at_least_one(holders)

    def _wishes(self, agent: Agent, mine: list[Candidate]) -> None:
        inside = [self.scenario.grid.day(d) for d in range(self.scenario.grid.days)]
        price = Fraction(self.scenario.objective.preference_price)
        for wish in self.scenario.preferences:
            if wish.employee_id != agent.employee_id or wish.day not in inside or wish.hard:
                continue
            today = [c for c in mine if c.day == wish.day]
            if wish.off:
                for candidate in today:
                    self.price(price * Fraction(wish.weight), self.chosen[candidate])
                continue
            self.constant += price * Fraction(wish.weight)
            for candidate in today:
                if wish.window is not None:
                    granted = wish.window[0] <= candidate.start and candidate.end <= wish.window[1]
                else:
                    granted = wish.shift in _names(candidate)
                if granted:
                    self.price(-price * Fraction(wish.weight), self.chosen[candidate])

    # -- solving -------------------------------------------------------------------------------

    def price(self, price: Fraction, var: cp_model.IntVar) -> None:
        if price:
            self.terms.append((price, var))

    def solve(self, seconds: float = 60.0) -> PlainOptimum:
        """Solve to proven optimality; prices are whole multiples of their common fraction."""
        unit = Fraction(1, math.lcm(*(price.denominator for price, _ in self.terms)))
        whole = [int(price / unit) for price, _ in self.terms]
        common = math.gcd(*whole)
        self.model.minimize(
            sum(n // common * var for n, (_, var) in zip(whole, self.terms, strict=True))
        )
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = seconds
        solver.parameters.num_workers = 2
        solver.parameters.subsolvers.extend(["max_lp", "quick_restart"])
        status = solver.solve(self.model)
        if status == cp_model.INFEASIBLE:
            return PlainOptimum(True, None)
        if status != cp_model.OPTIMAL:
            return PlainOptimum(False, None)
        cost = sum((price * solver.value(var) for price, var in self.terms), self.constant)
        below = sum(solver.value(var) for var in self.below_minimum)
        return PlainOptimum(True, cost - below * PROMISE, below)


def plain_optimum(
    scenario: Scenario, requirement: Requirement, seconds: float = 60.0
) -> PlainOptimum:
    """Return the least cost of any roster that keeps the hard rules."""
    return PlainModel(scenario, requirement).solve(seconds)


def _names(candidate: Candidate) -> set[str]:
    if candidate.template is None:
        return {candidate.shift_id}
    return {candidate.template.id, candidate.template.kind}
