"""What a plan is made on beside what was given: defaults in a few lines, then notes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .scenario.types import Scenario
from .summary import sentence_lines

_GROUPS = (
    ("site", "horizon", "queues", "shrinkage"),
    ("agents", "contracts", "shifts", "rules"),
    ("pay", "objective", "holidays"),
)
"""Sections of a scenario whose defaults stand together."""

_SHORTER = (
    (re.compile(r"^(\w+): none (?:is|are) given, so "), r"\1: "),
    (re.compile(r"^\w+: no ([\w ]+?) (?:is|are) given, so "), r"\1: "),
    (re.compile(r"^queues: (.+ without \w+), so "), r"\1: "),
    (re.compile(r"^horizon: the interval is the forecast's step, "), "interval: "),
)
"""The defaults' sentences without the words that every line would repeat."""


def sentences(scenario: Scenario) -> list[str]:
    """Return every default and every note, a sentence each, wrapped for a terminal."""
    return [
        *sentence_lines("default", _defaults(scenario)),
        *sentence_lines("note", scenario.notes),
    ]


def assumptions(scenario: Scenario) -> list[str]:
    """Return the defaults, those of related sections in one paragraph, and then the notes."""
    grouped: list[list[str]] = [[] for _ in range(len(_GROUPS) + 1)]
    for sentence in _defaults(scenario):
        section = sentence.partition(":")[0]
        group = next((k for k, names in enumerate(_GROUPS) if section in names), len(_GROUPS))
        grouped[group].append(_shorter(sentence))
    paragraphs = [f"{'; '.join(group)}." for group in grouped if group]
    return [*sentence_lines("default", paragraphs), *sentence_lines("note", scenario.notes)]


def _defaults(scenario: Scenario) -> Sequence[str]:
    notes = set(scenario.notes)
    return [sentence for sentence in scenario.defaults_used if sentence not in notes]


def _shorter(sentence: str) -> str:
    """Return a default as ``what: value``, without the full stop."""
    for pattern, text in _SHORTER:
        sentence = pattern.sub(text, sentence)
    return sentence.removesuffix(".")
