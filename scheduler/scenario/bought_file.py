"""Reads bought_cover.csv of a plan folder, also after somebody edited it."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from pathlib import Path

from ..errors import ScenarioError
from .bought_types import BoughtBlock, ServedSpan
from .cells import instants, names, utc_values, whole_numbers
from .faults import FaultLog
from .schedule_files import BOUGHT, source_beside
from .tables import Columns, Table, read_table
from .types import Scenario

COLUMNS = Columns(("pool", "start", "end", "agents"), ("block", "queue", "hour_price", "amount"))
_MOST_AGENTS = 1000


def read_bought(path: str | Path, scenario: Scenario) -> tuple[BoughtBlock, ...]:
    """Read what was bought; prices and amounts are computed anew and not read.

    Rows with the same pool and block are parts of one block; without the column ``block``
    each row is a block of its own.

    Parameters
    ----------
    path : path
        A ``.csv``, ``.parquet`` or ``.xlsx`` file with the columns of bought_cover.csv, or a
        roster.json.
    scenario : Scenario
        What it was bought for.

    Returns
    -------
    tuple of BoughtBlock
        In the order of the file.

    Raises
    ------
    ScenarioError
        With every fault found.
    """
    log = FaultLog()
    source = source_beside(Path(path), BOUGHT, log)
    table = None if source is None else read_table(source, COLUMNS, log)
    blocks = () if table is None else _blocks(table, scenario, log)
    if len(log):
        raise ScenarioError(log.sorted())
    return blocks


def _blocks(table: Table, scenario: Scenario, log: FaultLog) -> tuple[BoughtBlock, ...]:
    pools = {pool.id for pool in scenario.bought_cover}
    queues = {queue.id for queue in scenario.queues}
    pool = names(table, "pool", log, what="pool", allowed=pools).to_list()
    queue = names(table, "queue", log, what="queue", allowed=queues, required=False).to_list()
    start = utc_values(instants(table, "start", scenario.zone, log).first)
    end = utc_values(instants(table, "end", scenario.zone, log).first)
    agents = whole_numbers(table, "agents", log, least=1, most=_MOST_AGENTS).to_list()
    numbers = table.text("block").to_list()
    rows: list[tuple[tuple[str, str], int, ServedSpan]] = []
    for k, name in enumerate(pool):
        begins, ends, count = start[k], end[k], agents[k]
        if name is None or begins is None or ends is None or count is None:
            continue
        _check_span(table, k, begins, ends, scenario, log)
        number = str(numbers[k]) if numbers[k] is not None else f"row {k}"
        rows.append(((name, number), count, ServedSpan(queue[k], begins, ends)))
    found = []
    for key, group in groupby(sorted(rows, key=lambda r: (r[0], r[2].start)), key=lambda r: r[0]):
        parts = list(group)
        found.append(BoughtBlock(key[0], parts[0][1], tuple(span for _, _, span in parts)))
        if len({count for _, count, _ in parts}) > 1:
            message = f"the rows of block {key[1]} of {key[0]} differ in their agents"
            log.add(table.file, message, column="agents")
    return tuple(sorted(found, key=lambda block: (block.pool, block.start, block.end)))


def _check_span(
    table: Table, row: int, start: datetime, end: datetime, scenario: Scenario, log: FaultLog
) -> None:
    if end <= start:
        table.fault(log, row, "end", "must be after the start")
    for column, at in (("start", start), ("end", end)):
        if not scenario.grid.is_aligned(at):
            step = scenario.grid.slot_minutes
            table.fault(log, row, column, f"must lie on the planning step of {step} minutes")
