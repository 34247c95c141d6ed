"""CP-SAT neighbourhoods: free some days or some agents of a roster, start from it as the hint."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .run import Run
from .state import SearchState
from .window import Window, WindowResult, variables

PARAMETERS: dict[str, object] = {
    "num_workers": 1,
    "linearization_level": 2,
    "cp_model_probing_level": 0,
    "symmetry_level": 0,
    "catch_sigint_signal": False,
}
"""One worker with the linear relaxation at full strength does best on windows."""


@dataclass
class WindowChooser:
    """Chooses windows by turns and adapts their size to what can be solved in time."""

    rng: np.random.Generator
    size: int = 200
    turn: int = 0

    def choose(self, state: SearchState) -> Window:
        """Return the next window: days with all agents, or agents with all days."""
        self.turn += 1
        return self._agents(state) if self.turn % 3 == 0 else self._days(state)

    def learn(self, result: WindowResult) -> None:
        """Grow after a proof, shrink after a time-out."""
        factor = 1.15 if result.proved else 0.8
        self.size = int(np.clip(self.size * factor, 60, 6000))

    def _days(self, state: SearchState) -> Window:
        """All agents on a few days; fewer agents where one day alone is too large."""
        problem = state.problem
        first = int(self.rng.integers(problem.n_days))
        everyone = np.arange(problem.n_agents)
        last = first + 1
        while last < problem.n_days and variables(problem, everyone, first, last + 1) <= self.size:
            last += 1
        agents = everyone
        total = variables(problem, everyone, first, last)
        if total > self.size:
            keep = max(2, int(problem.n_agents * self.size / total))
            agents = np.sort(self.rng.choice(everyone, size=keep, replace=False))
        return Window(agents, first, last)

    def _agents(self, state: SearchState) -> Window:
        """A few agents on all days: one drawn at random, and others who share its work."""
        problem = state.problem
        seed_agent = int(self.rng.integers(problem.n_agents))
        skills = problem.cover.skills
        mine = skills[problem.staff.skill_set[seed_agent]]
        shares = (skills[problem.staff.skill_set] & mine).any(axis=1)
        others = np.flatnonzero(shares)
        others = self.rng.permutation(others[others != seed_agent])
        chosen = [seed_agent]
        for a in others.tolist():
            if variables(problem, [*chosen, a], 0, problem.n_days) > self.size:
                break
            chosen.append(a)
        return Window(np.sort(np.array(chosen, dtype=np.int64)), 0, problem.n_days)


def limits(run: Run, seconds: float) -> dict[str, object]:
    """Return CP-SAT's limit on work where a run is deterministic; others end by the clock."""
    return {"max_deterministic_time": seconds} if run.settings.deterministic else {}


def improve_window(
    run: Run, window: Window, seconds: float, current: float
) -> tuple[float, WindowResult]:
    """Solve one window; load its roster where it is cheaper. Return the cost and the result."""
    from .cpsat import WindowModel  # here, because loading OR-Tools takes as long as a first roster

    state = run.state
    model = WindowModel(state.problem, state.roster(), window)
    seed = int(run.rng.integers(2**31))
    result = model.solve(seconds, seed, PARAMETERS | limits(run, seconds))
    run.clock.spend(result.work)
    if result.roster is None:
        return current, result
    before = state.roster()
    state.load(result.roster)
    cost = state.cost()
    if cost < current - 1e-9:
        return cost, result
    state.load(before)
    return current, result
