"""Filling in what a preset gives: what the scenario gives itself goes before it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..presets import PREMIUM_PRESETS, RULE_PRESETS, load_preset

Filled = tuple[dict[str, Any], tuple[str, ...]]


def fill_presets(raw: dict[str, Any]) -> Filled:
    """Return what a TOML holds with the values of the presets it names, and sentences on them.

    Lists such as `break_duties` and overtime tiers are taken from the preset only as a whole. A
    preset that does not exist is left for the validation to refuse.
    """
    filled = dict(raw)
    said: list[str] = []
    rules, pay = raw.get("rules"), raw.get("pay", {})
    name = rules.get("preset") if isinstance(rules, dict) else None
    if isinstance(rules, dict) and name in RULE_PRESETS:
        preset = load_preset(name)
        if preset.rules:
            filled["rules"] = {**preset.rules, **rules}
            said.append(_sentence("rules", name, preset.title, preset.rules, rules))
        overtime = pay.get("overtime", {}) if isinstance(pay, dict) else None
        if preset.overtime and isinstance(overtime, dict):
            pay = {**pay, "overtime": {**preset.overtime, **overtime}}
            filled["pay"] = pay
            said.append(_sentence("pay.overtime", name, preset.title, preset.overtime, overtime))
    if isinstance(pay, dict) and pay.get("premium_preset") in PREMIUM_PRESETS:
        filled["pay"] = _with_premiums(pay, said)
    return filled, tuple(said)


def _with_premiums(pay: dict[str, Any], said: list[str]) -> dict[str, Any]:
    """Add the premiums of a preset behind the scenario's own, whose places stay as in the file."""
    own = pay.get("premiums", [])
    if not isinstance(own, list):
        return pay
    preset = load_preset(pay["premium_preset"])
    ids = {item.get("id") for item in own if isinstance(item, dict)}
    added = [dict(item) for item in preset.premiums if item["id"] not in ids]
    shown = ", ".join(f"{item['id']} {item['percent']} %" for item in added) or "none"
    said.append(f"pay: premiums from the preset {preset.name} ({preset.title}): {shown}.")
    return {**pay, "premiums": [*own, *added]}


def _sentence(
    section: str, name: str, title: str, values: Mapping[str, Any], own: Mapping[str, Any]
) -> str:
    taken = [f"{key} {shown_value(value)}" for key, value in values.items() if key not in own]
    replaced = [key for key in values if key in own]
    text = f"{section}: from the preset {name} ({title}): {', '.join(taken) or 'nothing'}"
    return f"{text}; given here instead: {', '.join(replaced)}." if replaced else f"{text}."


def shown_value(value: object) -> str:
    """Return a preset's value in few characters, as it could stand in scenario.toml."""
    if isinstance(value, list):
        return "[" + ", ".join(shown_value(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{k} = {shown_value(v)}" for k, v in value.items()) + " }"
    return json.dumps(value)
