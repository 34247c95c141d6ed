"""Whether breaks can be placed: against trying all placements."""

from __future__ import annotations

from itertools import pairwise, product

from hypothesis import given
from hypothesis import strategies as st
from staffwright.scheduler.scenario.break_checks import can_place
from staffwright.scheduler.scenario.rule_types import BreakDuty
from staffwright.scheduler.scenario.spec import BreakSpec
from staffwright.scheduler.scenario.spec_rules import RulesSpec

STEP = 30


def halves(least: int, most: int) -> st.SearchStrategy[int]:
    return st.integers(least, most).map(lambda k: k * STEP)


@st.composite
def breaks(draw: st.DrawFn) -> list[BreakSpec]:
    found = []
    for k in range(draw(st.integers(0, 3))):
        earliest = draw(halves(0, 8))
        found.append(
            BreakSpec(
                id=f"b{k}",
                minutes=draw(halves(1, 2)),
                paid=draw(st.booleans()),
                earliest_minutes=earliest,
                latest_minutes=earliest + draw(halves(0, 4)),
            )
        )
    return found


def some_placement(
    rules: list[BreakSpec], length: int, site: RulesSpec, most: int | None, duty: BreakDuty | None
) -> bool:
    """Try all begins on the half hour."""
    windows = [range(r.earliest_minutes, r.latest_minutes + 1, STEP) for r in rules]
    for begins in product(*windows):
        spans = [(b, b + r.minutes, r) for b, r in zip(begins, rules, strict=True)]
        if any(end > length for _, end, _ in spans):
            continue
        between = site.min_work_between_breaks_minutes
        if any(after[0] < before[1] + between for before, after in pairwise(spans)):
            continue
        ends = [s for s in spans if s[2].minutes >= site.break_block_minutes]
        edges = [0, *(edge for s in ends for edge in s[:2]), length]
        stretches = [edges[k + 1] - edges[k] for k in range(0, len(edges), 2)]
        if most is not None and max(stretches) > most:
            continue
        if duty is not None and not any(
            begin <= (duty.begin_by_minutes or 0)
            for begin, _, r in spans
            if r.minutes >= duty.block_minutes and not (duty.unpaid_only and r.paid)
        ):
            continue
        return True
    return False


@given(
    breaks(),
    halves(8, 16),
    halves(0, 3),
    st.one_of(st.none(), halves(4, 10)),
    st.one_of(st.none(), st.tuples(halves(2, 8), st.booleans(), halves(1, 2))),
    halves(1, 2),
)
def test_breaks_can_be_placed_exactly_where_some_placement_meets_all_limits(
    rules: list[BreakSpec],
    length: int,
    between: int,
    most: int | None,
    by: tuple[int, bool, int] | None,
    block: int,
) -> None:
    site = RulesSpec(min_work_between_breaks_minutes=between, break_block_minutes=block)
    duty = None if by is None else BreakDuty(0, 30, by[2], by[0], by[1])
    duties = [] if duty is None else [duty]
    expected = some_placement(rules, length, site, most, duty)
    assert can_place(rules, length, site, most, duties) == expected
