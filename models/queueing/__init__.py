"""Queueing models of a contact centre: Erlang B, C and A, and the agents they call for."""

from ._erlang_b import erlang_b
from ._erlang_c import erlang_c
from .capacity import carried_load
from .day_target import MarginalValues, marginal_values, required_for_day
from .inverse import TARGETS, required_agents, required_by_target
from .measures import (
    abandonment,
    expected_queue,
    mean_wait,
    occupancy,
    service_level,
)
from .offered_load import OfferedLoad, modified_offered_load
from .time_varying import QueuePath, queue_over_time, required_over_time

__all__ = [
    "TARGETS",
    "MarginalValues",
    "OfferedLoad",
    "QueuePath",
    "abandonment",
    "carried_load",
    "erlang_b",
    "erlang_c",
    "expected_queue",
    "marginal_values",
    "mean_wait",
    "modified_offered_load",
    "occupancy",
    "queue_over_time",
    "required_agents",
    "required_by_target",
    "required_for_day",
    "required_over_time",
    "service_level",
]
