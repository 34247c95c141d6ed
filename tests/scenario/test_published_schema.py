"""The published JSON Schemas: of scenario.toml, and of the documents of a plan."""

from __future__ import annotations

import json
import tomllib
from datetime import date, time
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pydantic import ValidationError
from staffwright.instances import NAMES
from staffwright.instances import path as instance
from staffwright.scheduler.export import SCHEMAS, published_schema
from staffwright.scheduler.presets import PREMIUM_PRESETS, RULE_PRESETS
from staffwright.scheduler.scenario.defaults import fill_defaults
from staffwright.scheduler.scenario.preset_values import fill_presets
from staffwright.scheduler.scenario.spec import ScenarioSpec

from .conftest import BASE
from .test_malformed_toml import CASES
from .test_pay_keys import FAULTS as PAY_FAULTS
from .test_pay_keys import pay
from .test_rule_keys import CONTRACT_FAULTS, own, rules
from .test_rule_keys import FAULTS as RULE_FAULTS

DOCS = Path(__file__).parents[2] / "docs"
TOML = "scenario.toml"
BEYOND_A_SCHEMA = {"decimal_max_places", "finite_number", "value_error"}
"""What a schema cannot say: decimals of binary numbers, NaN, and keys against each other."""


def validator(name: str) -> jsonschema.Draft202012Validator:
    checks = jsonschema.FormatChecker()
    return jsonschema.Draft202012Validator(published_schema(name), format_checker=checks)


SCENARIO = validator("scenario")


def as_json(value: Any) -> Any:
    """Return what TOML holds as JSON has it: dates and clock times are text."""
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return value.isoformat() if isinstance(value, date) else value


def is_valid(raw: dict[str, Any]) -> bool:
    return bool(SCENARIO.is_valid(as_json(raw)))


def kinds_of_error(raw: dict[str, Any]) -> set[str]:
    """Return what the reader finds wrong with single values."""
    filled = fill_defaults(fill_presets(raw)[0], with_agents=True)[0]
    try:
        ScenarioSpec.model_validate(filled)
    except ValidationError as error:
        return {detail["type"] for detail in error.errors()}
    return set()


def malformed() -> list[Any]:
    """Return every malformed scenario.toml of the tests that is TOML."""
    edits = [(str(case.id), case.values[1]) for case in CASES]
    edits += [(f"rules {fault[0]}", rules(f"[rules]\n{fault[0]}\n")[TOML]) for fault in RULE_FAULTS]
    edits += [(f"contract {fault[0]}", own(fault[0])[TOML]) for fault in CONTRACT_FAULTS]
    edits += [(f"pay {fault[0]}", pay(fault[0] + "\n")[TOML]) for fault in PAY_FAULTS]
    found = []
    for name, edit in edits:
        text = edit(BASE[TOML]) if callable(edit) else edit
        try:
            raw = tomllib.loads(text) if isinstance(text, str) else None
        except (tomllib.TOMLDecodeError, RecursionError):
            continue
        if raw is not None:
            found.append(pytest.param(raw, id=name.replace("\n", " ")[:60]))
    return found


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one_and_is_published_as_it_is(name: str) -> None:
    """`staffwright schema NAME --out docs/schema/NAME.schema.json` writes it anew."""
    schema = published_schema(name)
    jsonschema.Draft202012Validator.check_schema(schema)
    published = (DOCS / "schema" / f"{name}.schema.json").read_text(encoding="utf-8")
    assert json.loads(published) == json.loads(json.dumps(schema))


@pytest.mark.parametrize("name", NAMES)
def test_bundled_scenarios_are_valid(name: str) -> None:
    raw = tomllib.loads((instance(name) / TOML).read_text(encoding="utf-8"))
    assert [error.message for error in SCENARIO.iter_errors(as_json(raw))] == []


def test_the_scenario_of_the_documentation_and_that_of_the_tests_are_valid() -> None:
    text = (DOCS / "formats.md").read_text(encoding="utf-8")
    (block,) = [b.split("```")[0] for b in text.split("```toml\n")[1:] if "[site]" in b]
    assert is_valid(tomllib.loads(block))
    assert is_valid(tomllib.loads(BASE[TOML]))


@pytest.mark.parametrize("preset", [*RULE_PRESETS, *PREMIUM_PRESETS])
def test_a_scenario_with_a_preset_written_out_is_valid(preset: str) -> None:
    raw = tomllib.loads(BASE[TOML])
    if preset in RULE_PRESETS:
        raw["rules"] = {"preset": preset}
    else:
        raw["pay"] = {"premium_preset": preset}
    assert is_valid(fill_presets(raw)[0])


def test_there_are_many_malformed_scenarios() -> None:
    assert len(malformed()) > 100


@pytest.mark.parametrize("raw", malformed())
def test_the_schema_refuses_what_the_reader_refuses_of_single_values(raw: dict[str, Any]) -> None:
    """And nothing else: what is wrong only together is left to `staffwright check`."""
    kinds = kinds_of_error(raw)
    if not kinds:
        assert is_valid(raw)
    elif kinds - BEYOND_A_SCHEMA:
        assert not is_valid(raw), kinds


@pytest.mark.parametrize("name", ["Störung", "Zürich 2", "日本", "a", "A-1/b & c.+"])
def test_ids_in_other_alphabets_are_valid_in_every_editor(name: str) -> None:
    """The published pattern does not hang on what a validator takes for a letter."""
    raw = tomllib.loads(BASE[TOML].replace('"technical"', f'"{name}"'))
    assert is_valid(raw)
    assert kinds_of_error(raw) == set()
    pattern = published_schema("scenario")["$defs"]["QueueSpec"]["properties"]["id"]["pattern"]
    assert "\\w" not in pattern


@pytest.mark.parametrize("name", ["", "=x", "a\nb", " a", "a ", "-", "<b>", "x" * 65, "a'b", "a,b"])
def test_ids_that_the_reader_refuses_are_invalid(name: str) -> None:
    raw = tomllib.loads(BASE[TOML])
    raw["queues"][1]["id"] = name
    assert kinds_of_error(raw)
    assert not is_valid(raw)
