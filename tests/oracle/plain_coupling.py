"""What ties the agents of the plain model together: coverage, queues, leads and fair shares."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from ortools.sat.python import cp_model
from plain_cover import add_pools, price_late, price_missing
from plain_minutes import is_night
from plain_weeks import whole_day_off
from staffwright.scheduler.scenario.types import Agent, Contract

if TYPE_CHECKING:
    from plain_cpsat import PlainModel

Counts = Callable[[datetime, datetime, date], bool]
"""Says of a shift's begin, end and business date whether it is one to be shared fairly."""
PROMISE = Fraction(100_000)
"""Price of a slot with an agent less than a hard minimum: no saving outweighs it."""


def add_coverage(plain: PlainModel) -> None:
    """Everybody at work serves one queue that they know; under and over have prices."""
    scenario, grid = plain.scenario, plain.scenario.grid
    hour = Fraction(grid.slot_minutes, 60)
    for agent in scenario.agents:
        for slot in range(grid.n_slots):
            terms = plain.present.get((agent.employee_id, slot))
            if terms:
                _one_queue(plain, agent, slot, terms)
    for shift in scenario.history:
        for row in shift.activities:
            if row.code == "work" and row.queue is not None:
                for slot in range(max(0, grid.slot_at(row.start)), grid.slot_at(row.end)):
                    if row.start <= grid.instant(slot):
                        one = plain.model.new_constant(1)
                        plain.serving[row.queue, slot].append((1, one))
    wanted = np.repeat(plain.requirement.scheduled, grid.slots_per_interval, axis=1)
    is_open = np.repeat(plain.requirement.open, grid.slots_per_interval, axis=1)
    values = {value.queue: value for value in plain.requirement.service_values}
    people = len(scenario.agents) + len(scenario.history)
    people += sum(window.agents for pool in scenario.bought_cover for window in pool.windows)
    add_pools(plain)
    for k, queue in enumerate(scenario.queues):
        for slot in range(grid.n_demand_slots):
            need = int(wanted[k, slot])
            covered = sum(sign * var for sign, var in plain.serving.get((queue.id, slot), ()))
            if queue.id in values:
                interval = slot // grid.slots_per_interval
                price_late(plain, values[queue.id], interval, covered)
                need = int(values[queue.id].at_least[interval])
            else:
                spare = plain.model.new_int_var(0, people, "")
                plain.model.add(covered - spare <= need)
                plain.price(Fraction(queue.over_price) * hour, spare)
            price_missing(plain, queue, covered, need)
            if queue.hard_minimum and is_open[k, slot] and queue.minimum_staff:
                below = plain.model.new_int_var(0, queue.minimum_staff, "")
                plain.model.add(covered + below >= queue.minimum_staff)
                plain.below_minimum.append(below)
                plain.price(PROMISE, below)


def _one_queue(
    plain: PlainModel, agent: Agent, slot: int, terms: list[tuple[int, cp_model.IntVar]]
) -> None:
    """Whoever is at work serves exactly one of their queues."""
    if len(agent.skills) == 1:
        (queue,) = agent.skills
        plain.serving[queue, slot] += terms
        return
    on = {queue: plain.model.new_bool_var("") for queue in sorted(agent.skills)}
    plain.model.add(sum(on.values()) == sum(sign * var for sign, var in terms))
    for queue, var in on.items():
        plain.serving[queue, slot].append((1, var))


def add_leads(plain: PlainModel) -> None:
    """Enough leads at work wherever a queue of a duty is open; what is missing has a price."""
    scenario, grid = plain.scenario, plain.scenario.grid
    leads = {agent.employee_id for agent in scenario.agents if agent.lead}
    past = [
        row
        for shift in scenario.history
        for row in shift.activities
        if shift.employee_id in leads and row.code == "work"
    ]
    is_open = np.repeat(plain.requirement.open, grid.slots_per_interval, axis=1)
    rows = {queue.id: k for k, queue in enumerate(scenario.queues)}
    for duty in scenario.rules.leads:
        for slot in range(grid.n_demand_slots):
            if not any(is_open[rows[queue], slot] for queue in duty.queues):
                continue
            begin, end = grid.instant(slot), grid.instant(slot + 1)
            known = sum(row.start <= begin and end <= row.end for row in past)
            missing = plain.model.new_int_var(0, duty.minimum, "")
            at_work = sum(sign * var for sign, var in plain.lead_at.get(slot, ()))
            plain.model.add(at_work + known + missing >= duty.minimum)
            if duty.price is None:
                plain.model.add(missing == 0)
            else:
                plain.price(Fraction(duty.price) * Fraction(grid.slot_minutes, 60), missing)


def add_fairness(plain: PlainModel) -> None:
    """Nights and weekends above an agent's share within the contract have a price.

    Where the objective has a spread, so have those too few.
    """
    scenario, objective = plain.scenario, plain.scenario.objective

    def at_night(start: datetime, end: datetime, _: date) -> bool:
        return is_night(scenario, start, end)

    for price, counts in (
        (Fraction(objective.fair_nights_price), at_night),
        (Fraction(objective.fair_weekends_price), _on_weekend),
    ):
        if price:
            for contract in scenario.contracts:
                _fair_within(plain, contract, price, counts)


def _fair_within(plain: PlainModel, contract: Contract, price: Fraction, counts: Counts) -> None:
    members = [a for a in plain.scenario.agents if a.contract.id == contract.id]
    grid = plain.scenario.grid
    inside = [grid.day(d) for d in range(grid.days)]
    weight, past, planned, number = {}, {}, {}, {}
    for agent in members:
        leaves = [x for x in plain.scenario.time_off if x.employee_id == agent.employee_id]
        present = sum(not whole_day_off(plain.scenario, day, leaves) for day in inside)
        weight[agent.employee_id] = agent.weekly_minutes * present
        earlier = sum(counts(s.start, s.end, s.business_date) for s in plain.history(agent))
        past[agent.employee_id] = earlier
        planned[agent.employee_id] = sum(
            var
            for c, var in plain.chosen.items()
            if c.agent is agent and counts(c.start, c.end, c.day)
        )
        number[agent.employee_id] = earlier + planned[agent.employee_id]
    total = sum(weight.values())
    if total == 0:
        return
    everyone, inside_all = sum(number.values()), sum(planned.values())
    spread = plain.scenario.objective.fair_spread
    for agent in members:
        # the smallest whole number that is at least everyone * weight / total
        share = plain.model.new_int_var(0, 1000, "")
        own = weight[agent.employee_id]
        plain.model.add(share * total >= everyone * own)
        plain.model.add(share * total <= everyone * own + total - 1)
        above = plain.model.new_int_var(0, 1000, "")
        most = share + (0 if spread is None else spread // 2)
        # what the history alone has above that is past
        over = plain.model.new_int_var(0, 1000, "")
        plain.model.add_max_equality(over, [past[agent.employee_id] - most, 0])
        plain.model.add(above >= number[agent.employee_id] - most - over)
        plain.price(price, above)
        if spread is not None:
            # nobody has to make up for the history: no more than the own share of the horizon
            asked = plain.model.new_int_var(-2000, 1000, "")
            wanted = share - (spread + 1) // 2 - past[agent.employee_id]
            own_share = _rounded_down(plain, inside_all * own, total)
            plain.model.add_min_equality(asked, [wanted, own_share])
            below = plain.model.new_int_var(0, 1000, "")
            plain.model.add(below >= asked - planned[agent.employee_id])
            plain.price(price, below)


def _rounded_down(plain: PlainModel, amount: cp_model.LinearExprT, divisor: int) -> cp_model.IntVar:
    """Return the largest whole number that is at most amount / divisor."""
    whole = plain.model.new_int_var(0, 1000, "")
    plain.model.add(whole * divisor <= amount)
    plain.model.add(whole * divisor >= amount - divisor + 1)
    return whole


def _on_weekend(_start: datetime, _end: datetime, day: date) -> bool:
    return day.weekday() >= 5
