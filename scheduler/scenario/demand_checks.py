"""What the values on demand, shrinkage and method in scenario.toml must fulfil together."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from .faults import FaultLog, one_of
from .forecast import quantile_columns
from .rostered_causes import rostered_kind
from .spec import QueueSpec, ScenarioSpec
from .spec_reader import ReadSpec, SpecSource
from .toml_lines import Path
from .types import Queue

_WHERE = {
    "breaks": "the shifts have breaks",
    "leave": "leave is in the time_off table",
    "events": "there are rows in the events table",
}


@dataclass(frozen=True)
class Rostered:
    """Which kinds of planned absence a scenario rosters itself."""

    breaks: bool
    leave: bool
    events: bool


def check_demand(read: ReadSpec, log: FaultLog) -> None:
    """Check transfers, shrinkage and methods of a specification as far as it is valid."""
    spec, source = read.spec, read.source
    if spec is None:
        return
    ids = _all_ids(source)
    _check_transfers(spec, source, ids, log)
    if "shrinkage" not in read.stand_ins:
        _check_shrinkage(spec, source, ids, log)
    for k, queue in enumerate(spec.queues):
        _check_method(queue, ("queues", k), source, log)


def check_counted_twice(read: ReadSpec, rostered: Rostered, log: FaultLog) -> None:
    """Refuse causes of shrinkage that the scenario rosters: their time would count twice."""
    if read.spec is None or "shrinkage" in read.stand_ins:
        return
    for k, cause in enumerate(read.spec.shrinkage.causes):
        kind = rostered_kind(cause.name)
        if kind is not None and getattr(rostered, kind):
            message = (
                f"is rostered already ({_WHERE[kind]}), so counting it in the shrinkage is "
                "counting twice; leave it out here: shrinkage holds only what nobody planned"
            )
            read.source.fault(log, ("shrinkage", "causes", k, "name"), message, cause.name)


def rosters_breaks(read: ReadSpec, *, with_agents: bool) -> bool:
    """Say whether shifts with breaks are the scenario's own, or will be used for its agents."""
    if read.spec is None:
        return False
    own = with_agents or any(path[0] == "shifts" for path in read.source.lines)
    return own and any(shift.breaks for shift in read.spec.shifts)


def uncertainty_notes(queues: tuple[Queue, ...], forecast: pl.DataFrame) -> tuple[str, ...]:
    """Return sentences on uncertainty that has no effect because the other half is missing."""
    columns = [name for name, _ in quantile_columns(forecast.columns)]
    rows = forecast.drop_nulls(columns) if columns else forecast.clear()
    with_quantiles = frozenset(rows["queue"].unique())
    notes = []
    for queue in queues:
        uncertain = queue.dispersion > 1 or queue.id in with_quantiles
        if queue.confidence is not None and not uncertain:
            notes.append(
                f"queues: {queue.id} has a confidence, but neither a dispersion above 1 nor "
                "quantiles in the forecast; its volume is taken as certain."
            )
        if queue.confidence is None and uncertain:
            notes.append(
                f"queues: {queue.id} has an uncertain forecast but no confidence, so the "
                "forecast's volume is planned for."
            )
    return tuple(notes)


def check_handling_times(
    queues: tuple[Queue, ...], forecast: pl.DataFrame, source: SpecSource, log: FaultLog
) -> None:
    """A queue that contacts are transferred to needs a handling time somewhere."""
    known = frozenset(forecast.filter(pl.col("aht_s") > 0)["queue"].unique())
    for k, queue in enumerate(queues):
        for j, transfer in enumerate(queue.transfers):
            if transfer.to not in known:
                message = (
                    "has no handling time in the forecast; give it rows with aht_s there "
                    "(their volume may be 0)"
                )
                path: Path = ("queues", k, "transfers", j, "to")
                source.fault(log, path, message, transfer.to)


def check_quantiles(
    queues: tuple[Queue, ...], forecast: pl.DataFrame, source: SpecSource, log: FaultLog
) -> None:
    """The confidence must lie among the quantiles that the forecast gives."""
    columns = quantile_columns(forecast.columns)
    if not columns:
        return
    given = forecast.drop_nulls([name for name, _ in columns])
    with_quantiles = frozenset(given["queue"].unique())
    least, most = columns[0][1], columns[-1][1]
    for k, queue in enumerate(queues):
        sure = queue.confidence
        if sure is not None and queue.id in with_quantiles and not least <= sure <= most:
            message = f"must lie between {least:g} and {most:g}, the forecast's quantiles"
            source.fault(log, ("queues", k, "confidence"), message, sure)


def _all_ids(source: SpecSource) -> frozenset[str]:
    """Return the ids of all queues that the file names, those with faults included."""
    items = source.raw.get("queues")
    tables = items if isinstance(items, list) else []
    ids = (item.get("id") for item in tables if isinstance(item, dict))
    return frozenset(name for name in ids if isinstance(name, str))


def _check_transfers(
    spec: ScenarioSpec, source: SpecSource, ids: frozenset[str], log: FaultLog
) -> None:
    clean = True
    for k, queue in enumerate(spec.queues):
        seen: set[str] = set()
        for j, transfer in enumerate(queue.transfers):
            path: Path = ("queues", k, "transfers", j, "to")
            if transfer.to not in ids:
                source.fault(log, path, f"unknown queue; {one_of(transfer.to, ids)}", transfer.to)
                clean = False
            elif transfer.to in seen:
                source.fault(log, path, "the queue stands twice; add up the shares", transfer.to)
                clean = False
            seen.add(transfer.to)
        total = sum((Fraction(repr(t.share)) for t in queue.transfers), Fraction(0))
        if total > 1:
            message = "the shares add up to more than 1: a contact is transferred once at a time"
            source.fault(log, ("queues", k, "transfers"), message, f"{float(total):g}")
            clean = False
    if clean:
        _check_loops(spec, source, log)


def _check_loops(spec: ScenarioSpec, source: SpecSource, log: FaultLog) -> None:
    """Contacts must be able to leave: a loop that passes all of them on never ends.

    With shares of at most 1 in all, a loop's gain reaches 1 exactly where none of its queues
    lets any contact go, to the outside, a partner or a queue beyond the loop.
    """
    by_id = {queue.id: queue for queue in spec.queues}
    ending = {queue.id for queue in spec.queues if _lets_go(queue)}
    more = True
    while more:
        passing = {
            queue.id
            for queue in spec.queues
            if queue.id not in ending
            and any(t.to in ending or t.to not in by_id for t in queue.transfers)
        }
        ending |= passing
        more = bool(passing)
    for k, queue in enumerate(spec.queues):
        if queue.id not in ending:
            loop = [queue.id]
            while loop.count(loop[-1]) == 1:
                loop.append(by_id[loop[-1]].transfers[0].to)
            message = "contacts never leave this loop: its shares must multiply to less than 1"
            source.fault(log, ("queues", k, "transfers"), message, " -> ".join(loop))
            return


def _lets_go(queue: QueueSpec) -> bool:
    total = sum((Fraction(repr(t.share)) for t in queue.transfers), Fraction(0))
    return total < 1 or queue.outsourced > 0


def _check_shrinkage(
    spec: ScenarioSpec, source: SpecSource, ids: frozenset[str], log: FaultLog
) -> None:
    shrinkage = spec.shrinkage
    if shrinkage.unplanned is not None and shrinkage.causes:
        message = "give the total or its causes, not both"
        source.fault(log, ("shrinkage", "unplanned"), message, shrinkage.unplanned)
    if shrinkage.unplanned is None and not shrinkage.causes:
        message = "is empty: give unplanned, the total, or [[shrinkage.causes]]"
        source.fault(log, ("shrinkage",), message)
    own = {queue.id for queue in spec.queues if queue.shrinkage is not None}
    for k, cause in enumerate(shrinkage.causes):
        for j, name in enumerate(cause.queues or ()):
            path: Path = ("shrinkage", "causes", k, "queues", j)
            if name not in ids:
                source.fault(log, path, f"unknown queue; {one_of(name, ids)}", name)
            elif name in own:
                message = "has a shrinkage of its own, beside which causes do not count"
                source.fault(log, path, message, name)


def _check_method(queue: QueueSpec, path: Path, source: SpecSource, log: FaultLog) -> None:
    if queue.target_over == "interval":
        return
    if queue.service_level is None:
        message = "needs service_level and within_s, the target that it is about"
        source.fault(log, (*path, "target_over"), message, queue.target_over)
    if queue.method != "interval":
        message = (
            'needs method = "interval": the carried backlog is planned for targets that hold in '
            "every interval"
        )
        source.fault(log, (*path, "target_over"), message, queue.target_over)
