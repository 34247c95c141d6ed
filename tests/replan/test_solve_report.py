"""A repair reports all that its search says, as a plan does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import staffwright.scheduler.replan as replan_module
from shop_plan import TUESDAY, repaired, shop, shop_plan
from staffwright.models.rostering.conductor import Solution, solve
from staffwright.models.rostering.confirm import Confirmed


@pytest.fixture(autouse=True)
def _talkative(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the search say what it says of problems too large for a test."""

    def confirmed(*given: Any, **further: Any) -> Solution:
        found = solve(*given, **further)
        problem = given[0]
        shortage = np.full(problem.cover.under.shape[:2], 0.25)
        return replace(found, confirmed=Confirmed(agents=7, refused=2), shortage=shortage)

    monkeypatch.setattr(replan_module, "solve", confirmed)


def test_a_repair_reports_confirmed_tours_and_hours_that_divisible_shifts_leave() -> None:
    report = repaired(f"{TUESDAY} 06:00", seconds=0.2).plan.solve
    assert (report.confirmed_agents, report.refused_agents) == (7, 2)
    assert set(report.under_if_divisible) == {queue.id for queue in shop().queues}
    hours = [left for left in report.under_if_divisible.values() if left is not None]
    assert hours
    assert min(hours) > 0


def test_tours_count_as_refused_only_where_some_agents_were_held_out() -> None:
    """The search then had empty tours of them, which say nothing of the plan."""
    shift = next(s for s in shop_plan().shifts if s.business_date.isoformat() == "2026-05-04")
    torn = (
        replace(shift, shift_id="one", activities=shift.activities[:1]),
        replace(shift, shift_id="two", activities=shift.activities[2:]),
    )
    shifts = (*(s for s in shop_plan().shifts if s != shift), *torn)
    made = repaired(f"{TUESDAY} 06:00", shifts=shifts, seconds=0.2)
    assert any("all of them stay" in note for note in made.notes)
    report = made.plan.solve
    assert (report.confirmed_agents, report.refused_agents) == (0, 2)
    assert report.bound is None
