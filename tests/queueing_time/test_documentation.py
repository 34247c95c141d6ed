"""The examples of docs/time_varying.md run and hold."""

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "time_varying.md"
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_an_example_of_the_page_holds(number):
    exec(EXAMPLES[number], {})  # noqa: S102


def test_the_page_has_examples():
    assert len(EXAMPLES) == 2
