"""Names in a forecast file and the queues that they mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from .left_out import left_out
from .tables import Table


@dataclass(frozen=True)
class ForecastNames:
    """What `[forecast]` of a scenario says.

    Attributes
    ----------
    queues : mapping
        Queue by name in the file.
    known : frozenset of str or None
        Ids of the scenario's queues.
    others_ignored : bool
        Whether rows of other queues are left out instead of being faults.
    """

    queues: Mapping[str, str] = field(default_factory=dict)
    known: frozenset[str] | None = None
    others_ignored: bool = False

    def queue_of(self, *names: str) -> str:
        """Return the queue of the first name that means one, else the last name itself."""
        return next((self.queues[name] for name in names if name in self.queues), names[-1])


def renamed_queues(table: Table, names: ForecastNames) -> Table:
    """Give rows the queue that their names mean, and leave out those of other queues if asked."""
    if not table.has("queue"):
        return table
    if names.queues:
        queue = table.text("queue")
        meant = {name: names.queue_of(name) for name in queue.drop_nulls().unique()}
        frame = table.frame.with_columns(queue.replace(meant).alias("queue"))
        table = replace(table, frame=frame)
    if not names.others_ignored or names.known is None:
        return table
    other = ~table.text("queue").is_in(list(names.known)).fill_null(True)
    return without_rows(table, other, "of queues that the scenario does not have")


def without_rows(table: Table, unwanted: pl.Series, which: str) -> Table:
    """Return a table without some rows, and a note on how many they are."""
    count = int(unwanted.sum())
    if not count:
        return table
    return replace(
        table,
        frame=table.frame.filter(~unwanted),
        lines=table.lines[~unwanted.to_numpy()],
        notes=(*table.notes, left_out(table.file, count, ("row", "rows"), which)),
    )
