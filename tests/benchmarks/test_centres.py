"""Generated centres: what the benchmark's README promises of them."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from centre_families import FAMILIES, Family
from centres import centre, day_shape, quotas, working_hours
from staffwright.scheduler.problem import roster_problem
from staffwright.scheduler.requirement import requirement
from staffwright.scheduler.scenario.types import Scenario

AGENTS, DAYS, SEED = 60, 7, 3


@pytest.fixture(
    scope="module", params=[name for name in FAMILIES if FAMILIES[name].least_agents <= AGENTS]
)
def family(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def drawn(family: str) -> Scenario:
    return centre(family, AGENTS, DAYS, SEED)


def test_the_same_seed_draws_the_same_centre_and_another_seed_does_not(
    family: str, drawn: Scenario
) -> None:
    again, other = (centre(family, AGENTS, DAYS, seed) for seed in (SEED, SEED + 1))
    assert again.agents == drawn.agents
    assert again.time_off == drawn.time_off
    assert again.forecast.equals(drawn.forecast)
    assert not other.forecast.equals(drawn.forecast)
    assert other.time_off != drawn.time_off


def test_there_are_as_many_agents_and_days_as_asked_for(drawn: Scenario) -> None:
    assert len({agent.employee_id for agent in drawn.agents}) == AGENTS
    assert drawn.grid.days == DAYS
    assert drawn.grid.interval_minutes == drawn.grid.slot_minutes == 15


def test_contract_hours_cover_about_what_is_required(drawn: Scenario) -> None:
    hours = requirement(drawn).scheduled.sum() / 4
    # the requirement moves in whole agents: a small centre cannot be scaled exactly
    assert 0.96 <= working_hours(drawn) / hours <= 1.04


def test_every_interval_of_the_day_and_night_asks_for_somebody(drawn: Scenario) -> None:
    assert requirement(drawn).scheduled.min() >= 1


def test_ninety_six_shifts_begin_on_every_day_and_all_keep_their_break_windows(
    drawn: Scenario,
) -> None:
    solved = roster_problem(drawn, requirement(drawn))
    options = solved.problem.options
    assert Counter(options.day.tolist()) == dict.fromkeys(range(DAYS), 96)
    assert (options.n_breaks == 3).all()
    windows = (options.break_last - options.break_first) * 15
    assert windows.min() >= 75
    assert windows.max() <= 180
    assert (options.break_paid == [True, False, True]).all()


def test_the_search_sees_the_pay_exactly(drawn: Scenario) -> None:
    assert roster_problem(drawn, requirement(drawn)).pay_is_exact


def test_about_one_agent_day_in_twenty_is_leave(family: str) -> None:
    large = centre(family, 1000, 28, SEED)
    days = sum((t.end - t.start) // timedelta(days=1) for t in large.time_off)
    assert 0.045 <= days / (1000 * 28) <= 0.055


def test_leave_lies_inside_the_horizon_and_is_paid_up_to_a_week(drawn: Scenario) -> None:
    weekly = {agent.employee_id: agent.weekly_minutes for agent in drawn.agents}
    for leave in drawn.time_off:
        assert drawn.grid.start <= leave.start < leave.end <= drawn.grid.end
        assert 0 < leave.paid_minutes <= weekly[leave.employee_id]


def test_agents_have_the_contracts_and_skills_of_their_family(family: str, drawn: Scenario) -> None:
    kind = FAMILIES[family]
    held = Counter(agent.contract.id for agent in drawn.agents)
    assert [held["full"], held["part30"], held["part20"]] == quotas(kind.contracts, AGENTS)
    queues = {stream.name for stream in kind.streams}
    assert {queue.id for queue in drawn.queues} == queues
    assert frozenset().union(*(agent.skills for agent in drawn.agents)) == queues
    sizes = {len(agent.skills) for agent in drawn.agents}
    assert sizes == ({1} if len(queues) == 1 else {1, 2, 4})


def test_peaked_families_peak_higher_than_flat_ones() -> None:
    def height(kind: Family) -> float:
        shape = day_shape(kind.streams[0])
        return float(shape.max() / shape.mean())

    for queues in ("one", "four"):
        flat, peaked = (height(FAMILIES[f"{queues}_{form}"]) for form in ("flat", "peaked"))
        assert flat < 1.2 < 1.8 < peaked


def test_unavoidable_refusals_name_what_is_wrong() -> None:
    with pytest.raises(ValueError, match="'round': choose from one_flat"):
        centre("round", 10, 7, 1)
    with pytest.raises(ValueError, match="0 agents x 7 days"):
        centre("one_flat", 0, 7, 1)
    with pytest.raises(ValueError, match="199 agents: twenty_peaked needs at least 200"):
        centre("twenty_peaked", 199, 7, 1)


def test_the_family_of_twenty_queues_has_thirty_skill_sets_and_can_staff_them() -> None:
    drawn = centre("twenty_peaked", 200, 7, SEED)
    assert len(drawn.queues) == 20
    assert len({agent.skills for agent in drawn.agents}) == 30
    assert frozenset().union(*(agent.skills for agent in drawn.agents)) == {
        queue.id for queue in drawn.queues
    }
    assert 0.95 <= working_hours(drawn) / (requirement(drawn).scheduled.sum() / 4) <= 1.05


def test_quotas_split_whole_numbers_by_largest_remainder() -> None:
    assert quotas((0.5, 0.3, 0.2), 10) == [5, 3, 2]
    assert quotas((1.0, 1.0, 1.0), 4) == [2, 1, 1]
    assert sum(quotas((0.22, 0.16, 0.10, 0.05, 0.47), 7)) == 7
