"""Presets: values with statutes, scenarios that take and override them, the command `rules`."""

from __future__ import annotations

import json
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from staffwright import cli
from staffwright.scheduler.errors import InputError
from staffwright.scheduler.preset_lines import preset_lines, preset_values
from staffwright.scheduler.presets import PREMIUM_PRESETS, RULE_PRESETS, load_preset
from staffwright.scheduler.scenario import find_faults, json_schema, load_scenario
from staffwright.scheduler.scenario.pay_types import OvertimeTier, Premium
from staffwright.scheduler.scenario.rule_types import BreakDuty, KindLimit

from .edits import sub, subs

NAMES = RULE_PRESETS + PREMIUM_PRESETS
SITE = "[rules]\nmin_rest_minutes = 660\n"
FOLDER = Path(__file__).parents[2] / "scheduler" / "presets"


def preset(name: str, *more: str) -> Any:
    return {"scenario.toml": sub(SITE, "\n".join(["[rules]", f'preset = "{name}"', *more, ""]))}


@pytest.mark.parametrize("name", NAMES)
def test_every_value_has_a_source_and_every_source_a_value(name: str) -> None:
    found = load_preset(name)
    assert set(preset_values(found)) == set(found.sources)
    for source in found.sources.values():
        assert source.title
        assert source.paragraph
        assert source.sentence.endswith(".")
    assert found.notes


def test_the_files_the_names_and_the_schema_agree() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(NAMES)
    rules = json_schema()["$defs"]["RulesSpec"]["properties"]["preset"]
    assert rules["anyOf"][0]["enum"] == list(RULE_PRESETS)


@pytest.mark.parametrize("name", NAMES)
def test_the_statute_stands_in_the_file_beside_the_value(name: str) -> None:
    text = (FOLDER / f"{name}.toml").read_text(encoding="utf-8")
    raw = tomllib.loads(text)
    for key in raw.get("rules", {}):
        line = next(line for line in text.splitlines() if line.startswith(f"{key} ="))
        assert "#" in line or line.endswith("["), line


def test_there_is_no_other_preset() -> None:
    with pytest.raises(InputError, match=r"'at'.*allowed: eu, de, us-flsa, us-ca, de-3b"):
        load_preset("at")


def test_the_eu_preset_holds_the_directive(write_scenario: Any) -> None:
    rules = load_scenario(write_scenario(preset("eu"))).rules
    work = rules.work
    assert rules.preset == "eu"
    assert work.min_rest_minutes == 11 * 60  # Art. 3
    assert (work.min_weekly_rest_minutes, work.weekly_rest_weeks) == (35 * 60, 2)  # Art. 5, 16 (a)
    assert (work.max_average_weekly_minutes, work.average_weeks) == (48 * 60, 17)  # Art. 6, 16 (b)
    assert rules.break_duties == (BreakDuty(360, 1),)  # Art. 4


def test_the_german_preset_holds_the_working_time_act(write_scenario: Any) -> None:
    rules = load_scenario(write_scenario(preset("de"))).rules
    work = rules.work
    assert work.max_daily_minutes == 600  # § 3
    assert (work.max_average_weekly_minutes, work.average_weeks) == (48 * 60, 24)  # § 3
    assert (rules.max_work_minutes, rules.break_block_minutes) == (360, 15)  # § 4
    assert rules.break_duties == (BreakDuty(360, 30, 15), BreakDuty(540, 45, 15))  # § 4
    assert work.min_rest_minutes == 660  # § 5
    assert (work.max_sundays, work.sunday_weeks) == (37, 52)  # § 11
    assert (rules.night_window, rules.night_minutes) == ((1380, 360), 121)  # § 2


def test_the_flsa_preset_sets_overtime_and_no_rule(write_scenario: Any) -> None:
    scenario = load_scenario(write_scenario(preset("us-flsa")))
    overtime = scenario.pay.overtime
    assert overtime.weekly == (OvertimeTier(2400, Decimal(50)),)  # 29 U.S.C. 207(a)(1)
    assert (overtime.counts_by, overtime.regular_rate) == ("clock", True)
    assert scenario.rules.work.max_daily_minutes is None
    assert scenario.premiums[0].id == "night"


def test_the_californian_preset_sets_meals_rests_and_daily_overtime(write_scenario: Any) -> None:
    # two paid rests beside the meal: 480 minutes of work are due 30 + 20 minutes
    rests = "".join(
        f'[[breaks]]\nid = "r{k}"\nminutes = 10\npaid = true\n'
        f"earliest_minutes = {at}\nlatest_minutes = {at}\n"
        for k, at in ((1, 90), (2, 390))
    )
    edit = subs(
        (SITE, '[rules]\npreset = "us-ca"\n'),
        ('[[shifts]]\nid = "early"', rests + '[[shifts]]\nid = "early"'),
        ('breaks = ["meal"]', 'breaks = ["r1", "meal", "r2"]'),
        ('[480]\nbreaks = ["meal"]', '[480]\nbreaks = ["r1", "meal", "r2"]'),
    )  # fmt: skip
    scenario = load_scenario(write_scenario({"scenario.toml": edit}))
    overtime = scenario.pay.overtime
    assert [(tier.over_minutes, tier.percent) for tier in overtime.daily] == [(480, 50), (720, 100)]
    assert [(tier.over_minutes, tier.percent) for tier in overtime.seventh_day] == [
        (0, 50),
        (480, 100),
    ]
    assert scenario.rules.work.kind_limits == (KindLimit("any", 0, 6, "week"),)
    assert scenario.rules.break_duties[0] == BreakDuty(300, 30, 30, 300, True)


def test_a_shift_without_the_rests_of_a_preset_is_a_fault(write_scenario: Any) -> None:
    faults = find_faults(write_scenario(preset("us-ca")))
    assert {fault.value for fault in faults} == {"510", "480"}
    assert any("50 minutes over 350 minutes" in fault.message for fault in faults)


def test_values_of_the_scenario_go_before_the_presets_and_off_switches_off(
    write_scenario: Any,
) -> None:
    more = ("max_daily_minutes = 540", 'max_sundays = "off"', "break_duties = []")
    scenario = load_scenario(write_scenario(preset("de", *more)))
    work = scenario.rules.work
    assert (work.max_daily_minutes, work.max_sundays, work.min_rest_minutes) == (540, None, 660)
    assert scenario.rules.break_duties == ()
    said = next(text for text in scenario.defaults_used if "preset de" in text)
    assert "max_work_minutes 360" in said
    assert "given here instead: max_daily_minutes, break_duties, max_sundays." in said


def test_overtime_of_a_preset_is_replaced_key_by_key(write_scenario: Any) -> None:
    edit = subs(
        (SITE, '[rules]\npreset = "us-flsa"\n'),
        ("[objective]", "[pay.overtime]\nweekly = []\n[objective]"),
    )
    overtime = load_scenario(write_scenario({"scenario.toml": edit})).pay.overtime
    assert (overtime.weekly, overtime.regular_rate) == ((), True)


def test_premiums_of_a_preset_stand_behind_the_scenarios_own(write_scenario: Any) -> None:
    scenario = load_scenario(
        write_scenario({"scenario.toml": sub("[pay]\n", '[pay]\npremium_preset = "de-3b"\n')})
    )
    own, deep, sunday, holiday = scenario.premiums
    assert (own.id, own.window) == ("night", (1380, 360))
    assert deep == Premium(
        "deep-night", "night", Decimal(40), (0, 240), None, False, "day_before", None
    )
    assert (sunday.percent, sunday.weekdays, sunday.carry_until) == (50, frozenset({6}), 240)
    assert (holiday.percent, holiday.holidays, holiday.group) == (125, True, sunday.group)
    assert any("deep-night 40 %, sunday 50 %" in text for text in scenario.defaults_used)


def test_a_fault_of_an_own_premium_beside_a_preset_is_on_its_line(write_scenario: Any) -> None:
    edit = subs(
        ("[pay]\n", '[pay]\npremium_preset = "de-3b"\n'), ("percent = 25\nw", "percent = -1\nw")
    )
    faults = find_faults(write_scenario({"scenario.toml": edit}))
    assert [(f.line, f.column) for f in faults] == [(69, "pay.premiums[0].percent")]


def test_a_preset_is_no_reason_to_say_more_without_agents(write_scenario: Any) -> None:
    tables = ("agents", "time_off", "availability", "preferences", "events", "history", "locked")
    changes = {**{f"{name}.csv": None for name in tables}, **preset("de")}
    said = load_scenario(write_scenario(changes), with_agents=False).defaults_used
    assert not any("preset" in text for text in said)


def test_rules_without_a_name_lists_the_presets() -> None:
    done = CliRunner().invoke(cli.cli, ["rules"])
    assert done.exit_code == 0
    assert [line.split()[0] for line in done.output.splitlines()] == list(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_rules_of_a_preset_fit_a_terminal_and_hold_value_and_statute(name: str) -> None:
    done = CliRunner().invoke(cli.cli, ["rules", name])
    assert done.exit_code == 0
    lines = done.output.splitlines()
    assert lines == preset_lines(load_preset(name))
    assert max(map(len, lines)) < 80
    flat = " ".join(" ".join(lines).split())
    for key, source in load_preset(name).sources.items():
        assert f"{key} = " in flat
        assert f"{source.title} {source.paragraph}: {source.sentence}" in flat


def test_rules_as_json_hold_all_presets_or_one() -> None:
    every = json.loads(CliRunner().invoke(cli.cli, ["rules", "--json"]).output)
    assert [item["name"] for item in every] == list(NAMES)
    (only,) = json.loads(CliRunner().invoke(cli.cli, ["rules", "de", "--json"]).output)
    values = {item["key"]: item["value"] for item in only["values"]}
    assert values["rules.max_daily_minutes"] == 600
    assert only == every[1]


def test_rules_of_an_unknown_preset_names_the_known_ones() -> None:
    done = CliRunner().invoke(cli.cli, ["rules", "at"])
    assert done.exit_code == 2
    assert "'at'" in done.output
    assert "'eu', 'de', 'us-flsa', 'us-ca', 'de-3b'" in done.output
