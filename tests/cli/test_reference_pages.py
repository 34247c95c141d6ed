"""The generated reference pages are up to date, and what they say of columns and fields is so."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import click
import pytest
from staffwright.cli import cli
from staffwright.instances import path as instance
from staffwright.scheduler.export.bought_table import bought_table
from staffwright.scheduler.scenario import json_schema, load_scenario

from .command_line import Run

DOCS = Path(__file__).parents[2] / "docs"
COLUMNS = tomllib.loads((DOCS / "generator" / "columns.toml").read_text(encoding="utf-8"))


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def test_the_reference_pages_are_what_the_code_says() -> None:
    """`make docs` writes them again."""
    done = subprocess.run(
        [sys.executable, str(DOCS / "generate.py"), "--check"], capture_output=True, text=True
    )
    assert done.stdout + done.stderr == ""
    assert done.returncode == 0


def test_every_section_and_key_of_the_schema_is_in_the_reference() -> None:
    text, schema = page("reference_scenario.md"), json_schema()
    for name in schema["properties"]:
        assert re.search(rf"^## \[+{name}\]+$", text, re.MULTILINE), name
    for section in schema["$defs"].values():
        for name in section["properties"]:
            assert f"| `{name}` |" in text, name


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_and_option_is_in_the_reference(name: str) -> None:
    _, _, rest = page("reference_commands.md").partition(f"## staffwright {name}\n")
    own = rest.split("\n## ")[0]
    for parameter in cli.commands[name].params:
        if isinstance(parameter, click.Option):
            assert all(flag in own for flag in parameter.opts), parameter.opts
        else:
            assert isinstance(parameter, click.Argument)
            assert parameter.help in own


def documented_fields(heading: str) -> set[str]:
    """Return the fields of a document of reference_json.md."""
    _, found, rest = page("reference_json.md").partition(f"## {heading}\n")
    assert found, heading
    return set(re.findall(r"^\| `([^`]+)`", rest.split("\n## ")[0], re.MULTILINE))


def fields(value: Any, path: str = "") -> set[str]:
    """Return the fields of a document as paths, those of all elements of a list together."""
    if isinstance(value, dict):
        names = {name: name.replace(".", "_") for name in value}  # of files, in input_hashes
        inner = [fields(value[name], f"{path}.{names[name]}".lstrip(".")) for name in value]
        return {path for path in {path} if path}.union(*inner)
    if isinstance(value, list):
        inner = [fields(item, f"{path}[]") for item in value if isinstance(item, dict)]
        return {path for path in {path} if path}.union(*inner) - {f"{path}[]"}
    return {path}


def unknown(found: set[str], documented: set[str]) -> set[str]:
    """Return the fields that are not documented; what is in a map or a table stands under it."""
    parents = {name: name.rpartition(".")[0].removesuffix("[]") for name in found}
    return {name for name in found - documented if parents[name] not in documented}


@pytest.mark.parametrize(
    ("heading", "arguments"),
    [
        ("staffwright check --json", ["check", "SHOP"]),
        ("staffwright staff --json", ["staff", "SHOP", "--out", "r.csv"]),
        ("staffwright staff --agents N --json", ["staff", "SHOP", "--agents", "3"]),
        (
            "staffwright staff --explain TIME --json",
            ["staff", "SHOP", "--explain", "2026-05-04 09:00"],
        ),
        ("staffwright plan --json, and plan.json", ["plan", "SHOP", "--time-limit", "1"]),
        ("staffwright audit --json", ["audit", "SHOP"]),
        ("staffwright pay --json", ["pay", "SHOP", "--out", "paid"]),
        (
            "staffwright replan --json",
            [*("replan", "SHOP", "SHOP/plan", "--from", "2026-05-05 07:40"), "--time-limit", "1"],
        ),
        ("staffwright rules --json", ["rules", "de"]),
        ("staffwright init --json", ["init", "new_site"]),
        ("staffwright completion --json", ["completion", "bash"]),
        ("Any command that ends with exit code 2 or 70", ["check", "nowhere"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_commands_print_as_json_has_the_fields_documented(
    planned_shop: Path, run_here: Run, heading: str, arguments: list[str]
) -> None:
    done = run_here(*(word.replace("SHOP", str(planned_shop)) for word in arguments), "--json")
    found, documented = fields(json.loads(done.out)), documented_fields(heading)
    assert unknown(found, documented) == set()
    top = {name for name in documented if "." not in name and "[" not in name}
    assert top <= found


def test_the_tables_of_a_repair_and_its_plan_have_the_columns_documented(
    planned_shop: Path, run_here: Run
) -> None:
    repaired, since = planned_shop / "repaired", "2026-05-05 07:40"
    repair = ("replan", planned_shop, planned_shop / "plan", "--from", since, "--absent", "CS1")
    run_here(*repair, "--time-limit", "1", "--out", repaired)
    run_here("staff", planned_shop, "--agents", "3", "--out", repaired / "service.csv")
    for name, columns in COLUMNS["output"].items():
        file = repaired / f"{name}.csv"
        if name != "bought_cover":
            with file.open(encoding="utf-8", newline="") as opened:
                assert next(csv.reader(opened)) == list(columns), name


def test_bought_cover_has_the_columns_documented() -> None:
    table = bought_table(load_scenario(instance("corner_shop")), ())
    assert table.columns == list(COLUMNS["output"]["bought_cover"])
