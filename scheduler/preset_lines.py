"""Presets of rules and pay for a terminal 80 columns wide, and as a JSON document."""

from __future__ import annotations

import json
from textwrap import wrap

from .presets import PREMIUM_PRESETS, RULE_PRESETS, Preset, load_preset
from .scenario.preset_values import shown_value

_COLUMNS = 79


def preset_list_lines() -> list[str]:
    """Return one line for each preset: its name and the law."""
    return [
        f"{name:<10}{load_preset(name).title}"
        + ("" if name in RULE_PRESETS else " (pay.premium_preset)")
        for name in RULE_PRESETS + PREMIUM_PRESETS
    ]


def preset_lines(preset: Preset) -> list[str]:
    """Return each value of a preset with the statute and what it says, then the notes."""
    lines = wrap(f"{preset.name}: {preset.title}", _COLUMNS)
    for key, value in preset_values(preset).items():
        source = preset.sources[key]
        lines += ["", *_value_lines(key, value)]
        lines += _indented(f"{source.title} {source.paragraph}: {source.sentence}")
    if preset.notes:
        lines += ["", "notes"]
        for note in preset.notes:
            lines += _indented(note)
    return lines


def preset_values(preset: Preset) -> dict[str, object]:
    """Return the values of a preset by dotted key, as its sources name them."""
    return {
        **{f"rules.{name}": value for name, value in preset.rules.items()},
        **{f"pay.overtime.{name}": value for name, value in preset.overtime.items()},
        **{
            f"premiums.{item['id']}": {k: v for k, v in item.items() if k != "id"}
            for item in preset.premiums
        },
    }


def preset_json(presets: tuple[Preset, ...]) -> str:
    """Return presets as JSON: name, title, values with their sources, notes."""
    documents = [
        {
            "name": preset.name,
            "title": preset.title,
            "values": [
                {
                    "key": key,
                    "value": value,
                    "title": preset.sources[key].title,
                    "paragraph": preset.sources[key].paragraph,
                    "sentence": preset.sources[key].sentence,
                }
                for key, value in preset_values(preset).items()
            ],
            "notes": list(preset.notes),
        }
        for preset in presets
    ]
    return json.dumps(documents, indent=2, ensure_ascii=False)


def _value_lines(key: str, value: object) -> list[str]:
    """Return a value as it stands in TOML; long lists have a line for each of their tables."""
    whole = f"{key} = {shown_value(value)}"
    if len(whole) <= _COLUMNS or not isinstance(value, list):
        return wrap(whole, _COLUMNS, subsequent_indent="    ")
    items = [
        line
        for item in value
        for line in wrap(
            f"{shown_value(item)},", _COLUMNS, initial_indent="  ", subsequent_indent="    "
        )
    ]
    return [f"{key} = [", *items, "]"]


def _indented(text: str) -> list[str]:
    return wrap(text, _COLUMNS, initial_indent="  ", subsequent_indent="  ")
