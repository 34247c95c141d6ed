"""The bundled tables are what the generator writes, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest
from staffwright import instances
from staffwright.instances.generate import generate


@pytest.fixture(scope="module")
def regenerated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("instances")
    generate(folder)
    return folder


@pytest.mark.parametrize("name", instances.NAMES)
def test_the_generator_writes_the_stored_bytes(name: str, regenerated: Path) -> None:
    """The seeds are fixed: no table differs, none is missing, none is left over."""
    stored = {p.name: p.read_bytes() for p in instances.path(name).glob("*.csv")}
    fresh = {p.name: p.read_bytes() for p in (regenerated / name).iterdir()}
    assert fresh.keys() == stored.keys()
    for file, content in fresh.items():
        assert content == stored[file], file


def test_an_unknown_scenario_is_refused_by_name() -> None:
    """The message quotes the name and lists those there are."""
    with pytest.raises(ValueError, match="'harbor_line': there are corner_shop, harbour_line"):
        instances.path("harbor_line")
