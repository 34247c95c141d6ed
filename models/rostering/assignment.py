"""Who serves which queue in every slot, given the roster: least cost first, then few changes."""

from __future__ import annotations

import numpy as np

from .evaluate import market_of, working
from .problem import IntArray, Roster, RosterProblem


def queue_per_slot(problem: RosterProblem, roster: Roster) -> IntArray:
    """Return the queue that all serve in every slot, (A + U, T); -1 where they serve none.

    The agents come first, then the units of bought cover.

    The flow of skill sets to queues decides how many serve what. Within a skill set an agent
    keeps the queue it served in the slot before wherever the flow allows.
    """
    flow = market_of(problem, roster).flow
    own = np.zeros((problem.n_agents, problem.n_slots), dtype=bool)
    for a in range(problem.n_agents):
        own[a, working(problem, roster, a)] = True
    present = np.concatenate([own, roster.bought])
    bought = problem.bought
    skill_set = np.concatenate([problem.staff.skill_set, bought.skill_set[bought.offer]])
    queue_of = np.full(present.shape, -1, dtype=np.int64)
    last = np.full(len(present), -1, dtype=np.int64)
    members = [np.flatnonzero(skill_set == g) for g in range(len(flow))]
    for t in range(problem.n_slots):
        for g, agents in enumerate(members):
            here = agents[present[agents, t]]
            left = flow[g, :, t].copy()
            waiting = []
            for a in here:
                q = last[a]
                if q >= 0 and left[q] > 0:
                    queue_of[a, t] = q
                    left[q] -= 1
                else:
                    waiting.append(a)
            open_places = np.repeat(np.arange(len(left)), left)
            for a, q in zip(waiting, open_places, strict=True):
                queue_of[a, t] = q
        serving = queue_of[:, t] >= 0
        last[serving] = queue_of[serving, t]
    return queue_of
