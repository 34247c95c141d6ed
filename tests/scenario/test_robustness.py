"""Whatever the files hold, the reader gives a scenario or located faults."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from staffwright.scheduler.errors import ScenarioError
from staffwright.scheduler.scenario import find_faults, load_scenario, scenario_from_files

NASTY = (
    "", " ", ",", ";", '"', '""', "'", "\n", "\r", "\0", "\ufeff", "NaN", "-inf", "1e999", "-1",
    "0", "1e-320", "99999999999999999999", "24:00", "25:00", "2026-03-29 02:30", "9999-12-31",
    "0001-01-01T00:00+14:00", "2026-03-29T02:30:00+25:99", "true", "[", "]", "{", "}", "=", "#",
    '"""', "é", "\U0001f600", "|", ":", "..", "/", "\\", "=cmd()", "x" * 300, "٣", "²",
)  # fmt: skip


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with TemporaryDirectory() as name:
        yield Path(name)


def load(folder: Path, files: Mapping[str, bytes]) -> None:
    """Load a scenario; a fault must be in one of the files and have a message."""
    for name, data in files.items():
        (folder / name).write_bytes(data)
    faults = find_faults(folder)
    for fault in faults:
        assert fault.file in files
        assert fault.message
        assert fault.line is None or fault.line >= 1
    if faults:
        with pytest.raises(ScenarioError):
            load_scenario(folder)
    else:
        assert load_scenario(folder).grid.n_intervals > 0


@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**32), edits=st.integers(1, 4))
def test_changed_cells_give_a_scenario_or_faults(
    seed: int, edits: int, folder: Path, base_files: Mapping[str, str]
) -> None:
    """Cells of any file are replaced by awkward ones."""
    rng = random.Random(seed)
    files = dict(base_files)
    for _ in range(edits):
        name = rng.choice(list(files))
        lines = files[name].split("\n")
        k = rng.randrange(len(lines))
        separator = "=" if name.endswith(".toml") else ","
        cells = lines[k].split(separator)
        cells[rng.randrange(len(cells))] = rng.choice(NASTY)
        lines[k] = separator.join(cells)
        files[name] = "\n".join(lines)
    load(folder, {name: text.encode() for name, text in files.items()})


@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**32), edits=st.integers(1, 6))
def test_changed_bytes_give_a_scenario_or_faults(
    seed: int, edits: int, folder: Path, base_files: Mapping[str, str]
) -> None:
    """Bytes are overwritten, taken out, doubled; lines are swapped; files are cut."""
    rng = random.Random(seed)
    files = {name: bytearray(text.encode()) for name, text in base_files.items()}
    for _ in range(edits):
        data = files[rng.choice(list(files))]
        if not data:
            continue
        at = rng.randrange(len(data))
        match rng.randrange(4):
            case 0:
                data[at] = rng.randrange(256)
            case 1:
                del data[at : at + rng.randrange(1, 8)]
            case 2:
                data[at:at] = data[at : at + rng.randrange(1, 20)]
            case _:
                del data[at:]
    load(folder, {name: bytes(data) for name, data in files.items()})


@settings(max_examples=30, deadline=None, derandomize=True)
@given(
    forecast=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)),
    rows=st.lists(st.lists(st.sampled_from(NASTY), min_size=3, max_size=3), max_size=4),
    with_header=st.booleans(),
)
def test_any_bare_forecast_gives_a_scenario_or_faults(
    forecast: bytes, rows: list[list[str]], with_header: bool
) -> None:
    if with_header:
        table = [["interval_start", "volume", "aht_s"], ["2026-03-23 08:00", "1", "240"], *rows]
        forecast = "\n".join(",".join(row) for row in table).encode()
    with TemporaryDirectory() as name:
        path = Path(name) / "f.csv"
        path.write_bytes(forecast)
        with suppress(ScenarioError):
            assert scenario_from_files(path).grid.n_intervals > 0
