"""One interval of the requirement, explained."""

import pytest
from staffwright.models.queueing import required_agents, service_level
from staffwright.scheduler.errors import InputError
from staffwright.scheduler.explain_interval import (
    explain_interval,
    find_interval,
    find_queue,
    split_place,
)
from staffwright.scheduler.explanation_lines import explanation_lines
from staffwright.scheduler.scenario.types import OpeningHours, ShrinkageCause, Transfer

from .requirement_factory import MONDAY, at, grid, queue, scenario

MORNING = (OpeningHours(frozenset(range(5)), 9 * 60, 12 * 60),)


def explained(rows=None, k=0, at_=18, **changes):
    rows = rows or [("calls", at(MONDAY, "09:00"), 75, 240, None)]
    return explain_interval(scenario([queue(**changes)], rows), k, at_)


def text(found):
    return "\n".join(explanation_lines(found))


@pytest.mark.parametrize(
    ("place", "queue_", "time"),
    [
        ("billing 2026-03-23 09:00", "billing", "2026-03-23 09:00"),
        ("front desk 2026-03-23T09:00+01:00", "front desk", "2026-03-23T09:00+01:00"),
        ("front 2 2026-03-23T08:00Z", "front 2", "2026-03-23T08:00Z"),
        ("2026-03-23 09:00", None, "2026-03-23 09:00"),
        ("billing 23.03.2026 09:00", "billing", "23.03.2026 09:00"),
    ],
)
def test_a_place_is_a_queue_and_a_time(place, queue_, time):
    assert split_place(place) == (queue_, time)


@pytest.mark.parametrize("place", ["", "billing", "billing 2026-03-23", "09:00"])
def test_a_place_without_date_and_time_is_refused(place):
    with pytest.raises(InputError, match="write a queue and a time"):
        split_place(place)


def test_queues_are_found_by_name_and_the_only_one_without():
    two = scenario([queue("billing"), queue("technical")], [])
    assert find_queue(two, "technical") == 1
    assert find_queue(scenario([queue("billing")], []), None) == 0
    with pytest.raises(InputError, match=r"'biling' is unknown; did you mean 'billing'\?"):
        find_queue(two, "biling")
    with pytest.raises(InputError, match=r"which queue\? allowed: billing, technical"):
        find_queue(two, None)


def test_a_time_means_the_interval_that_contains_it():
    on = grid()
    assert find_interval(on, "2026-03-23 09:00") == find_interval(on, "2026-03-23 09:29") == 18
    assert find_interval(on, "2026-03-23T08:00Z") == 18


@pytest.mark.parametrize(
    ("time", "words"),
    [
        ("2026-03-24 00:00", "outside the horizon"),
        ("2026-03-22 23:59", "outside the horizon"),
        ("2026-13-01 00:00", "is not a date"),
        ("2026-03-23 25:00", "must lie between"),
    ],
)
def test_a_time_that_means_no_interval_is_quoted(time, words):
    with pytest.raises(InputError, match=words) as caught:
        find_interval(grid(), time)
    assert time in str(caught.value)


def test_load_needs_and_what_decides_are_those_of_the_requirement():
    found = explained(mean_wait_s=60.0, max_occupancy=0.6, minimum_staff=3, shrinkage=0.1)
    assert found.load == 10
    assert dict(found.needs) == {
        "service_level": required_agents(10, 240, service_level=0.8, within_s=20),
        "mean_wait": required_agents(10, 240, mean_wait_s=60),
        "occupancy": 17,
        "stability": 11,
        "minimum_staff": 3,
    }
    assert (found.required, found.binding, found.scheduled) == (17, "occupancy", 19)
    assert [service.agents for service in found.services] == [17, 16]
    levels = [service.service_level for service in found.services]
    assert levels == pytest.approx([float(service_level(10, n, 240, 20)) for n in (17, 16)])


def test_with_one_agent_fewer_the_target_is_missed():
    with_, without = explained().services
    assert with_.service_level >= 0.8 > without.service_level
    assert with_.abandonment is None
    patient = explained(patience_s=180.0).services
    assert patient[0].abandonment < patient[1].abandonment


def test_the_contacts_are_followed_from_the_forecast_to_the_agents():
    queues = [
        queue("a", self_service=0.2, transfers=(Transfer("b", 0.5),)),
        queue("b", outsourced=0.25, dispersion=4.0, confidence=0.9),
    ]
    rows = [(name, at(MONDAY, "09:00"), 50, 240, None) for name in ("a", "b")]
    found = explain_interval(scenario(queues, rows), 1, 18)
    assert found.expected.forecast == 50
    assert found.expected.transferred == pytest.approx(20)
    assert found.expected.outsourced == pytest.approx(17.5)
    assert found.expected.own == pytest.approx(52.5)
    assert found.planned.own > 52.5
    assert found.load == pytest.approx(found.planned.own * 240 / 1800)
    shown = text(found)
    for words in ("with probability 0.9", "transferred from queues", "25 % to a partner"):
        assert words in shown
    assert "20 % self-service" in text(explain_interval(scenario(queues, rows), 0, 18))


def test_causes_of_absence_are_listed():
    causes = (ShrinkageCause("sickness", 0.05), ShrinkageCause("lateness", 0.02))
    found = explained(causes=causes)
    assert found.shrinkage == (("sickness", 0.05), ("lateness", 0.02))
    shown = text(found)
    assert "6.90 %" in shown
    assert "sickness" in shown
    assert "14 / 0.931, rounded up" in shown


def test_closed_and_empty_intervals_say_so():
    assert "the queue is closed" in text(explained(hours=MORNING, at_=30))
    nothing = explained(at_=30)
    assert nothing.services == ()
    assert "there is no load" in text(nothing)
    assert "the minimum staff decides" in text(explained(at_=30, minimum_staff=2))


def test_volume_while_closed_is_shown_but_needs_nobody():
    found = explained(hours=(OpeningHours(frozenset({0}), 600, 660),))
    assert found.expected.own == 75
    assert (found.required, found.services, found.needs) == (0, (), ())


def test_a_target_over_the_day_explains_an_interval_below_it():
    rows = [("calls", at(MONDAY, clock), volume, 240, None)
            for clock, volume in (("09:00", 10), ("09:30", 120))]  # fmt: skip
    found = explained(rows, target_over="day", patience_s=180.0)
    assert "service level over the day" in text(found)


def test_a_carried_interval_shows_the_work_in_progress_and_the_carried_service():
    rows = [("calls", at(MONDAY, clock), volume, 900, None)
            for clock, volume in (("09:00", 120), ("09:30", 6))]  # fmt: skip
    found = explained(rows, at_=19, method="carried", patience_s=300.0)
    assert found.work_in_progress > 3 * found.load
    with_, without = found.services
    assert with_.service_level >= 0.8 - 1e-9
    assert without.service_level < with_.service_level
    assert "with the backlog" in text(found)


def test_work_after_closing_is_shown():
    hours = (OpeningHours(frozenset({0}), 9 * 60, 9 * 60 + 30),)
    assert "work after closing" in text(explained(hours=hours, method="carried"))


def test_every_line_fits_a_terminal():
    long_name = "a queue with a name of which there is a lot " + "x" * 20
    found = explained(
        [(long_name, at(MONDAY, "09:00"), 75_000.123, 240, None)],
        id=long_name, mean_wait_s=33.25, max_occupancy=0.955, max_abandonment=0.0123,
        patience_s=187.5, dispersion=4.0, confidence=0.995, self_service=0.125, outsourced=0.333,
        causes=(ShrinkageCause("an absence that has a long name too", 0.0123),
                ShrinkageCause("late", 0.01)),
    )  # fmt: skip
    lines = explanation_lines(found)
    assert max(len(line) for line in lines[1:]) <= 80
