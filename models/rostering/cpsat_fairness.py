"""Fair shares in CP-SAT: the rule of `fairness` as integers and their inequalities."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from ortools.sat.python import cp_model

from .problem import OFF

if TYPE_CHECKING:
    from .cpsat import WindowModel


def add_fair_shares(model: WindowModel) -> None:
    """Nights, weekend and holiday shifts above ceil(total * weight / weights) are priced.

    Not those that the history alone holds above the share. Where the spread has a limit, shifts
    too far below are priced as well.
    """
    problem = model.problem
    for feature in np.flatnonzero(problem.fair_prices).tolist():
        for number in np.unique(problem.staff.fair_group):
            members = np.flatnonzero(problem.staff.fair_group == number).tolist()
            group = _Group(model, members, feature)
            if group.weights > 0:
                for a in members:
                    group.price_agent(a)


@dataclass
class _Group:
    """Agents who share out one kind of shift: what each has, and what all have together."""

    model: WindowModel
    members: list[int]
    feature: int

    def __post_init__(self) -> None:
        model, problem = self.model, self.model.problem
        staff = problem.staff
        self.before = {a: int(staff.fair_before[a, self.feature]) for a in self.members}
        self.weight = {a: int(staff.fair_weight[a]) for a in self.members}
        self.weights = sum(self.weight.values())
        self.price = int(problem.fair_prices[self.feature])
        self.own: dict[int, list[cp_model.IntVar]] = {a: [] for a in self.members}
        for (a, o), var in model.shift.items():
            if a in self.own and problem.fair_features(a, o)[self.feature]:
                self.own[a].append(var)
        self.fixed: dict[int, int] = {}
        self.now: dict[int, int] = {}
        free = set(model.window.agents.tolist())
        for a in self.members:
            taken = model.roster.option[a].tolist()
            flags = [o != OFF and problem.fair_features(a, o)[self.feature] for o in taken]
            self.now[a] = sum(flags)
            inside = [a in free and d in model.days for d in range(len(taken))]
            self.fixed[a] = sum(f for f, i in zip(flags, inside, strict=True) if not i)
        self._shares: dict[int, cp_model.IntVar] = {}
        self._own_shares: dict[int, cp_model.IntVar] = {}

    @cached_property
    def planned(self) -> cp_model.LinearExpr:
        """Shifts of the roster that all members have together."""
        everything = [var for some in self.own.values() for var in some]
        return cp_model.LinearExpr.sum([sum(self.fixed.values()), *everything])

    @cached_property
    def most(self) -> int:
        """The most that `planned` can be."""
        return sum(self.fixed.values()) + sum(len(some) for some in self.own.values())

    def share(self, weight: int) -> cp_model.IntVar:
        """Return the fair share of a weight: all shifts, history included, pro rata, rounded up.

        It is the one integer with weights * share from weight * total to that + weights - 1.
        Without a limit to the spread a share only wants to be large: the upper one is enough.
        """
        if weight not in self._shares:
            past = sum(self.before.values())
            total, hint = self.planned + past, sum(self.now.values()) + past
            most = -(-(self.most + past) * weight // self.weights)
            share = self.model.integer(most, -(-hint * weight // self.weights))
            self.model.model.add(self.weights * share <= weight * total + self.weights - 1)
            if self.model.problem.fair_spread is not None:
                self.model.model.add(self.weights * share >= weight * total)
            self._shares[weight] = share
        return self._shares[weight]

    def own_share(self, weight: int) -> cp_model.IntVar:
        """Return a weight's share of the roster's shifts alone, rounded down."""
        if weight not in self._own_shares:
            hint = sum(self.now.values()) * weight // self.weights
            share = self.model.integer(self.most * weight // self.weights, hint)
            # what is missing grows with it: it wants to be small, and is held from below alone
            self.model.model.add(self.weights * share + self.weights > weight * self.planned)
            self._own_shares[weight] = share
        return self._own_shares[weight]

    def price_agent(self, a: int) -> None:
        """Price the shifts of an agent above its share, and those missing of the least."""
        if self.model.problem.fair_below is not None:
            self._price_missing(a, self.model.problem.fair_below)
        possible = self.fixed[a] + len(self.own[a])
        if possible == 0:
            return
        model, past = self.model, self.before[a] - self.model.problem.fair_above
        share = self.share(self.weight[a])
        left_now = max(0, model.hint(share) - past)
        excess = model.integer(possible, self.now[a] - left_now)
        left: cp_model.LinearExpr = share - past
        if past > 0:
            left = model.integer(model.most(share), left_now)
            model.model.add_max_equality(left, [share - past, 0])
        model.model.add(excess >= self.fixed[a] + sum(self.own[a]) - left)
        model.price(self.price, excess)

    def _price_missing(self, a: int, below: int) -> None:
        """Price the shifts missing of min(share - below - history, share of the roster's)."""
        model = self.model
        share, behind = self.share(self.weight[a]), below + self.before[a]
        if model.most(share) <= behind:
            return
        own_share = self.own_share(self.weight[a])
        least_now = max(0, min(model.hint(share) - behind, model.hint(own_share)))
        least = model.integer(model.most(own_share), least_now)
        # the least of the two, and nothing where the history alone is enough
        wanted = model.integer(model.most(share), max(0, model.hint(share) - behind))
        model.model.add_max_equality(wanted, [share - behind, 0])
        model.model.add_min_equality(least, [wanted, own_share])
        missing = model.integer(model.most(least), least_now - self.now[a])
        model.model.add(missing >= least - self.fixed[a] - sum(self.own[a]))
        model.price(self.price, missing)
