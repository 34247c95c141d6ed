"""Fairness within contracts and wishes, against figures worked out by hand."""

import re
from dataclasses import replace
from datetime import timedelta

from staffwright.scheduler.plan import Plan
from staffwright.scheduler.report.fair_shares import Wishes, agent_loads
from staffwright.scheduler.report.fairness import agent_table, bar_hint, contract_table, lead


def _rows(markup: str) -> list[list[str]]:
    """Return the texts of every row of a table, the heading left out."""
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", markup.split("<tbody>")[1], flags=re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, flags=re.DOTALL) for row in rows]
    return [[re.sub(r"<[^>]+>", "", c).replace("\u00a0", " ") for c in row] for row in cells]


def test_a_wish_for_a_day_off_is_granted_when_no_shift_begins_on_it(plan: Plan) -> None:
    begun = {(s.employee_id, s.business_date) for s in plan.shifts}
    wishes = plan.scenario.preferences
    assert wishes
    for load in agent_loads(plan):
        own = [w for w in wishes if w.employee_id == load.agent.employee_id]
        kept = sum((w.employee_id, w.day) not in begun for w in own)
        assert load.wishes == Wishes(len(own), kept)


def test_hard_wishes_and_wishes_outside_the_horizon_do_not_count(plan: Plan) -> None:
    wish = plan.scenario.preferences[0]
    outside = replace(wish, day=wish.day + timedelta(days=60))
    scenario = replace(plan.scenario, preferences=(replace(wish, hard=True), outside))
    loads = agent_loads(replace(plan, scenario=scenario))
    assert {load.wishes for load in loads} == {Wishes(0, 0)}


def test_contracts_show_who_has_least_and_most_and_how_many_exceed(plan: Plan) -> None:
    loads = agent_loads(plan)
    rows = {row[0]: row for row in _rows(contract_table(loads))}
    for contract in ("full", "part", "nights"):
        own = [load for load in loads if load.agent.contract.id == contract]
        nights = [load.nights.with_history for load in own]
        above = sum(load.nights.above > 0 for load in own)
        assert rows[contract][1:4] == [
            str(len(own)),
            f"{min(nights)}–{max(nights)}",
            f"{above} ▲" if above else "0",
        ]
        asked = sum(load.wishes.asked for load in own)
        granted = sum(load.wishes.granted for load in own)
        wanted = f"{granted} of {asked} (" if asked else "–"
        assert rows[contract][-2].startswith(wanted)


def test_who_is_too_far_below_the_fair_share_is_marked_where_a_spread_is_given(plan: Plan) -> None:
    """Two agents who could share the nights of one: half of them less the spread are missing."""
    scenario = plan.scenario
    team = tuple(a for a in scenario.agents if a.contract.id == "nights")[:2]
    idle = team[1].employee_id
    objective = replace(scenario.objective, fair_spread=1)
    alone = replace(
        plan,
        scenario=replace(
            scenario, agents=team, history=(), time_off=(), preferences=(), objective=objective
        ),
        shifts=tuple(s for s in plan.shifts if s.employee_id == team[0].employee_id),
    )
    loads = agent_loads(alone)
    nights = loads[1].nights
    assert nights.fair is not None
    assert nights.below == nights.fair - 1 > 0
    table = agent_table(alone, loads)
    (row,) = [row for row in _rows(table) if row[0].endswith(idle)]
    assert row[6] == f"0 of {nights.fair} ▼ {nights.below} too far below the fair share"
    assert "1 ▼" in _rows(contract_table(loads))[0]
    assert "Agents too far below" in contract_table(loads)
    assert "too far below ▼" in lead(loads)


def test_without_a_spread_nobody_is_too_far_below(plan: Plan) -> None:
    loads = agent_loads(plan)
    shown = agent_table(plan, loads) + contract_table(loads) + lead(loads)
    assert "▼" not in shown
    assert "below" not in shown


def test_what_nobody_has_or_is_to_share_is_left_out(plan: Plan) -> None:
    names = ("Nights", "Weekend shifts", "Holiday shifts")

    def shown(made: Plan) -> list[str]:
        loads = agent_loads(made)
        tables = (agent_table(made, loads), contract_table(loads))
        headings = [re.findall(r"<th scope=\"col\".*?</th>", table) for table in tables]
        found = [[name for name in names if name in "".join(heads)] for heads in headings]
        assert found[0] == found[1]
        assert len(headings[0]) == 6 + 2 * len(found[0])
        return found[0]

    assert shown(plan) == list(names)
    ordinary = replace(plan, scenario=replace(plan.scenario, holidays=frozenset()))
    assert shown(ordinary) == ["Nights", "Weekend shifts"]
    scenario = replace(ordinary.scenario, history=())
    early = [s for s in plan.shifts if s.shift_id == "early" and s.business_date.weekday() < 5]
    by_day = replace(ordinary, scenario=scenario, shifts=tuple(early))
    assert shown(by_day) == []
    loads = agent_loads(by_day)
    assert "nothing to share" in lead(loads)
    assert bar_hint(loads) == ""
    assert "fair share" in lead(agent_loads(plan))
    assert "mark its fair share" in bar_hint(agent_loads(plan))
