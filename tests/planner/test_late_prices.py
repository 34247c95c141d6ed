"""Coverage valued by the service level: prices found in rounds, what the plan reports of them."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from staffwright.models.queueing import service_level
from staffwright.scheduler.export.documents import plan_json
from staffwright.scheduler.late_prices import (
    LACKING,
    MAX_PRICE,
    PriceSearch,
    price_of_lacking,
    raised,
    start_prices,
    with_prices,
)
from staffwright.scheduler.planner import PlanOptions, make_plan
from staffwright.scheduler.requirement import requirement
from staffwright.scheduler.scenario.types import Scenario
from staffwright.scheduler.service_value import SAVED_SCALE, Achieved
from staffwright.scheduler.summary import plan_lines
from tiny_scenarios import FULL, MAY, PART, Grid, agent, queue, scenario

TARGET = {"service_level": 0.8, "within_s": 20.0, "target_over": "day", "value": "service_level"}


def centre(late_price: Decimal | None = None, days: int = 2, size: int = 1) -> Scenario:
    """Five agents by `size`, a queue open from 8 to 20 o'clock with a peak before noon."""
    grid = Grid("Europe/Berlin", MAY, days, 60, 30)
    by_hour = [0] * 8 + [1, 2, 3, 3, 2, 2, 2, 2, 2, 1, 1, 1] + [0] * 4
    people = tuple(agent(f"A{k}", contract=FULL if k < 3 * size else PART) for k in range(5 * size))
    calls = queue(patience_s=None, **TARGET, late_price=late_price)
    wanted = {"calls": [agents * size for agents in by_hour] * days}
    return scenario(grid, wanted, agents=people, queues=(calls,), premiums=())


def test_the_worth_of_an_agent_is_what_the_queueing_model_says() -> None:
    """Of every interval: contacts lost by the hinges are those of the model, within the error."""
    needed = requirement(centre())
    (value,) = needed.service_values
    checked = 0
    for i in np.flatnonzero(value.period >= 0).tolist():
        volume, load = float(needed.volume[0, i]), float(needed.offered_load[0, i])
        saved = value.saved[:, i] * needed.grid.slots_per_interval / SAVED_SCALE
        for agents in range(int(value.at_least[i]), int(value.level[:, i].max()) + 1):
            lost = float((saved * np.maximum(0, value.level[:, i] - agents)).sum())
            in_time = float(service_level(load, agents, needed.aht_s[0, i], 20.0))
            all_but = 1.2e-3  # what the last agent of the table leaves, and rounding
            assert abs(volume * (1 - in_time) - lost) <= (value.error + all_but) * volume + 1e-3
            checked += 1
    assert checked > 40
    assert value.error < 0.01


def test_a_given_price_is_used_and_reported() -> None:
    plan = make_plan(centre(Decimal("3.25")), PlanOptions(time_limit=5.0))
    assert {period.price for period in plan.audit.service_periods} == {Decimal("3.25")}
    assert plan.audit.violations == ()
    document = json.loads(plan_json(plan))
    periods = document["service_periods"]
    assert [p["first_day"] for p in periods] == ["2026-05-04", "2026-05-05"]
    assert sum(Decimal(p["cost"]) for p in periods) == Decimal(document["cost"]["late_contacts"])
    assert document["value_error"]["calls"] < 0.01
    for p in periods:
        assert p["late"] == pytest.approx(p["volume"] * (1 - p["achieved"]))


def test_a_higher_price_of_late_contacts_buys_more_service() -> None:
    achieved = []
    for price in ("0.2", "40"):
        plan = make_plan(centre(Decimal(price)), PlanOptions(time_limit=4.0))
        achieved.append([period.achieved for period in plan.audit.service_periods])
    assert all(low is not None and high is not None and low < high - 0.1
               for low, high in zip(*achieved, strict=True))  # fmt: skip


@pytest.mark.slow
def test_prices_are_found_at_which_the_target_is_met_and_the_bound_belongs_to_them() -> None:
    plan = make_plan(centre(size=4), PlanOptions(time_limit=12.0))
    assert plan.audit.violations == ()
    assert plan.solve.bound is not None
    assert plan.solve.bound <= float(plan.audit.cost.total) + 0.005
    for period in plan.audit.service_periods:
        assert period.price > 0
        assert period.achieved is not None
        assert 0.78 <= period.achieved <= 0.9
    shown = "\n".join(plan_lines(plan))
    assert "late contacts" in shown
    assert "what a late contact is priced at" in shown


def test_the_first_price_is_an_agents_cost_for_what_the_last_one_adds() -> None:
    """At 16 an hour and one contact saved by the last agent of each hour the price is 16."""
    base = centre()
    needed = requirement(base)
    (value,) = needed.service_values
    scheduled = needed.scheduled[0]
    level = np.where(value.period >= 0, scheduled, 0)[None, :]
    saved = np.where(value.period >= 0, SAVED_SCALE // 2, 0)[None, :]
    plain = replace(needed, service_values=(replace(value, level=level, saved=saved),))
    prices = start_prices(base, plain)
    assert set(prices.values()) == {Decimal("16.0000")}
    (priced,) = with_prices(plain, prices).service_values
    assert priced.prices == (Decimal("16.0000"),) * 2


def period(price: str, share: float | None, volume: float = 100.0) -> Achieved:
    return Achieved("calls", "2026-05-04", 0.8, Decimal(price), volume, share)


def test_a_price_rises_while_the_target_is_missed_and_falls_above_it() -> None:
    assert PriceSearch().next_price(period("2", 0.6)) > 2
    assert PriceSearch().next_price(period("2", 0.95)) < 2
    assert PriceSearch().next_price(period("2", 0.81)) == 2
    assert PriceSearch().next_price(period("2", None)) == 2
    assert PriceSearch().next_price(period("900", 0.1)) == MAX_PRICE


def test_the_next_price_lies_between_too_little_and_enough() -> None:
    search = PriceSearch()
    search.next_price(period("2", 0.6))
    assert 2 < search.next_price(period("6", 0.95)) < 6
    # told no longer apart: the lowest price at which the target was met
    search.next_price(period("5", 0.7))
    assert search.next_price(period("5.5", 0.9)) == Decimal("5.5")


def test_the_last_round_raises_the_prices_of_targets_missed_and_no_others() -> None:
    assert raised(period("2", 0.85)) == 2
    assert raised(period("2", 0.795)) == Decimal("2.2000")
    assert raised(period("2", 0.6)) == 4
    assert raised(period("2", None)) == 2
    lacking = price_of_lacking([period("2", 0.75), period("3", 0.9)], frozenset({"calls"}))
    assert lacking == pytest.approx(5 * 2 * LACKING)


@pytest.mark.parametrize("target", [0.97, 0.98, 0.985, 0.99, 0.999, 1.0])
def test_targets_near_all_in_time_have_a_next_price(target: float) -> None:
    high = replace(period("2", 0.9), target=target)
    assert PriceSearch().next_price(high) > 2
    all_in_time = replace(period("2", 1.0), target=target)
    assert PriceSearch().next_price(all_in_time) <= 2
