"""Coverage in CP-SAT: supply flows to queues; what is missing and what is too much is priced."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
from ortools.sat.python import cp_model

from .evaluate import working
from .problem import OFF, Cover, IntArray

if TYPE_CHECKING:
    from .cpsat import WindowModel


def add_cover(model: WindowModel) -> None:
    """Supply of every skill set flows to its queues; under and over are priced.

    In a window the agents outside it stay on the queues they serve; in the whole problem
    every flow is free.
    """
    cover = model.problem.cover
    slots = sorted({t for _, t in model.presence})
    held = _flow_of_free_agents(model)
    served_by: dict[tuple[int, int], list[tuple[int, cp_model.IntVar]]] = defaultdict(list)
    for g, row in enumerate(cover.skills):
        queues = np.flatnonzero(row).tolist()
        for t in slots:
            terms = model.presence.get((g, t))
            if not terms:
                continue
            if len(queues) == 1:
                served_by[queues[0], t] += terms
                continue
            most = sum(model.most(var) for sign, var in terms if sign > 0)
            flows = [model.integer(most, int(held[g, q, t])) for q in queues]
            model.model.add(sum(flows) == sum(sign * var for sign, var in terms))
            for q, flow in zip(queues, flows, strict=True):
                served_by[q, t].append((1, flow))
    fixed = model.market.served - held.sum(axis=0)
    for q in range(len(cover.required)):
        for t in range(model.problem.n_slots):
            free = served_by.get((q, t), [])
            _cover_slot(model, q, t, int(fixed[q, t]), free, int(model.market.served[q, t]))


def add_leads(model: WindowModel) -> None:
    """Leads at work meet every duty's minimum; what is missing is priced."""
    cover = model.problem.cover
    outside = model.market.leads.copy()
    own: dict[int, list[tuple[int, cp_model.IntVar]]] = defaultdict(list)
    for (g, t), terms in model.presence.items():
        if cover.lead[g]:
            own[t] += terms
            outside[t] -= sum(sign * model.hint(var) for sign, var in terms)
    for duty, t in zip(*np.nonzero(cover.lead_price * cover.lead_minimum), strict=True):
        wanted, price = int(cover.lead_minimum[duty, t]), int(cover.lead_price[duty, t])
        gap = wanted - int(outside[t])
        if not own[t]:
            model.constant += price * max(0, gap)
        elif gap > 0:
            short = model.integer(gap, wanted - int(model.market.leads[t]))
            model.model.add(short + sum(sign * var for sign, var in own[t]) >= gap)
            model.price(price, short)


def _flow_of_free_agents(model: WindowModel) -> IntArray:
    """Return a share of the present flow that the free agents can have supplied, (G, Q, T)."""
    held = np.zeros_like(model.market.flow)
    left = model.market.flow.copy()
    inside = np.zeros(model.problem.n_slots, dtype=bool)
    options = model.problem.options
    for a in model.window.agents.tolist():
        inside[:] = False
        for d in model.days:
            o = int(model.roster.option[a, d])
            if o != OFF:
                inside[options.start[o] : options.end[o]] = True
        g = int(model.problem.staff.skill_set[a])
        for t in working(model.problem, model.roster, a):
            if inside[t]:
                q = int(np.argmax(left[g, :, t] > 0))
                left[g, q, t] -= 1
                held[g, q, t] += 1
    for (k, t), count in model.bought.items():
        g = int(model.problem.bought.skill_set[k])
        for _ in range(model.hint(count)):
            q = int(np.argmax(left[g, :, t] > 0))
            left[g, q, t] -= 1
            held[g, q, t] += 1
    return held


def _cover_slot(
    model: WindowModel,
    q: int,
    t: int,
    fixed: int,
    free: list[tuple[int, cp_model.IntVar]],
    served: int,
) -> None:
    cover = model.problem.cover
    required, minimum = int(cover.required[q, t]), int(cover.minimum[q, t])
    under, over = int(cover.under[q, t]), int(cover.over[q, t])
    hard = int(cover.hard[q, t])
    if not free:
        model.constant += under * max(0, required - fixed) + over * max(0, fixed - required)
        model.constant += hard * max(0, minimum - fixed)
        for level, price in _levels(cover, q, t):
            model.constant += price * max(0, level - fixed)
        return
    supply = sum(sign * var for sign, var in free)
    if under or over:
        missing = model.integer(max(0, required - fixed), required - served)
        # a flow variable may carry every free agent: its count says nothing
        most = max(0, fixed - required) + len(model.window.agents) + len(model.problem.bought.offer)
        spare = model.integer(most, served - required)
        model.model.add(supply + fixed + missing - spare == required)
        model.price(under, missing)
        model.price(over, spare)
    if hard and minimum > fixed:
        below = model.integer(minimum - fixed, minimum - served)
        model.model.add(below >= minimum - fixed - supply)
        model.price(hard, below)
    for level, price in _levels(cover, q, t):
        if price and level > fixed:
            below = model.integer(level - fixed, level - served)
            model.model.add(below >= level - fixed - supply)
            model.price(price, below)


def _levels(cover: Cover, q: int, t: int) -> list[tuple[int, int]]:
    """Return level and price of every further hinge of a queue's cost in a slot."""
    hinges = zip(cover.level, cover.level_price, strict=True)
    return [(int(level[q, t]), int(price[q, t])) for level, price in hinges]
