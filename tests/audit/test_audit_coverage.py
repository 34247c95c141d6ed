"""Agents counted slot by slot from the rows, what lacks and excess cost, and shortages."""

from __future__ import annotations

import math
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from staffwright.scheduler.audit import audit_schedule
from staffwright.scheduler.plan import AuditReport, Shortage

from .factory import (
    agent,
    at,
    audit,
    day,
    early,
    grid,
    queue,
    requirement,
    row,
    scenario,
    shift,
    shift_of,
)

ONE_DAY = scenario(grid=grid(days=1))


def covered(report: AuditReport) -> dict[str, float]:
    """Return the covered agents by the clock time of the interval, where there are any."""
    values = report.coverage.covered[0]
    starts = ONE_DAY.grid.interval_starts
    return {
        f"{ONE_DAY.grid.local(starts[k]):%H:%M}": float(values[k]) for k in np.flatnonzero(values)
    }


def test_a_work_row_counts_in_its_slots_and_a_break_does_not() -> None:
    """An interval of 30 minutes has two slots; the pause takes one of them at 08:00."""
    report = audit(ONE_DAY, [early(day(0))])
    assert covered(report) == {
        **{
            f"{h:02d}:{m:02d}": 1.0
            for h in range(6, 14)
            for m in (0, 30)
            if (h, m) not in ((8, 0), (10, 0))
        },
        "08:00": 0.5,
    }


def test_a_slot_worked_in_part_does_not_count() -> None:
    odd = shift_of([row("work", at(day(0), "08:05"), at(day(0), "08:55"))])
    assert covered(audit(ONE_DAY, [odd])) == {"08:00": 0.5, "08:30": 0.5}


def test_two_rows_that_share_a_slot_cover_it_neither() -> None:
    parts = [
        row("work", at(day(0), "08:00"), at(day(0), "08:10")),
        row("work", at(day(0), "08:10"), at(day(0), "09:00")),
    ]
    assert covered(audit(ONE_DAY, [shift_of(parts)])) == {"08:00": 0.5, "08:30": 1.0}


def test_an_agent_counts_once_where_rows_or_shifts_overlap() -> None:
    twice = [shift(day(0), "08:00", "09:00"), shift(day(0), "08:30", "09:30")]
    assert covered(audit(ONE_DAY, twice)) == {"08:00": 1.0, "08:30": 1.0, "09:00": 1.0}


def test_work_without_a_queue_covers_nothing() -> None:
    assert covered(audit(ONE_DAY, [shift(day(0), "08:00", "16:00", serves=None)])) == {}


def test_history_that_runs_into_the_horizon_covers_the_queue_it_names() -> None:
    night = shift(day(-1), "22:00", "24:45", name="x")
    report = audit(replace(ONE_DAY, history=(night,)), [])
    assert covered(report) == {"00:00": 1.0, "00:30": 0.5}
    unnamed = replace(ONE_DAY, history=(shift(day(-1), "22:00", "24:45", serves=None),))
    assert covered(audit(unnamed, [])) == {}


def test_a_night_covers_the_carry_out_and_no_more() -> None:
    of = scenario(grid=grid(days=1, carry_out_minutes=120))
    report = audit(of, [shift(day(0), "22:00", "30:00", name="night")], scheduled=1)
    assert report.coverage.covered.shape == (1, 52)
    assert report.required_hours == 26
    assert report.under_hours == 22


def test_lack_and_excess_are_counted_slot_by_slot() -> None:
    """Two agents in one slot of an interval and none in the other: both lack and excess."""
    of = scenario(grid=grid(days=1), agents=(agent("A"), agent("B")))
    roster = [shift(day(0), "08:00", "08:15", who) for who in "AB"]
    need = np.zeros(48)
    need[16] = 1
    report = audit_schedule(of, requirement(of, need), roster)
    assert report.coverage.covered[0, 16] == 1
    assert report.coverage.under[0, 16] == 0.5
    assert report.coverage.over[0, 16] == 0.5
    assert (report.under_hours, report.over_hours, report.required_hours) == (0.25, 0.25, 0.5)


def test_lack_and_excess_cost_the_prices_of_their_queue() -> None:
    """Calls lack 1 agent for 16 h at 40; mail has 1 too many for 8 h at 3."""
    of = scenario(
        grid=grid(days=1),
        queues=(queue("calls"), queue("mail", over_price=Decimal(3), under_price=Decimal(9))),
        agents=(agent("A"), agent("B", skills=frozenset({"mail"}))),
    )
    roster = [shift(day(0), "08:00", "16:00"), shift(day(0), "08:00", "16:00", "B", serves="mail")]
    cost = audit(of, roster, scheduled=[[1], [0]]).cost
    assert cost.understaffing == 16 * 40
    assert cost.overstaffing == 8 * 3


def test_prices_are_exact_to_six_places() -> None:
    of = scenario(grid=grid(days=1), queues=(queue(under_price=Decimal("0.1")),))
    assert audit(of, [], scheduled=1).cost.understaffing == Decimal("2.4")


def test_the_day_of_the_clock_change_has_23_hours_of_demand() -> None:
    of = scenario(grid=grid(first=day(6), days=1))
    report = audit(of, [], scheduled=2)
    assert (report.required_hours, report.under_hours) == (46, 46)


def test_the_service_level_of_a_day_follows_from_the_agents_counted() -> None:
    """One agent at half a load: Erlang C gives a wait to half, 1 - 0.5 exp(-0.5 * 20 / 240)."""
    of = scenario(grid=grid(days=2))
    need = requirement(of)
    need.volume[0, 16] = 3.75
    need.offered_load[0, 16] = 0.5
    report = audit_schedule(of, need, [shift(day(0), "08:00", "16:00")])
    first, second = report.service_levels
    assert (first.queue, first.day, first.volume, first.target) == (
        "calls",
        "2026-03-23",
        3.75,
        0.8,
    )
    assert first.service_level == pytest.approx(1 - 0.5 * math.exp(-0.5 * 20 / 240))
    assert (second.day, second.service_level) == ("2026-03-24", None)


def test_a_shortage_is_a_span_with_its_hours_and_worst_moment() -> None:
    """Demand of one from 08:00 to 10:00 and of three to 11:00, one agent from 09:00."""
    of = scenario(grid=grid(days=1))
    need = np.zeros(48)
    need[16:20], need[20:22] = 1, 3
    found = audit_schedule(of, requirement(of, need), [shift(day(0), "09:00", "13:00")]).shortages
    assert found == (
        Shortage("calls", "2026-03-23T08:00:00+01:00", "2026-03-23T09:00:00+01:00", 1.0, 1, False),
        Shortage("calls", "2026-03-23T10:00:00+01:00", "2026-03-23T11:00:00+01:00", 2.0, 2, False),
    )


def test_shortages_that_touch_are_one() -> None:
    of = scenario(grid=grid(days=1))
    need = np.zeros(48)
    need[16:20], need[20:22] = 1, 3
    (found,) = audit_schedule(of, requirement(of, need), []).shortages
    assert (found.agent_hours, found.worst) == (5.0, 3)


def test_a_shortage_over_the_clock_change_carries_both_offsets() -> None:
    of = scenario(grid=grid(first=day(6), days=1))
    (found,) = audit(of, [], scheduled=1).shortages
    assert (found.start, found.end, found.agent_hours) == (
        "2026-03-29T00:00:00+01:00",
        "2026-03-30T00:00:00+02:00",
        23.0,
    )


@pytest.mark.parametrize(("promised", "hard"), [(True, True), (False, False)])
def test_a_shortage_below_the_minimum_is_hard_where_it_is_promised(
    promised: bool, hard: bool
) -> None:
    of = scenario(grid=grid(days=1), queues=(queue(minimum_staff=1, hard_minimum=promised),))
    (found,) = audit(of, [], scheduled=2).shortages
    assert found.hard is hard


def test_a_shortage_above_the_minimum_is_not_hard() -> None:
    of = scenario(grid=grid(days=1), queues=(queue(minimum_staff=1, hard_minimum=True),))
    need = np.zeros(48)
    need[16:18] = 2
    found = audit_schedule(
        of, requirement(of, need, is_open=need > 0), [shift(day(0), "08:00", "12:00")]
    ).shortages
    assert [(s.agent_hours, s.hard) for s in found] == [(1.0, False)]


def test_a_closed_queue_has_no_minimum() -> None:
    of = scenario(grid=grid(days=1), queues=(queue(minimum_staff=1, hard_minimum=True),))
    assert audit_schedule(of, requirement(of, 0, is_open=False), []).shortages == ()


def test_a_minimum_above_the_requirement_is_still_a_promise() -> None:
    of = scenario(grid=grid(days=1), queues=(queue(minimum_staff=2, hard_minimum=True),))
    (found,) = audit_schedule(of, requirement(of, 0), []).shortages
    assert (found.hard, found.worst, found.agent_hours) == (True, 2, 0.0)


def test_shortages_are_listed_by_queue() -> None:
    of = scenario(grid=grid(days=1), queues=(queue("calls"), queue("mail")))
    assert [s.queue for s in audit(of, [], scheduled=1).shortages] == ["calls", "mail"]
