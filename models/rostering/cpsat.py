"""The formal statement of the rostering problem in CP-SAT, for some agents and some days.

With all agents and all days it is the whole problem and proves small cases; as a window it frees
a few agents or days of a roster, keeps the rest, and starts from a complete hint. One method per
rule. Breaks are implicit (Aykin 1996): a boolean per start of a break, tied to shifts by windows.
"""

from __future__ import annotations

import math
from collections import defaultdict

import numpy as np
from ortools.sat.python import cp_model

from .bought import counts_of_units, units_of_counts
from .cpsat_bought import add_bought
from .cpsat_cover import add_cover, add_leads
from .cpsat_fairness import add_fair_shares
from .cpsat_rules import AgentRules
from .cpsat_totals import add_totals
from .evaluate import market_of
from .problem import OFF, TICKS, BoolArray, IntArray, Roster, RosterProblem
from .window import Window, WindowResult

_MAX_COEFFICIENT = 10**7


class WindowModel:
    """CP-SAT model of a window of a roster; built once, solved once."""

    def __init__(
        self,
        problem: RosterProblem,
        roster: Roster,
        window: Window,
        useful: BoolArray | None = None,
    ) -> None:
        """State a window; of the options only those `useful` (A, O), and the roster's own."""
        self.problem = problem
        self.useful = useful
        self.roster = roster
        self.window = window
        self.model = cp_model.CpModel()
        self.days = range(window.first, window.last)
        self.whole = len(window.agents) == problem.n_agents and len(self.days) == problem.n_days
        self._terms: list[tuple[int, cp_model.IntVar]] = []
        self._breaches: list[tuple[int, cp_model.IntVar]] = []
        self.constant = 0
        self._hints: dict[int, int] = {}
        self.solver = cp_model.CpSolver()
        self.shift: dict[tuple[int, int], cp_model.IntVar] = {}
        self.work: dict[tuple[int, int], cp_model.IntVar] = {}
        self._options: dict[tuple[int, int], list[int]] = {}
        self.rest_of: dict[tuple[int, int, int, int, bool, int], cp_model.IntVar] = {}
        self.presence: dict[tuple[int, int], list[tuple[int, cp_model.IntVar]]] = defaultdict(list)
        self.bought: dict[tuple[int, int], cp_model.IntVar] = {}
        self.market = market_of(problem, roster)
        self._build()

    # -- building ----------------------------------------------------------------------------

    def _build(self) -> None:
        for a in self.window.agents.tolist():
            for d in self.days:
                self._shifts_of_day(a, d)
            for d in self.days:
                self._breaks_of_day(a, d)
            self._rest(a)
            AgentRules(self, a).add_all()
            self._weekly_hours(a)
            self._budgets(a)
            add_totals(self, a)
        add_bought(self)
        add_cover(self)
        add_leads(self)
        if self.problem.fair_prices.any():
            add_fair_shares(self)
        self._finish()

    def boolean(self, hint: bool) -> cp_model.IntVar:
        """Add a 0-1 variable with its value in the roster at hand."""
        var = self.model.new_bool_var("")
        self._hints[var.index] = int(hint)
        return var

    def integer(self, upper: int, hint: int) -> cp_model.IntVar:
        """Add a variable from 0 to `upper` with its value in the roster at hand."""
        var = self.model.new_int_var(0, max(0, upper), "")
        self._hints[var.index] = min(max(0, hint), max(0, upper))
        return var

    def most(self, var: cp_model.IntVar) -> int:
        """Return a variable's upper limit."""
        return int(list(self.model.proto.variables[var.index].domain)[-1])

    def hint(self, var: cp_model.IntVar) -> int:
        """Return a variable's value in the roster at hand."""
        return self._hints[var.index]

    def price(self, ticks: int, var: cp_model.IntVar) -> None:
        """Put a variable into the objective."""
        if ticks:
            self._terms.append((ticks, var))

    def breach(self, units: int, var: cp_model.IntVar) -> None:
        """Price units of a hard rule broken, where the roster at hand breaks it already."""
        self.price(units * self.problem.promise_price, var)
        self._breaches.append((units, var))

    def day_options(self, a: int, d: int) -> list[int]:
        """Options of the day that rest to the fixed neighbours permits."""
        found = self._options.get((a, d))
        if found is None:
            found = self._options[a, d] = self._options_of_day(a, d)
        return found

    def options_of(self, a: int, d: int) -> list[tuple[int, cp_model.IntVar]]:
        """Return the day's options with their booleans."""
        return [(o, self.shift[a, o]) for o in self.day_options(a, d)]

    def _options_of_day(self, a: int, d: int) -> list[int]:
        options = self.problem.options
        span = range(int(options.first_of_day[d]), int(options.first_of_day[d + 1]))
        rest = self._rest_slots(a)
        ready = max([-(10**9), *(past.end + rest for past in self.problem.staff.past[a])])
        must_end = 10**9
        for near in range(max(0, self.window.first - 2), self.window.first):
            o = int(self.roster.option[a, near])
            if o != OFF:
                ready = max(ready, int(options.end[o]) + rest)
        for near in range(self.window.last, min(self.problem.n_days, self.window.last + 2)):
            o = int(self.roster.option[a, near])
            if o != OFF:
                must_end = min(must_end, int(options.start[o]) - rest)
        allowed = self.problem.staff.allowed[a]
        if self.useful is not None:
            allowed = allowed & self.useful[a]
            taken = int(self.roster.option[a, d])
            if taken != OFF:
                allowed[taken] = True
        return [
            o
            for o in span
            if allowed[o] and options.start[o] >= ready and options.end[o] <= must_end
        ]

    def _rest_slots(self, a: int) -> int:
        return self.problem.rules[int(self.problem.staff.rule_class[a])].rest_slots

    def _shifts_of_day(self, a: int, d: int) -> None:
        """At most one shift begins on a day; where one must, leaving it out has its price."""
        staff, options = self.problem.staff, self.problem.options
        taken = int(self.roster.option[a, d])
        chosen = []
        for o in self.day_options(a, d):
            var = self.boolean(o == taken)
            self.shift[a, o] = var
            chosen.append(var)
            cost = self._option_pay(a, o) + int(staff.option_cost[a, o])
            self.price(cost - int(staff.off_cost[a, d]), var)
            if options.flexible[o]:
                for t in range(int(options.start[o]), int(options.end[o])):
                    if staff.event[a, t] == 0:
                        self.presence[int(staff.skill_set[a]), t].append((1, var))
        self.constant += int(staff.off_cost[a, d])
        if staff.must_work[a, d] and taken != OFF and not self.whole:
            # a window keeps what the roster keeps; only the whole may trade one for another
            self.model.add_exactly_one(chosen)
        elif staff.must_work[a, d]:
            missing = self.boolean(taken == OFF)
            self.model.add_exactly_one([*chosen, missing])
            self.price(self.problem.promise_price, missing)
        elif len(chosen) > 1:
            self.model.add_at_most_one(chosen)
        if len(chosen) > 1:
            self.work[a, d] = self.boolean(taken != OFF)
            self.model.add(sum(chosen) == self.work[a, d])
        elif chosen:
            self.work[a, d] = chosen[0]

    def _slots_pay(self, a: int, d: int, first: int, last: int) -> int:
        """Return the pay of some slots of a shift that begins on day d, in ticks."""
        pay, p = self.problem.pay, int(self.problem.staff.pay_class[a])
        weight = int(pay.weight_prefix[p, d, last] - pay.weight_prefix[p, d, first])
        flat = int(pay.flat_prefix[p, d, last] - pay.flat_prefix[p, d, first])
        return int(self.problem.staff.rate[a, d]) * weight + flat

    def _option_pay(self, a: int, o: int) -> int:
        """Return the pay of an option in ticks, unpaid breaks not yet taken off."""
        options, staff, pay = self.problem.options, self.problem.staff, self.problem.pay
        d, p = int(options.day[o]), int(staff.pay_class[a])
        first, last = int(options.start[o]), int(options.end[o])
        total = self._slots_pay(a, d, first, last)
        total += int(staff.rate[a, d]) * int(pay.option_weight[p, o]) + int(pay.option_flat[p, o])
        if staff.event_unpaid_minutes[a, o]:
            for t in range(first, last):
                if staff.event[a, t] == 2:
                    total -= self._slots_pay(a, d, t, t + 1)
        return total

    def _breaks_of_day(self, a: int, d: int) -> None:
        """Every break of the shift once, within its window, in order and spaced."""
        options, staff = self.problem.options, self.problem.staff
        mine = [o for o in self.day_options(a, d) if options.n_breaks[o] > 0]
        families: dict[tuple[int, int, bool, bool], list[int]] = defaultdict(list)
        for o in mine:
            for b in range(int(options.n_breaks[o])):
                length, paid = int(options.break_slots[o, b]), bool(options.break_paid[o, b])
                families[b, length, paid, bool(options.flexible[o])].append(o)
        taken = int(self.roster.option[a, d])
        begun: dict[int, list[tuple[int, int, cp_model.IntVar]]] = defaultdict(list)
        for (b, length, paid, flexible), members in families.items():
            lowest = min(int(options.break_first[o, b]) for o in members)
            highest = max(int(options.break_last[o, b]) for o in members)
            starts = []
            for p in range(lowest, highest + 1):
                holders = [
                    self.shift[a, o]
                    for o in members
                    if options.break_first[o, b] <= p <= options.break_last[o, b]
                ]
                if not holders or staff.event[a, p : p + length].any():
                    continue
                at_p = taken in members and int(self.roster.breaks[a, d, b]) == p
                var = self.boolean(at_p)
                starts.append(var)
                self.rest_of[a, d, b, length, paid, p] = var
                begun[b].append((p, length, var))
                self.model.add(sum(holders) >= var)
                if not paid:
                    self.price(-self._slots_pay(a, d, p, p + length), var)
                for t in range(p, p + length) if flexible else ():
                    self.presence[int(staff.skill_set[a]), t].append((-1, var))
            self.model.add(sum(starts) == sum(self.shift[a, o] for o in members))
        self._break_order(begun)

    def _break_order(self, starts: dict[int, list[tuple[int, int, cp_model.IntVar]]]) -> None:
        """By any slot at which a break has begun, the one before it ended `break_gap` earlier."""
        gap = self.problem.break_gap_slots
        for b in set(starts) - {0}:
            for p in sorted({p for p, _, _ in starts[b]}):
                begun = [var for q, _, var in starts[b] if q <= p]
                ended = [var for q, length, var in starts[b - 1] if q + length + gap <= p]
                self.model.add(sum(begun) <= sum(ended))

    def _rest(self, a: int) -> None:
        """Between the end of a shift and the start of the next lies the rest."""
        options, rest = self.problem.options, self._rest_slots(a)
        by_day = {d: self.day_options(a, d) for d in self.days}
        for d in self.days:
            for later in (d + 1, d + 2):
                if later not in by_day:
                    continue
                for ready in sorted({int(options.end[o]) + rest for o in by_day[d]}):
                    late = [self.shift[a, o] for o in by_day[d] if options.end[o] + rest >= ready]
                    early = [self.shift[a, o] for o in by_day[later] if options.start[o] < ready]
                    if early:
                        self.model.add_at_most_one(late + early)

    def _weekly_hours(self, a: int) -> None:
        """Weekly minutes stay below the maximum; overtime and a missed minimum have prices."""
        problem, staff = self.problem, self.problem.staff
        for w in sorted({int(problem.week[d]) for d in self.days}):
            days = np.flatnonzero(problem.week == w)
            fixed, chosen, hint = self._minutes_of(a, days)
            total = fixed + chosen
            most, least = int(staff.most[a, w]), int(staff.least[a, w])
            threshold = int(staff.overtime_after[a, w])
            if not isinstance(chosen, int):
                self.model.add(total <= max(most, fixed))
            if most > threshold and staff.overtime[a]:
                extra = self.integer(most - threshold, hint - threshold)
                self.model.add(extra >= total - threshold)
                self.price(int(staff.rate[a, days[-1]]) * int(staff.overtime[a]), extra)
            if least > 0 and hint >= least and not self.whole:
                self.model.add(total >= least)
            elif least > 0:
                short = self.integer(least, least - hint)
                self.model.add(short >= least - total)
                self.price(problem.shortfall_price, short)

    def _budgets(self, a: int) -> None:
        """Minutes of several weeks together stay below their budget."""
        problem, budget = self.problem, self.problem.budget
        for weeks, most in zip(budget.weeks, budget.minutes[a].tolist(), strict=True):
            fixed, chosen, hint = self._minutes_of(a, np.flatnonzero(weeks[problem.week]))
            if not isinstance(chosen, int):
                self.model.add(fixed + chosen <= max(most, hint))

    def _minutes_of(self, a: int, days: IntArray) -> tuple[int, cp_model.LinearExprT, int]:
        """Return minutes on days outside the window, those inside as a sum, and all as hinted.

        The sum is the number 0 where the window holds none of the days.
        """
        fixed = hint = 0
        chosen: list[tuple[int, cp_model.IntVar]] = []
        for d in days.tolist():
            taken = int(self.roster.option[a, d])
            minutes = 0 if taken == OFF else self.minutes(a, taken)
            hint += minutes
            if d in self.days:
                mine = self.day_options(a, d)
                chosen += [(self.minutes(a, o), self.shift[a, o]) for o in mine]
            else:
                fixed += minutes
        return fixed, sum(minutes * var for minutes, var in chosen), hint

    def minutes(self, a: int, o: int) -> int:
        """Return the minutes of an option that count towards hours."""
        paid = int(self.problem.options.paid_minutes[o])
        return paid - int(self.problem.staff.event_unpaid_minutes[a, o])

    # -- solving -----------------------------------------------------------------------------

    def _finish(self) -> None:
        """Scale the objective to small integers and hand over the hint."""
        divisor = math.gcd(*(cost for cost, _ in self._terms)) or 1
        largest = max((abs(c) for c, _ in self._terms if abs(c) < 10**3 * TICKS), default=1)
        self.scale = max(divisor, largest // _MAX_COEFFICIENT)
        self.exact = self.scale == divisor
        self.model.minimize(sum(round(cost / self.scale) * var for cost, var in self._terms))
        for index, value in self._hints.items():
            self.model.add_hint(self.model.get_int_var_from_proto_index(index), value)

    def ask_for(self, *, better: bool) -> None:
        """Allow only rosters that cost no more than the one at hand, or less where `better`."""
        hinted = sum(round(c / self.scale) * self.hint(var) for c, var in self._terms)
        value = sum(round(c / self.scale) * var for c, var in self._terms)
        self.model.add(value <= hinted - (1 if better else 0))

    def hold_shifts(self) -> None:
        """Keep every shift of the roster at hand: only its breaks stay free."""
        for a in self.window.agents.tolist():
            for o in self.roster.option[a, self.window.first : self.window.last].tolist():
                if o == OFF:
                    continue
                # an option that rest rules out has no variable: the model is to have no solution
                held = [self.shift[a, o]] if (a, o) in self.shift else []
                self.model.add_bool_or(held)

    def allow_up_to(self, ticks: int) -> None:
        """Allow only rosters that cost so much at most; for the whole problem at exact prices."""
        value = sum(round(c / self.scale) * var for c, var in self._terms)
        self.model.add(value <= (ticks - self.constant) // self.scale)

    def forget_hint(self) -> None:
        """Let CP-SAT begin elsewhere than at the roster at hand."""
        self.model.clear_hints()  # type: ignore[no-untyped-call]

    def solve(self, seconds: float, seed: int, parameters: dict[str, object]) -> WindowResult:
        """Improve or prove the window within a time limit.

        Parameters
        ----------
        seconds : float
            Wall-clock limit.
        seed : int
            Random seed.
        parameters : dict
            Fields of CP-SAT's `SatParameters`.
        """
        solver = self.solver
        if "max_deterministic_time" not in parameters:
            solver.parameters.max_time_in_seconds = max(0.05, seconds)
        solver.parameters.random_seed = seed
        for name, value in parameters.items():
            if name == "subsolvers":
                solver.parameters.subsolvers.extend(list(value))  # type: ignore[call-overload]
            else:
                setattr(solver.parameters, name, value)
        status = solver.solve(self.model)
        found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
        bound = self._bound(solver) if found and self.whole else None
        roster = self._read(solver) if found else None
        work = float(solver.response_proto.deterministic_time)
        infeasible = status == cp_model.INFEASIBLE
        proved = infeasible or status == cp_model.OPTIMAL
        breaches = sum(u * solver.value(var) for u, var in self._breaches) if found else 0
        return WindowResult(roster, proved, bound, work, infeasible, breaches)

    def stop(self) -> None:
        """End a running solve; it keeps the best roster it has."""
        self.solver.stop_search()

    def _bound(self, solver: cp_model.CpSolver) -> int | None:
        """Return CP-SAT's bound in ticks, lowered by what rounding the prices can hide."""
        if not math.isfinite(solver.best_objective_bound):
            return None
        bound = math.ceil(solver.best_objective_bound - 1e-6) * self.scale + self.constant
        if self.exact:
            return bound
        reach = sum(self.most(var) for _, var in self._terms)
        return bound - (self.scale // 2 + 1) * reach

    def _read(self, solver: cp_model.CpSolver) -> Roster:
        """Return the roster with the window's days replaced by the solution."""
        new = self.roster.copy()
        for a in self.window.agents.tolist():
            new.option[a, self.window.first : self.window.last] = OFF
            new.breaks[a, self.window.first : self.window.last] = OFF
        for (a, o), var in self.shift.items():
            if solver.boolean_value(var):
                new.option[a, self.problem.options.day[o]] = o
        for (a, d, b, _, _, p), var in self.rest_of.items():
            if solver.boolean_value(var):
                new.breaks[a, d, b] = p
        if not self.bought:
            return new
        counts = counts_of_units(self.problem, self.roster.bought)
        for (k, t), count in self.bought.items():
            counts[k, t] = solver.value(count)
        return Roster(new.option, new.breaks, units_of_counts(self.problem, counts))
