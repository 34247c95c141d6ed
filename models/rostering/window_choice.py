"""Which windows to free next, and how large: each form of window adapts to what can be solved."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from .evaluate import market_of
from .problem import BoolArray, IntArray, Roster, RosterProblem
from .window import Window

SMALLEST, LARGEST = 40, 20_000
"""Shift booleans of a window."""
FIRST = {"days": 500.0, "agents": 200.0, "blend": 400.0}
"""Shift booleans of the first window of each form."""
WEIGHTS = {"days": 0.6, "agents": 0.15, "blend": 0.25}
"""How often each form is chosen at least, relative to the others, whatever it gains."""


@dataclass(frozen=True)
class Choice:
    """A window and its form."""

    window: Window
    form: str


@dataclass
class WindowChoice:
    """Chooses windows by form: all agents on some days, some agents on all days, or some on some.

    Half of them are laid around a slot where coverage is paid for.
    """

    problem: RosterProblem
    size: dict[str, float] = field(default_factory=lambda: dict(FIRST))

    def choose(self, roster: Roster, useful: BoolArray | None, rng: np.random.Generator) -> Choice:
        """Return the next window for a roster, of the `useful` (A, O) options."""
        form = str(rng.choice(list(WEIGHTS), p=list(WEIGHTS.values())))
        allowed = self.problem.staff.allowed
        booleans = self._by_day(allowed if useful is None else allowed & useful)
        day = self._day(roster, rng)
        size = self.size[form]
        everyone = np.arange(self.problem.n_agents)
        if form == "days":
            return Choice(self._days(booleans, everyone, day, size, rng), form)
        order = rng.permutation(everyone)
        if form == "blend":
            order = order[: max(2, int(len(order) * rng.uniform(0.3, 0.7)))]
            return Choice(self._days(booleans, np.sort(order), day, size, rng), form)
        total = np.cumsum(booleans[order].sum(axis=1))
        count = max(2, int(np.searchsorted(total, size)))
        return Choice(Window(np.sort(order[:count]), 0, self.problem.n_days), form)

    def learn(self, choice: Choice, proved: bool, gain: float) -> None:
        """Grow a form's windows after a proof, shrink them after a time-out that gained nothing."""
        factor = 1.12 if proved else 1.0 if gain > 0 else 0.85
        size = self.size[choice.form] * factor
        self.size[choice.form] = float(np.clip(size, SMALLEST, LARGEST))

    def _by_day(self, allowed: BoolArray) -> IntArray:
        """Return the booleans of every agent and day, (A, D)."""
        edges = self.problem.options.first_of_day
        sums = np.zeros((len(allowed), allowed.shape[1] + 1), dtype=np.int64)
        np.cumsum(allowed, axis=1, out=sums[:, 1:])
        return np.asarray(sums[:, edges[1:]] - sums[:, edges[:-1]])

    def _day(self, roster: Roster, rng: np.random.Generator) -> int:
        """Return the day around which to free: one with a price of coverage, or any."""
        problem = self.problem
        if rng.random() < 0.5:
            cover, served = problem.cover, market_of(problem, roster).served
            loss = np.maximum(0, cover.required - served) * (cover.under / 1e9)
            loss += np.maximum(0, served - cover.required) * (cover.over / 1e9)
            weight = np.sqrt(loss).sum(axis=0)
            if weight.sum() > 0:
                t = int(rng.choice(problem.n_slots, p=weight / weight.sum()))
                day = int(np.searchsorted(problem.day_start, t, side="right")) - 1
                return min(day, problem.n_days - 1)
        return int(rng.integers(problem.n_days))

    def _days(
        self,
        booleans: IntArray,
        agents: IntArray,
        day: int,
        size: float,
        rng: np.random.Generator,
    ) -> Window:
        """Return days around one, as many as the size permits; fewer agents where one is too many.

        The days grow to either side by chance, and to one side at an edge of the horizon.
        """
        by_day = booleans[agents].sum(axis=0)
        first, last, total = day, day + 1, int(by_day[day])
        if total > size and len(agents) > 2:
            keep = max(2, int(len(agents) * size / total))
            return Window(np.sort(rng.choice(agents, size=keep, replace=False)), first, last)
        while first > 0 or last < len(by_day):
            back = first > 0 and (last == len(by_day) or rng.random() < 0.5)
            total += int(by_day[first - 1 if back else last])
            if total > size:
                break
            first, last = (first - 1, last) if back else (first, last + 1)
        return Window(agents, first, last)
