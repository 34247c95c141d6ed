"""The results page shows all runs beside what is published."""

from curtois_qu_page import PUBLISHED, number_of, page


def line(**changes: object) -> dict[str, object]:
    return {
        "instance": "Instance8",
        "seconds_allowed": 600.0,
        "seed": 1,
        "cost": 1326,
        "bound": 1297.0,
        "status": "feasible",
        "seconds": 600.4,
        "cpu_seconds": 1100.2,
        "load": 2.1,
        "version": "0.1.0",
        "ortools": "9.15",
        "highspy": "1.13.1",
        "python": "3.11.7",
        "machine": "x86_64, 2 cores",
        "when": "2026-11-22T17:53:28+00:00",
    } | changes


def test_every_run_is_a_row_also_the_worse_ones() -> None:
    text = page([line(seed=2, cost=1400), line()])
    row = "| Instance8 | 1 | 600 | wall | 1326 | 1297 | feasible | 1300 | 2.00 % | 600 | 1100 "
    assert f"{row}| 2.1 | 2026-11-22 |" in text
    assert "| Instance8 | 2 | 600 | wall | 1400 |" in text
    assert text.index("| Instance8 | 1 |") < text.index("| Instance8 | 2 |")


def test_a_run_without_a_bound_and_one_without_published_values_have_dashes() -> None:
    text = page([line(instance="Instance99", bound=None)])
    assert "| Instance99 | 1 | 600 | wall | 1326 | - | feasible | - | - |" in text


def test_machine_and_versions_are_told_once() -> None:
    told = "x86_64, 2 cores, Python 3.11.7, ortools 9.15, highspy 1.13.1, staffwright 0.1.0"
    assert page([line(), line(seed=2)]).count(told) == 1


def test_published_values_are_shown_by_the_number_of_the_instance() -> None:
    assert number_of("Instance14") == 14
    assert PUBLISHED[14][0] == "1278"
    assert "| 14 | 1278 | 2542 | 1482 | 1281 | 1280 | 1279 | - |" in page([])
