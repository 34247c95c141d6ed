"""The benchmark of fair shares: what the spread of a contract is."""

from __future__ import annotations

from dataclasses import replace

from fair_shares import apart, priced, spread
from staffwright.instances import path
from staffwright.scheduler.audit.wishes import FairShare
from staffwright.scheduler.report.fair_shares import AgentLoad, Wishes
from staffwright.scheduler.scenario import load_scenario
from staffwright.scheduler.scenario.types import Agent

NONE = FairShare(0, 0, 0)


def load(agent: Agent, nights: int, fair: int) -> AgentLoad:
    share = FairShare(nights, nights, fair, own=fair)
    return AgentLoad(agent, 5, 40.0, share, share, NONE, Wishes(0, 0))


def test_the_spread_is_within_a_contract_and_without_agents_who_have_no_share() -> None:
    one = load_scenario(path("corner_shop")).agents[0]
    other = replace(one, contract=replace(one.contract, id="other"))
    loads = (load(one, 3, 4), load(one, 5, 4), load(one, 0, 0), load(other, 9, 9))
    assert spread(loads, lambda x: x.nights) == 2
    assert spread((*loads, load(other, 2, 9)), lambda x: x.nights) == 7
    assert spread((), lambda x: x.nights) == 0


def test_within_reach_the_part_timer_with_half_of_the_share_is_no_spread() -> None:
    one = load_scenario(path("corner_shop")).agents[0]
    loads = (load(one, 4, 4), load(one, 2, 2))
    assert spread(loads, lambda x: x.nights) == 2
    assert spread(loads, lambda x: x.nights, within_reach=True) == 0


def test_what_the_history_alone_holds_above_the_share_is_out_of_reach() -> None:
    one = load_scenario(path("corner_shop")).agents[0]
    before = FairShare(planned=1, with_history=6, fair=2)
    loads = (load(one, 2, 2), AgentLoad(one, 5, 40.0, before, before, NONE, Wishes(0, 0)))
    assert spread(loads, lambda x: x.nights) == 4
    assert spread(loads, lambda x: x.nights, within_reach=True) == 1


def test_what_would_make_up_for_the_history_is_out_of_reach() -> None:
    one = load_scenario(path("corner_shop")).agents[0]
    new = FairShare(planned=2, with_history=2, fair=5, own=3)
    loads = (load(one, 5, 5), AgentLoad(one, 5, 40.0, new, new, NONE, Wishes(0, 0)))
    assert spread(loads, lambda x: x.nights) == 3
    assert spread(loads, lambda x: x.nights, within_reach=True) == 1


def test_with_other_prices_nothing_else_of_the_scenario_changes() -> None:
    scenario = load_scenario(path("harbour_line"))
    own = scenario.objective
    for times in (0, 2):
        changed = priced(scenario, times)
        assert changed.objective.fair_nights_price == times * own.fair_nights_price
        assert changed.objective.fair_weekends_price == times * own.fair_weekends_price
        assert changed.objective.fair_holidays_price == times * own.fair_holidays_price
        assert replace(changed, objective=own) == scenario


def test_how_far_agents_lie_apart_leaves_out_what_the_history_decides() -> None:
    assert apart(FairShare(planned=3, with_history=6, fair=4)) == 2
    assert apart(FairShare(planned=1, with_history=6, fair=4)) == 1
    assert apart(FairShare(planned=1, with_history=1, fair=4, own=4)) == -3
    assert apart(FairShare(planned=1, with_history=1, fair=4, own=2)) == -1
    assert apart(FairShare(planned=3, with_history=3, fair=4, own=2)) == 0
    assert apart(FairShare(planned=3, with_history=3, fair=None)) == 0
