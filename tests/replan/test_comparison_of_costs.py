"""The costs that a repair is compared by add up to the whole."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal

from shop_plan import shop_plan
from staffwright.scheduler.replan_lines import _parts


def test_the_parts_of_a_cost_add_up_to_its_total_whichever_component_there_is() -> None:
    cost = shop_plan().audit.cost
    money = [f.name for f in fields(cost) if isinstance(getattr(cost, f.name), Decimal)]
    every = {name: Decimal(3**k) for k, name in enumerate(money)}
    full = replace(cost, **every, premiums={"night": Decimal("0.5")}, rules={"a": Decimal("0.25")})
    assert sum((part for _, part in _parts(full)), Decimal(0)) == full.total
    assert full.total > cost.total
