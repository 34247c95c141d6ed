"""A roster that a hand has edited: its past is named where it breaks rules, and never refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from shop_plan import MONDAY, TUESDAY, on_date, repaired, shop, shop_plan
from staffwright.scheduler.replan_inputs import read_request
from staffwright.scheduler.scenario.types import Shift

HOUR = timedelta(hours=1)


def moved(shift: Shift, by: timedelta) -> Shift:
    rows = (replace(row, start=row.start + by, end=row.end + by) for row in shift.activities)
    return replace(shift, activities=tuple(rows))


def edited(old: Shift, *new: Shift) -> tuple[Shift, ...]:
    kept = (s for s in shop_plan().shifts if s != old)
    return tuple(sorted((*kept, *new), key=lambda s: (s.employee_id, s.start)))


def test_a_past_that_breaks_a_rule_stays_and_is_named() -> None:
    next_day = {s.employee_id for s in on_date(TUESDAY)}
    late = next(s for s in on_date(MONDAY) if s.employee_id in next_day)
    wrong = moved(late, read_request(shop(), f"{MONDAY} 21:00").since - late.start)
    made = repaired(f"{TUESDAY} 12:00", shifts=edited(late, wrong))
    assert wrong in made.plan.shifts
    assert "rest" in {v.rule for v in made.plan.audit.violations}
    assert made.new_violations == ()
    assert made.promises_kept
    assert any("broken before" in note for note in made.notes)


def test_a_shift_of_the_future_that_no_template_has_gives_way() -> None:
    given = on_date("2026-05-07")[0]
    odd = moved(given, HOUR / 2)
    odd = replace(odd, activities=(*odd.activities[:-1],
                                   replace(odd.activities[-1], end=odd.end + HOUR)))  # fmt: skip
    made = repaired(f"{TUESDAY} 06:00", shifts=edited(given, odd))
    assert odd not in made.plan.shifts
    assert made.plan.audit.violations == ()
    assert (given.employee_id, given.business_date) in {
        (c.employee_id, c.day) for c in made.changes
    }


def test_two_shifts_of_a_past_date_both_stay() -> None:
    given = next(s for s in on_date(MONDAY) if len(s.activities) == 3)
    first = replace(given, shift_id="one", activities=given.activities[:1])
    second = replace(given, shift_id="two", activities=given.activities[2:])
    made = repaired(f"{TUESDAY} 06:00", shifts=edited(given, first, second))
    assert {first, second} <= set(made.plan.shifts)
    assert made.new_violations == ()
    assert any(note.startswith(f"{given.employee_id}: what stays") for note in made.notes)
