"""Nights, weekends, holidays and wishes: within each contract, and agent by agent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ..audit.wishes import FairShare
from ..plan import Plan
from .fair_shares import AgentLoad, Wishes
from .markup import Cell, Column, share_bar, table
from .text import NBSP, NOTHING, Markup, escape, number, percent

ABOVE = "▲"
BELOW = "▼"
# Agents from which on the page lays the table out only when it comes near the window
LONG = 200

ShareOf = Callable[[AgentLoad], FairShare]

# What is shared out, and where it stands in a load
SHARED: tuple[tuple[str, ShareOf], ...] = (
    ("Nights", lambda load: load.nights),
    ("Weekend shifts", lambda load: load.weekends),
    ("Holiday shifts", lambda load: load.holidays),
)


def shared_here(loads: Sequence[AgentLoad]) -> tuple[tuple[str, ShareOf], ...]:
    """Return what is shared out: kinds of shifts that somebody has or is to have a share of."""
    return tuple(
        (name, share_of)
        for name, share_of in SHARED
        if any(share_of(load).with_history or share_of(load).fair for load in loads)
    )


def _bounded_below(shares: Iterable[FairShare]) -> bool:
    """Say whether anybody can have too few: the scenario gives `fair_spread`."""
    return any(share.spread is not None for share in shares)


def lead(loads: Sequence[AgentLoad]) -> Markup:
    """Return what is shared out here, and how."""
    shared = shared_here(loads)
    if not shared:
        return escape(
            "Nobody works at night, at weekends or on holidays: there is nothing to share."
        )
    bounded = _bounded_below(share_of(load) for _, share_of in shared for load in loads)
    marks = (
        f"too far above it are marked {ABOVE}, those too far below {BELOW}"
        if bounded
        else f"above it are marked {ABOVE}"
    )
    return escape(
        "The fair share divides the shifts of a contract's agents, history included, in proportion "
        f"to their contract hours on days without leave, rounded up. Figures {marks}."
    )


def bar_hint(loads: Sequence[AgentLoad]) -> Markup:
    """Return what the bars of the agents mean, where there are any."""
    if not shared_here(loads):
        return Markup("")
    return escape("The bar is what the agent has with the history, the mark its fair share.")


def contract_table(loads: Sequence[AgentLoad]) -> Markup:
    """Return by contract how far agents lie apart, and how many are above their fair share.

    Where the spread has a limit, how many are too far above or below it.
    """
    shared = shared_here(loads)
    bounded = _bounded_below(share_of(load) for _, share_of in shared for load in loads)
    columns = [Column("Contract"), Column("Agents", numeric=True)]
    for name, _ in shared:
        columns.append(Column(f"{name}, least to most", numeric=True))
        columns.append(
            Column("Agents too far above" if bounded else "Agents above share", numeric=True)
        )
        if bounded:
            columns.append(Column("Agents too far below", numeric=True))
    columns += [
        Column("Wishes granted", numeric=True),
        Column("Agents with none granted", numeric=True),
    ]
    contracts = dict.fromkeys(load.agent.contract.id for load in loads)
    rows = []
    for contract in contracts:
        own = [load for load in loads if load.agent.contract.id == contract]
        cells = [Cell(contract), Cell(number(len(own)))]
        for _, share_of in shared:
            shares = [share_of(load) for load in own]
            cells += _spread_cells(shares)
            if bounded:
                cells.append(_count_cell(sum(share.below > 0 for share in shares), BELOW, "below"))
        rows.append([*cells, *_wish_summary([load.wishes for load in own])])
    return table("Fairness within each contract", columns, rows, css="contracts")


def _spread_cells(shares: Sequence[FairShare]) -> list[Cell]:
    numbers = [share.with_history for share in shares]
    return [
        Cell(f"{number(min(numbers))}–{number(max(numbers))}"),
        _count_cell(sum(share.above > 0 for share in shares), ABOVE, "above"),
    ]


def _count_cell(agents: int, sign: str, css: str) -> Cell:
    return Cell(f"{number(agents)} {sign}", css=css) if agents else Cell("0")


def _wish_summary(wishes: Sequence[Wishes]) -> list[Cell]:
    asked, granted = sum(w.asked for w in wishes), sum(w.granted for w in wishes)
    if not asked:
        return [Cell(NOTHING), Cell(NOTHING)]
    none = sum(w.asked > 0 and w.granted == 0 for w in wishes)
    shown = f"{number(granted)} of {number(asked)} ({percent(granted / asked, 0)})"
    return [Cell(shown), Cell(number(none))]


def agent_table(plan: Plan, loads: Sequence[AgentLoad]) -> Markup:
    """Return hours, shared shifts beside the fair share, and wishes of every agent."""
    weeks = plan.scenario.grid.days / 7
    shared = shared_here(loads)
    columns = [
        Column("Agent"),
        Column("Contract"),
        Column("Paid hours", numeric=True, meaning="Paid hours of the plan"),
        Column("Contract hours", numeric=True, meaning="Weekly contract hours over the horizon"),
        Column("Shifts", numeric=True),
    ]
    for name, _ in shared:
        columns.append(Column(name, numeric=True, meaning=f"{name} in the plan"))
        columns.append(Column("With history, of fair share", numeric=True))
    columns.append(Column("Wishes granted", numeric=True))
    most = [
        max((share_of(load).with_history for load in loads), default=0) for _, share_of in shared
    ]
    rows = []
    for load in loads:
        cells = _person_cells(load, weeks)
        for (_, share_of), top in zip(shared, most, strict=True):
            cells += _share_cells(share_of(load), top)
        rows.append([*cells, _wish_cell(load.wishes)])
    css = "fairness long" if len(loads) > LONG else "fairness"
    return table("Nights, weekends, wishes and hours", columns, rows, sortable=True, css=css)


def _person_cells(load: AgentLoad, weeks: float) -> list[Cell]:
    agent = load.agent
    contract_hours = agent.weekly_minutes / 60 * weeks
    return [
        Cell(agent.name, note=agent.employee_id),
        Cell(agent.contract.id),
        Cell(number(load.paid_hours, 1), sort=load.paid_hours),
        Cell(number(contract_hours, 1), sort=contract_hours),
        Cell(number(load.shifts), sort=load.shifts),
    ]


def _share_cells(share: FairShare, most: int) -> list[Cell]:
    fair = "" if share.fair is None else f" of{NBSP}{number(share.fair)}"
    css, style = share_bar(share.with_history, max(most, share.fair or 0), "load")
    if share.fair is not None and most:
        css, style = f"{css} marked", f"{style};--at:{share.fair / max(most, share.fair):.3f}"
    spoken = ""
    if share.above:
        css, fair = f"{css} above", f"{fair}{NBSP}{ABOVE}"
        where = "above" if share.spread is None else "too far above"
        spoken = f"{share.above} {where} the fair share"
    elif share.below:
        css, fair = f"{css} below", f"{fair}{NBSP}{BELOW}"
        spoken = f"{share.below} too far below the fair share"
    return [
        Cell(number(share.planned), sort=share.planned),
        Cell(
            f"{number(share.with_history)}{fair}",
            css=css,
            style=style,
            sort=share.with_history,
            spoken=spoken,
        ),
    ]


def _wish_cell(wishes: Wishes) -> Cell:
    if not wishes.asked:
        return Cell(NOTHING)
    part = wishes.granted / wishes.asked
    return Cell(f"{number(wishes.granted)} of {number(wishes.asked)}", sort=part)
