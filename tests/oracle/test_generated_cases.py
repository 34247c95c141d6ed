"""30 of the 300 generated small cases: the engine is at the proven optimum or within 1 % of it.

``benchmarks/small_cases.py`` runs them all.
"""

from __future__ import annotations

from functools import cache

import pytest
from generated_cases import CASES, FAMILIES, NUMBERS, Compared, SmallCase, compare

pytestmark = pytest.mark.slow

TESTED = CASES[12:42]
ONE_PERCENT = 0.01
ENGINE_SECONDS = 2.0
PROOF_SECONDS = 60.0


@cache
def compared(case: SmallCase) -> Compared:
    return compare(case, ENGINE_SECONDS, PROOF_SECONDS)


@pytest.mark.parametrize("case", TESTED, ids=str)
def test_the_engine_is_within_one_percent_of_the_optimum_and_its_bound_below(
    case: SmallCase,
) -> None:
    found = compared(case)
    assert found.proved
    assert found.optimum is not None
    assert found.violations == 0
    assert found.gap <= ONE_PERCENT
    assert found.bound_holds
    assert found.bound is not None


def test_no_plan_costs_less_than_the_optimum() -> None:
    """Else the plain model would state too much."""
    found = [compared(case) for case in TESTED]
    assert [x for x in found if x.gap < 0 and not x.is_equal] == []


def test_the_cases_have_every_component_of_cost() -> None:
    parts = {part for case in TESTED for part in compared(case).parts}
    assert parts >= {
        "overtime",
        "understaffing",
        "overstaffing",
        "preferences",
        "fairness",
        "late_contacts",
        "bought_cover",
        "rule leads",
        "premium night",
        "premium sunday",
        "premium holiday",
    }


def test_there_are_300_cases_and_those_tested_are_of_every_family() -> None:
    assert len(set(CASES)) == len(FAMILIES) * len(NUMBERS) == 300
    assert {case.family for case in TESTED} == set(FAMILIES)
    assert len(TESTED) == 30
