"""Leads at work while queues are open. The horizon of these tests is one Monday."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from staffwright.scheduler.scenario.rule_types import LeadDuty
from staffwright.scheduler.scenario.types import OpeningHours, Scenario

from .factory import (
    agent,
    at,
    audit,
    cost_of,
    day,
    faults,
    grid,
    queue,
    row,
    ruled,
    scenario,
    shift,
    shift_of,
)

# Open on Mondays from 08:00 to 16:00.
HOURS = (OpeningHours(frozenset({0}), 480, 960),)


def of(*duties: LeadDuty, **changes: Any) -> Scenario:
    base: dict[str, Any] = {
        "grid": grid(days=1),
        "queues": (queue("calls", hours=HOURS), queue("mail", hours=HOURS)),
        "agents": (agent("A", lead=True), agent("B", lead=True), agent("C")),
        "rules": replace(ruled(), leads=duties),
    }
    return scenario(**{**base, **changes})


ONE = LeadDuty(1, frozenset({"calls"}))


def missing(present: int, least: int = 1) -> tuple[str, None, str, str, str]:
    noun, nouns = ("lead" if n == 1 else "leads" for n in (present, least))
    return ("leads", None, "2026-03-23", f"{present} {noun}", f"at least {least} {nouns}")


def test_a_lead_at_work_while_the_queue_is_open_is_enough() -> None:
    assert faults(of(ONE), [shift(day(0), "08:00", "16:00")], "leads") == []


def test_the_slot_without_a_lead_is_named() -> None:
    report = audit(of(ONE), [shift(day(0), "08:00", "15:45")])
    found = [v for v in report.violations if v.rule == "leads"]
    assert [(v.employee_id, v.day, v.measured, v.allowed) for v in found] == [missing(0)[1:]]
    assert found[0].message == (
        "2026-03-23: 0 leads at work 2026-03-23 15:45 to 16:00 while one of the queues calls is "
        "open; at least 1 must be."
    )


def test_who_is_no_lead_does_not_count() -> None:
    roster = [shift(day(0), "08:00", "16:00", who="C")]
    assert faults(of(ONE), roster, "leads") == [missing(0)]


def test_a_lead_on_a_break_is_not_at_work() -> None:
    rows = [
        row("work", at(day(0), "08:00"), at(day(0), "12:00")),
        row("break:pause", at(day(0), "12:00"), at(day(0), "12:15")),
        row("work", at(day(0), "12:15"), at(day(0), "16:00")),
    ]
    assert faults(of(ONE), [shift_of(rows)], "leads") == [missing(0)]
    other = shift(day(0), "12:00", "16:00", who="B")
    assert faults(of(ONE), [shift_of(rows), other], "leads") == []


def test_a_lead_may_work_on_any_queue_or_none() -> None:
    on_mail = agent("A", lead=True, skills=frozenset({"mail"}))
    roster = [shift(day(0), "08:00", "16:00", serves="mail")]
    assert faults(of(ONE, agents=(on_mail,)), roster, "leads") == []
    roster = [shift(day(0), "08:00", "16:00", serves=None)]
    assert faults(of(ONE), roster, "leads") == []


def test_leads_are_wanted_while_any_of_the_queues_is_open() -> None:
    late = queue("mail", hours=(OpeningHours(frozenset({0}), 480, 1080),))
    both = LeadDuty(1, frozenset({"calls", "mail"}))
    roster = [shift(day(0), "08:00", "16:00")]
    queues = (queue("calls", hours=HOURS), late)
    assert faults(of(ONE, queues=queues), roster, "leads") == []
    assert faults(of(both, queues=queues), roster, "leads") == [missing(0)]


def test_a_shift_of_the_history_that_runs_into_the_horizon_counts() -> None:
    always = (queue("calls"),)
    roster = [shift(day(0), "06:00", "24:00", name="x")]
    past = (shift(day(-1), "22:00", "30:00", who="B", name="x"),)
    assert faults(of(ONE, queues=always), roster, "leads") == [missing(0)]
    assert faults(of(ONE, queues=always, history=past), roster, "leads") == []


def test_a_lead_hour_missing_has_its_price() -> None:
    """Two leads wanted for eight hours: one is there for six hours, a second for two of them."""
    priced = of(LeadDuty(2, frozenset({"calls"}), Decimal("18.40")))
    roster = [shift(day(0), "08:00", "14:00"), shift(day(0), "08:00", "10:00", who="B", name="x")]
    assert faults(priced, roster, "leads") == []
    # 2 h with none missing, 4 h with one missing, 2 h with both missing.
    assert cost_of(priced, roster) == {"leads": Decimal("18.40") * 8}


def test_different_numbers_missing_are_named_one_by_one() -> None:
    two = of(LeadDuty(2, frozenset({"calls"})))
    roster = [shift(day(0), "08:00", "14:00")]
    assert faults(two, roster, "leads") == [missing(1, 2), missing(0, 2)]


def test_a_quarter_of_a_lead_hour_is_priced_exactly() -> None:
    priced = of(LeadDuty(1, frozenset({"calls"}), Decimal("0.10")))
    roster = [shift(day(0), "08:00", "15:45")]
    assert cost_of(priced, roster) == {"leads": Decimal("0.025")}


def test_leads_are_wanted_in_the_repeated_hour_twice() -> None:
    """On the night of 25 October the hour from 02:00 passes twice."""
    night = (OpeningHours(frozenset({6}), 120, 180),)
    sunday = of(
        LeadDuty(1, frozenset({"calls"}), Decimal(1)),
        grid=grid(first=day(216), days=1),
        queues=(queue("calls", hours=night), queue("mail", hours=night)),
    )
    assert cost_of(sunday, []) == {"leads": 2}
