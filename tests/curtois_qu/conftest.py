"""The benchmark's modules and the small instance on the path."""

import sys
from pathlib import Path

import pytest

for folder in (Path(__file__).parent, Path(__file__).parents[2] / "benchmarks"):
    sys.path.insert(0, str(folder))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return the file of the small instance."""
    from small_instance import small_text

    path = tmp_path / "Small1.txt"
    path.write_text(small_text(), encoding="utf-8")
    return path
