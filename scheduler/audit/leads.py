"""The rule on leads: enough of them at work while queues are open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from ..opening import open_intervals
from ..scenario.rule_types import LeadDuty
from .breach import Breach
from .coverage import slots_covered
from .duties import Roster
from .wording import broken, counted, local_date, span_text

IntArray = npt.NDArray[np.int64]


def leads(roster: Roster) -> Iterator[Breach]:
    """In every slot in which demand counts and a queue is open enough leads are at work.

    An agent marked as lead is at work in the slots that a `work` row covers whole, whatever its
    queue; rows of the history that run into the horizon count. One breach for every span of one
    local day with the same number of leads; a lead-hour missing is a unit.
    """
    duties = roster.scenario.rules.leads
    if not duties:
        return
    present = _leads_at_work(roster)
    is_open = open_intervals(roster.scenario)
    index = roster.scenario.queue_index()
    grid = roster.scenario.grid
    for duty in duties:
        rows = [index[queue] for queue in sorted(duty.queues) if queue in index]
        slots = np.repeat(is_open[rows].any(axis=0), grid.slots_per_interval)
        missing = np.where(slots, np.maximum(duty.minimum - present, 0), 0)
        for first, end in _spans(missing, grid.slot_day[: missing.size]):
            yield _missing(roster, duty, int(present[first]), first, end)


def _leads_at_work(roster: Roster) -> IntArray:
    """Count the leads at work in each slot in which demand counts, shape (slots,)."""
    grid = roster.scenario.grid
    present = np.zeros(grid.n_slots, dtype=np.int64)
    for person in roster.people:
        if not person.agent.lead:
            continue
        here = np.zeros(grid.n_slots, dtype=np.bool_)
        for duty in person.duties:
            for row in duty.rows:
                if row.code == "work":
                    here[slots_covered(row, grid)] = True
        present += here
    return present[: grid.n_demand_slots]


def _spans(missing: IntArray, days: Sequence[int] | IntArray) -> Iterator[tuple[int, int]]:
    """Yield first and end of the longest spans of a day with the same number missing above 0."""
    first = 0
    for k in range(1, missing.size + 1):
        if k < missing.size and missing[k] == missing[first] and days[k] == days[first]:
            continue
        if missing[first] > 0:
            yield first, k
        first = k


def _missing(roster: Roster, duty: LeadDuty, present: int, first: int, end: int) -> Breach:
    grid, zone = roster.scenario.grid, roster.scenario.zone
    start, until = grid.instant(first), grid.instant(end)
    wanted = f"at least {counted(duty.minimum, 'lead')}"
    found = broken(
        "leads",
        None,
        local_date(zone, start),
        counted(present, "lead"),
        wanted,
        f"{counted(present, 'lead')} at work {span_text(zone, start, until)} while one of the "
        f"queues {', '.join(sorted(duty.queues))} is open; at least {duty.minimum} must be.",
    )
    hours = Fraction((end - first) * grid.slot_minutes, 60)
    return Breach(found, hours * (duty.minimum - present), duty.price)
