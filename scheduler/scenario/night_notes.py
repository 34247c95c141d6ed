"""Notes on windows that are called night and hold most of the day: likely the wrong way round."""

from __future__ import annotations

from collections.abc import Iterator

from .build_values import window
from .spec import ScenarioSpec

LONGEST_MINUTES = 12 * 60
"""A night window longer than that gets a note."""


def night_notes(spec: ScenarioSpec) -> tuple[str, ...]:
    """Return a note for each window of night hours that is longer than `LONGEST_MINUTES`."""
    notes = []
    for place, text in _night_windows(spec):
        start, end = window(text)
        hours = (end - start) % 1440 / 60
        if hours * 60 > LONGEST_MINUTES:
            first, _, last = (part.strip() for part in text.partition("-"))
            notes.append(
                f'{place} = "{text}" makes {hours:g} hours of night, more than half of the day; '
                f'the other way round it is "{last}-{first}".'
            )
    return tuple(notes)


def _night_windows(spec: ScenarioSpec) -> Iterator[tuple[str, str]]:
    """Yield the key and the text of each window that is meant to be night."""
    yield "rules: night_window", spec.rules.night_window
    for premium in spec.pay.premiums:
        if "night" in premium.id.casefold():
            for key, text in (
                ("window", premium.window),
                ("began_window", premium.began_window),
            ):
                if text is not None:
                    yield f"pay: premium {premium.id}: {key}", text
