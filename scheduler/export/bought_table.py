"""bought_cover.csv: what a plan buys from pools, a row per block and queue."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import polars as pl

from ..payroll import minor_unit_exponent
from ..scenario.bought_types import BoughtBlock
from ..scenario.types import Scenario
from .tables import decimals, rfc3339

_PLACES = 6


def bought_table(scenario: Scenario, bought: Sequence[BoughtBlock]) -> pl.DataFrame:
    """Return what is bought, a row per block and queue, by pool and time.

    Columns ``pool, block, queue, start, end, agents, hour_price, amount``. Rows with the same
    `block` are the parts of one block on different queues; `queue` is null where none is served.
    Amounts are exact to six decimals.
    """
    zone = ZoneInfo(scenario.zone)
    price = {pool.id: pool.hour_price for pool in scenario.bought_cover}
    rows, amounts = [], []
    for number, block in enumerate(bought, start=1):
        for span in block.spans:
            hours = Fraction(int((span.end - span.start).total_seconds()), 3600)
            exact = Fraction(price[block.pool]) * hours * block.agents
            amounts.append(Decimal(round(exact * 10**_PLACES)).scaleb(-_PLACES))
            rows.append(
                (
                    block.pool,
                    number,
                    span.queue,
                    rfc3339(span.start, zone),
                    rfc3339(span.end, zone),
                    block.agents,
                )
            )
    schema = {
        "pool": pl.String,
        "block": pl.Int64,
        "queue": pl.String,
        "start": pl.String,
        "end": pl.String,
        "agents": pl.Int64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        hour_price=decimals([price[pool] for pool, *_ in rows], 2),
        amount=decimals(amounts, minor_unit_exponent(scenario.currency)),
    )
