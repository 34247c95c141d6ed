"""Every statute that a preset cites has a worked case, and the case says which statute it is."""

from __future__ import annotations

import pytest
from staffwright.scheduler.presets import PREMIUM_PRESETS, RULE_PRESETS, Source, load_preset

from . import test_de, test_de_3b, test_eu, test_us_ca, test_us_flsa

NAMES = RULE_PRESETS + PREMIUM_PRESETS
MODULES = {
    "eu": test_eu,
    "de": test_de,
    "us-flsa": test_us_flsa,
    "us-ca": test_us_ca,
    "de-3b": test_de_3b,
}


def cases(preset: str) -> dict[str, list[str]]:
    """Return the docstrings of the worked cases of a preset by the value they are of."""
    found: dict[str, list[str]] = {}
    for name, test in vars(MODULES[preset]).items():
        if name.startswith("test_") and hasattr(test, "statute"):
            of, key = test.statute
            assert of == preset, name
            found.setdefault(key, []).append(" ".join((test.__doc__ or "").split()))
    return found


def is_cited(source: Source, text: str) -> bool:
    """Say whether a text names the law and every paragraph of a source."""
    return all(
        part in text for both in (source.title, source.paragraph) for part in both.split("; ")
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_source_has_a_worked_case_and_every_case_a_source(name: str) -> None:
    assert set(cases(name)) == set(load_preset(name).sources)


@pytest.mark.parametrize("name", NAMES)
def test_a_worked_case_names_its_statute(name: str) -> None:
    for key, source in load_preset(name).sources.items():
        text = " ".join(cases(name)[key])
        assert is_cited(source, text), f"{key}: {source.title} {source.paragraph}"


def test_a_case_of_another_paragraph_would_be_noticed() -> None:
    source = Source("ArbZG", "§ 5 Abs. 1", "Eleven hours of rest.")
    assert is_cited(source, "ArbZG § 5 Abs. 1: eleven hours.")
    assert not is_cited(source, "ArbZG § 4 Satz 1: eleven hours.")
