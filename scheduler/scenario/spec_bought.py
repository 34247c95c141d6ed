"""What `[[bought_cover]]` may hold: agents of an outsourcer or an on-call pool, by the block."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .spec_fields import HourPrice, Id, Section, Weekday, Window

_Agents = Annotated[int, Field(ge=1, le=1000)]
_EVERY_DAY: list[Weekday] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class PoolWindowSpec(Section):
    """When a pool offers agents; where windows of a pool overlap their agents add up."""

    days: list[Weekday] = Field(
        default=_EVERY_DAY, min_length=1, description="Weekdays on which the window begins."
    )
    window: Window = Field(
        default="00:00-24:00", description="Clock window HH:MM-HH:MM inside which blocks lie."
    )
    agents: _Agents | None = Field(
        default=None, description="Most agents at once; without it those of the pool."
    )


class BoughtCoverSpec(Section):
    """An outsourcer or on-call pool whose agents are bought beside the own ones."""

    id: Id = Field(description="Name of the pool.")
    queues: list[Id] = Field(min_length=1, max_length=200, description="Queues its agents serve.")
    agents: _Agents = Field(description="Most agents at once.")
    hour_price: HourPrice = Field(description="Price of an agent-hour.")
    block_minutes: int = Field(
        ge=5, le=1440, description="Shortest block, 5 to 1440 minutes; longer ones are allowed."
    )
    notice_hours: int = Field(
        default=0,
        ge=0,
        le=1000,
        description="A repair changes nothing that begins within so many hours.",
    )
    windows: list[PoolWindowSpec] = Field(
        default=[PoolWindowSpec()],
        min_length=1,
        max_length=50,
        description="When it offers agents; without any around the clock.",
    )
