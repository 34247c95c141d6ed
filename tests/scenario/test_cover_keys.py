"""The worth of coverage and bought cover in scenario.toml and bought_cover.csv; their faults."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from staffwright.scheduler.errors import ScenarioError
from staffwright.scheduler.scenario import load_scenario, read_bought
from staffwright.scheduler.scenario.bought_types import CoverPool, PoolWindow
from staffwright.scheduler.scenario.types import UnderStep

LAST = 71
"""Lines of the scenario before what `pool` adds."""
POOL = """\
[[bought_cover]]
id = "partner"
queues = ["technical", "billing"]
agents = 6
hour_price = 31.5
block_minutes = 240
notice_hours = 24

[[bought_cover.windows]]
days = ["mon", "sun"]
window = "22:00-06:00"
agents = 2

[[bought_cover.windows]]
"""
VALUED = 'value = "service_level"\n'


def keys(text: str) -> Any:
    """Put keys behind the id of the first queue (line 15, so that they begin on line 16)."""
    return {"scenario.toml": lambda t: t.replace('id = "billing"\n', f'id = "billing"\n{text}\n')}


def valued(text: str) -> Any:
    """Value the first queue by its service level; its over_price (line 20) is replaced."""
    return {"scenario.toml": lambda t: t.replace("over_price = 4\n", VALUED + text, 1)}


def pool(old: str = "", new: str = "") -> Any:
    """Add the pool, with a piece of its text replaced."""
    return {"scenario.toml": lambda t: t + POOL.replace(old, new)}


def test_rising_prices_of_missing_agents_arrive(write_scenario: Any) -> None:
    text = "under_steps = [{ missing = 2, price = 60 }, { missing = 4, price = 90.5 }]"
    billing, technical = load_scenario(write_scenario(keys(text))).queues
    assert billing.under_steps == (UnderStep(2, Decimal(60)), UnderStep(4, Decimal("90.5")))
    assert technical.under_steps == ()


def test_the_value_by_service_level_arrives(write_scenario: Any) -> None:
    text = 'target_over = "week"\nlate_price = 2.25\n'
    billing, technical = load_scenario(write_scenario(valued(text))).queues
    assert (billing.value, billing.late_price) == ("service_level", Decimal("2.25"))
    assert (technical.value, technical.late_price) == ("requirement", None)


def test_a_pool_arrives_with_its_windows(write_scenario: Any) -> None:
    scenario = load_scenario(write_scenario(pool()))
    night = PoolWindow(frozenset({0, 6}), 1320, 360, 2)
    always = PoolWindow(frozenset(range(7)), 0, 1440, 6)
    assert scenario.bought_cover == (
        CoverPool("partner", ("billing", "technical"), (night, always), 240, Decimal("31.5"), 1440),
    )


@pytest.mark.parametrize(
    ("text", "line", "value", "words"),
    [
        ("under_steps = [{ missing = 1, price = 60 }]", 16, "1", "at least 2"),
        ("under_steps = [{ missing = 2, price = 44 }]", 16, "44", "price of the agents before, 45"),
        (
            "under_steps = [{ missing = 3, price = 60 },\n{ missing = 3, price = 70 }]",
            17, "3", "above that of the step before, 3",
        ),
        (
            "under_steps = [{ missing = 3, price = 60 },\n{ missing = 4, price = 50 }]",
            17, "50", "price of the agents before, 60",
        ),
        ("under_steps = [{ missing = 3 }]", 16, None, "is missing"),
        ("late_price = 2", 16, "2", 'needs value = "service_level"'),
        ("late_price = 1001", 16, "1001", "at most 1000"),
        ('value = "calls"', 16, "calls", "'requirement' or 'service_level'"),
    ],
)  # fmt: skip
def test_faults_of_prices_of_a_queue_are_located(
    assert_fault: Any, text: str, line: int, value: str | None, words: str
) -> None:
    assert_fault(keys(text), "scenario.toml", line, value, words)


@pytest.mark.parametrize(
    ("text", "line", "value", "words"),
    [
        ("", 20, "service_level", 'needs target_over = "day" or "week"'),
        ('target_over = "day"\nover_price = 4\n', 22, "4", "has no place"),
        ('target_over = "day"\nconfidence = 0.9\n', 22, "0.9", "has no place"),
        (
            'target_over = "day"\nunder_steps = [{ missing = 2, price = 60 }]\n',
            22, None, "have no place",
        ),
    ],
)  # fmt: skip
def test_what_does_not_go_with_a_value_by_service_level_is_located(
    assert_fault: Any, text: str, line: int, value: str | None, words: str
) -> None:
    assert_fault(valued(text), "scenario.toml", line, value, words)


@pytest.mark.parametrize(
    ("old", "new", "line", "value", "words"),
    [
        ('id = "partner"', "", 1, None, "is missing"),
        ('"technical"', '"technicl"', 3, "technicl", "unknown queue; did you mean"),
        ('"technical"', '"billing"', 3, "billing", "the queue stands twice"),
        ("agents = 6", "agents = 0", 4, "0", "at least 1"),
        ("agents = 6", "", 1, None, "is missing"),
        ("31.5", "-1", 5, "-1", "at least 0"),
        ("31.5", "0.123456789", 5, "0.123456789", "at most 8 decimals"),
        ("240", "250", 6, "250", "on an interval of 30 minutes"),
        ("240", "510", 11, "22:00-06:00", "shorter than the shortest block, 510 minutes"),
        ("24\n", "-1\n", 7, "-1", "at least 0"),
        ("22:00-06:00", "22:10-06:00", 11, "22:10-06:00", "on an interval of 30 minutes"),
        ("22:00-06:00", "22:00", 11, "22:00", "HH:MM-HH:MM"),
        ('"mon", "sun"', "", 10, None, "must not be empty"),
        ("agents = 2", "people = 2", 12, "2", "unknown key"),
    ],
)
def test_faults_of_a_pool_are_located(
    assert_fault: Any, old: str, new: str, line: int, value: str | None, words: str
) -> None:
    assert_fault(pool(old, new), "scenario.toml", LAST + line, value, words)


def test_two_pools_of_one_name_are_a_fault(assert_fault: Any) -> None:
    twice = {"scenario.toml": lambda t: t + POOL + POOL}
    assert_fault(twice, "scenario.toml", LAST + 16, "partner", "the id stands twice")


HEAD = "pool,block,queue,start,end,agents,hour_price,amount\n"
ROW = "partner,1,billing,2026-03-23T08:00:00+01:00,2026-03-23T12:00:00+01:00,2,31.50,252.00\n"


def bought(text: str, folder: Path, write_scenario: Any) -> Any:
    """Read a bought_cover.csv."""
    file = folder / "bought_cover.csv"
    file.write_text(HEAD + text, encoding="utf-8")
    return read_bought(file, load_scenario(write_scenario(pool())))


def test_rows_of_one_block_are_read_as_its_parts(tmp_path: Path, write_scenario: Any) -> None:
    other = ROW.replace("billing", "technical").replace("T12", "T14").replace("T08", "T12")
    (block,) = bought(ROW + other, tmp_path, write_scenario)
    assert (block.pool, block.agents) == ("partner", 2)
    assert [span.queue for span in block.spans] == ["billing", "technical"]
    assert (block.end - block.start).total_seconds() == 6 * 3600


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "words"),
    [
        ("partner", "patner", 2, "pool", "did you mean 'partner'"),
        ("billing", "biling", 2, "queue", "did you mean 'billing'"),
        ("T12:00", "T07:00", 2, "end", "after the start"),
        ("T12:00", "T12:10", 2, "end", "planning step of 30 minutes"),
        (",2,31", ",0,31", 2, "agents", "at least 1"),
        (",2,31", ",,31", 2, "agents", "empty"),
        ("2026-03-23T08:00:00+01:00", "soon", 2, "start", ""),
    ],
)
def test_faults_of_what_was_bought_are_located(
    tmp_path: Path,
    write_scenario: Any,
    old: str,
    new: str,
    line: int,
    column: str,
    words: str,
) -> None:
    with pytest.raises(ScenarioError) as raised:
        bought(ROW.replace(old, new, 1), tmp_path, write_scenario)
    (fault,) = raised.value.faults
    assert (fault.file, fault.line, fault.column) == ("bought_cover.csv", line, column)
    assert words in fault.message


def test_parts_of_a_block_with_different_agents_are_a_fault(
    tmp_path: Path, write_scenario: Any
) -> None:
    other = ROW.replace("T12", "T14").replace("T08", "T12").replace(",2,31", ",3,31")
    with pytest.raises(ScenarioError, match="differ in their agents"):
        bought(ROW + other, tmp_path, write_scenario)
