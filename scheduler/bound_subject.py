"""Of which rosters the bound of a plan says that none costs less."""

from __future__ import annotations

from .plan import Plan


def bound_subject(plan: Plan, roster: str = "roster") -> str:
    """Return what the bound is for, to stand after "no" or "the cheapest".

    With promises out of reach it speaks of rosters that break them no further. A repair's is for
    repairs whose changes cost no more, and events are where they were placed before the search.
    """
    kept = all(plan.promises.values())
    is_repair = plan.solve.repaired_since is not None
    said = "repair" if is_repair else roster if kept else "roster"
    if kept and any(event.window is not None for event in plan.scenario.events):
        said += " with events at these times"
    if is_repair:
        said += " whose changes cost no more than those of this one"
    if not kept:
        said += f" {'and which' if is_repair else 'that'} breaks promises no further"
    return said
