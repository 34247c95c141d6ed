"""Nights, weekend shifts and fair shares, against figures worked out by hand."""

from dataclasses import replace
from datetime import date

from staffwright.scheduler.audit.wishes import FairShare
from staffwright.scheduler.plan import Plan
from staffwright.scheduler.report.fair_shares import AgentLoad, agent_loads


def _loads(plan: Plan) -> dict[str, AgentLoad]:
    return {load.agent.employee_id: load for load in agent_loads(plan)}


def _only(plan: Plan, contract: str, history: bool = False) -> Plan:
    """Return the plan with the agents of one contract alone."""
    scenario = plan.scenario
    agents = tuple(a for a in scenario.agents if a.contract.id == contract)
    known = {a.employee_id for a in agents}
    kept = tuple(s for s in scenario.history if history and s.employee_id in known)
    shifts = tuple(s for s in plan.shifts if s.employee_id in known)
    return replace(plan, scenario=replace(scenario, agents=agents, history=kept), shifts=shifts)


def test_every_shift_of_the_night_team_is_a_night(plan: Plan) -> None:
    for load in _loads(_only(plan, "nights")).values():
        assert load.nights.planned == load.shifts > 0


def test_a_night_of_seven_hours_counts_in_spring(plan: Plan) -> None:
    """From 23:00 to 06:00 six elapsed hours remain on 28 March, more than the three asked for."""
    nights = _only(plan, "nights")
    change = tuple(s for s in nights.shifts if s.business_date == date(2026, 3, 28))
    assert change
    loads = _loads(replace(nights, shifts=change)).values()
    assert sum(load.nights.planned for load in loads) == len(change)


def test_a_shift_by_day_is_no_night(plan: Plan) -> None:
    assert all(load.nights.planned == 0 for load in _loads(_only(plan, "full")).values())


def test_weekend_shifts_are_those_that_begin_on_saturday_or_sunday(plan: Plan) -> None:
    for who, load in _loads(plan).items():
        begun = [s.business_date.weekday() for s in plan.shifts if s.employee_id == who]
        assert load.weekends.planned == sum(day in (5, 6) for day in begun)


def test_the_history_counts_towards_the_share(plan: Plan) -> None:
    before, after = (_loads(_only(plan, "nights", history)) for history in (False, True))
    worked = [s.employee_id for s in plan.scenario.history]
    for who, load in after.items():
        assert load.nights.planned == before[who].nights.planned
        assert load.nights.with_history == load.nights.planned + worked.count(who)


def test_the_fair_share_is_rounded_up_and_follows_the_days_present(plan: Plan) -> None:
    """Two agents of equal hours, one away for 7 of 14 days: shares of n are 2/3 n and 1/3 n."""
    nights = _only(plan, "nights")
    here, away = nights.scenario.agents[:2]
    grid = nights.scenario.grid
    spans = [(0, 3), (3, 7)]
    template = plan.scenario.time_off[0]
    leave = tuple(
        replace(
            template,
            employee_id=away.employee_id,
            start=grid.instant(int(grid.day_starts[first])),
            end=grid.instant(int(grid.day_starts[last])),
        )
        for first, last in spans
    )
    own = [s for s in nights.shifts if s.employee_id in (here.employee_id, away.employee_id)]
    scenario = replace(nights.scenario, agents=(here, away), time_off=leave)
    loads = _loads(replace(nights, scenario=scenario, shifts=tuple(own[:10])))
    assert loads[here.employee_id].nights.fair == 7
    assert loads[away.employee_id].nights.fair == 4


def test_leave_that_ends_at_noon_does_not_cover_its_last_day(plan: Plan) -> None:
    nights = _only(plan, "nights")
    here, away = nights.scenario.agents[:2]
    grid = nights.scenario.grid
    noon = grid.instant(int(grid.day_starts[13]) + 48)
    leave = replace(plan.scenario.time_off[0], employee_id=away.employee_id)
    whole = replace(leave, start=grid.start, end=noon)
    scenario = replace(nights.scenario, agents=(here, away), time_off=(whole,))
    loads = _loads(replace(nights, scenario=scenario, shifts=nights.shifts[:10]))
    assert loads[away.employee_id].nights.fair == 1


def test_nobody_has_a_share_where_nobody_is_present(plan: Plan) -> None:
    nights = _only(plan, "nights")
    grid = nights.scenario.grid
    leave = tuple(
        replace(
            plan.scenario.time_off[0], employee_id=a.employee_id, start=grid.start, end=grid.end
        )
        for a in nights.scenario.agents
    )
    loads = _loads(replace(nights, scenario=replace(nights.scenario, time_off=leave)))
    assert all(load.nights.fair is None for load in loads.values())
    assert all(load.nights.above == 0 for load in loads.values())


def test_only_shifts_above_the_share_are_marked() -> None:
    assert FairShare(planned=3, with_history=5, fair=4).above == 1
    assert FairShare(planned=3, with_history=4, fair=4).above == 0


def test_shifts_are_missing_below_half_the_spread_and_as_far_as_the_own_share_goes() -> None:
    assert FairShare(planned=1, with_history=1, fair=4, own=4, spread=2).below == 2
    assert FairShare(planned=1, with_history=1, fair=4, own=2, spread=2).below == 1
    assert FairShare(planned=3, with_history=3, fair=4, own=4, spread=2).below == 0
    assert FairShare(planned=0, with_history=0, fair=4, own=4).below == 0
