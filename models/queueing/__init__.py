"""Queueing models of a contact centre: Erlang B, C and A, and the agents they call for."""

from ._erlang_b import erlang_b
from ._erlang_c import erlang_c
from .inverse import TARGETS, required_agents, required_by_target
from .measures import (
    abandonment,
    expected_queue,
    mean_wait,
    occupancy,
    service_level,
)

__all__ = [
    "TARGETS",
    "abandonment",
    "erlang_b",
    "erlang_c",
    "expected_queue",
    "mean_wait",
    "occupancy",
    "required_agents",
    "required_by_target",
    "service_level",
]
