"""`[rules]` and `[contracts.rules]`: every key, and every fault of theirs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from staffwright.scheduler.scenario import find_faults, load_scenario
from staffwright.scheduler.scenario.rule_types import (
    BreakDuty,
    KindLimit,
    LeadDuty,
    Rules,
    Succession,
    WorkRules,
)

from .edits import sub, subs

SITE = "[rules]\nmin_rest_minutes = 660\n"
CONTRACT = 'shift_kinds = ["day", "night"]\n'

EVERYTHING = """\
[rules]
min_rest_minutes = 600
max_days_in_row = 5
min_days_in_row = 2
min_days_off_in_row = 2
max_nights_in_row = 4
rest_after_nights_minutes = 2880
rest_after_nights_from = 3
max_daily_minutes = 600
max_average_weekly_minutes = 2880
average_weeks = 17
min_weekly_rest_minutes = 2100
weekly_rest_weeks = 2
max_weekends = 3
weekend_weeks = 5
max_sundays = 37
sunday_weeks = 51
whole_weekends = true
max_backward_minutes = 60
max_start_change_minutes = 120
min_work_between_breaks_minutes = 45
night_window = "22:00-06:00"
night_minutes = 121
max_work_minutes = 360
break_block_minutes = 15
kind_limits = [
  { kind = "night", least = 1, most = 5, price = 30.5 },
  { kind = "any", most = 6, over = "horizon" },
]
forbidden_successions = [{ before = "night", after = "day", price = 12 }]
leads = [
  { minimum = 1, queues = ["billing"], price = 20 },
  { minimum = 2, price = 0.000000001 },
]

[[rules.break_duties]]
over_minutes = 360
minutes = 30
block_minutes = 15
begin_by_minutes = 300
unpaid_only = true

[rules.prices]
max_days_in_row = 50
min_days_in_row = 51
min_days_off_in_row = 52
max_nights_in_row = 53
max_weekends = 54
max_sundays = 55
whole_weekends = 56
max_backward_minutes = 57.5
max_start_change_minutes = 58
"""


def rules(text: str) -> Any:
    """Replace the site's rules."""
    return {"scenario.toml": sub(SITE, text)}


def own(text: str, site: str = SITE) -> Any:
    """Give the contract rules of its own."""
    return {"scenario.toml": subs((CONTRACT, f"{CONTRACT}rules = {text}\n"), (SITE, site))}


def test_every_rule_of_the_site_is_read(write_scenario: Any) -> None:
    found = load_scenario(write_scenario(rules(EVERYTHING))).rules
    assert found == Rules(
        min_work_between_breaks_minutes=45,
        night_window=(1320, 360),
        night_minutes=121,
        work=WorkRules(
            min_rest_minutes=600,
            max_days_in_row=5,
            min_days_in_row=2,
            min_days_off_in_row=2,
            max_nights_in_row=4,
            rest_after_nights_minutes=2880,
            rest_after_nights_from=3,
            max_daily_minutes=600,
            max_average_weekly_minutes=2880,
            average_weeks=17,
            min_weekly_rest_minutes=2100,
            weekly_rest_weeks=2,
            max_weekends=3,
            weekend_weeks=5,
            max_sundays=37,
            sunday_weeks=51,
            whole_weekends=True,
            max_backward_minutes=60,
            max_start_change_minutes=120,
            kind_limits=(
                KindLimit("night", 1, 5, "week", Decimal("30.5")),
                KindLimit("any", 0, 6, "horizon"),
            ),
            forbidden_successions=(Succession("night", "day", Decimal(12)),),
            prices={
                "max_days_in_row": Decimal(50),
                "min_days_in_row": Decimal(51),
                "min_days_off_in_row": Decimal(52),
                "max_nights_in_row": Decimal(53),
                "max_weekends": Decimal(54),
                "max_sundays": Decimal(55),
                "whole_weekends": Decimal(56),
                "max_backward_minutes": Decimal("57.5"),
                "max_start_change_minutes": Decimal(58),
            },
        ),
        max_work_minutes=360,
        break_block_minutes=15,
        break_duties=(BreakDuty(360, 30, 15, 300, True),),
        leads=(
            LeadDuty(1, frozenset({"billing"}), Decimal(20)),
            LeadDuty(2, frozenset({"billing", "technical"}), Decimal("1E-9")),
        ),
    )


def test_rules_left_out_are_off(write_scenario: Any) -> None:
    scenario = load_scenario(write_scenario())
    assert scenario.rules.work == WorkRules()
    assert scenario.rules.break_duties == scenario.rules.leads == ()
    assert scenario.contracts[0].rules is None


def test_a_contract_replaces_single_rules_of_the_site(write_scenario: Any) -> None:
    text = (
        '{ max_days_in_row = 4, max_nights_in_row = "off", whole_weekends = false, '
        'kind_limits = [], prices = { max_days_in_row = "off", max_weekends = 1.25 } }'
    )
    scenario = load_scenario(write_scenario(own(text, EVERYTHING)))
    contract = scenario.contracts[0]
    site, mine = scenario.rules.work, scenario.work_rules(contract)
    assert (mine.max_days_in_row, mine.max_nights_in_row, mine.whole_weekends) == (4, None, False)
    assert (mine.kind_limits, mine.forbidden_successions) == ((), site.forbidden_successions)
    assert mine.min_rest_minutes == 600
    # a price of its own, one made hard, two of rules that are off here, the others as on site
    assert mine.prices["max_weekends"] == Decimal("1.25")
    assert "max_days_in_row" not in mine.prices
    assert set(site.prices) - set(mine.prices) == {
        "max_days_in_row",
        "max_nights_in_row",
        "whole_weekends",
    }


FAULTS = [
    ("max_days_in_row = 0", "rules.max_days_in_row", "0", "at least 1"),
    ("max_nights_in_row = 43", "rules.max_nights_in_row", "43", "at most 42"),
    ('max_nights_in_row = "none"', "rules.max_nights_in_row", "none", "whole number"),
    ('max_days_in_row = "off"', "rules.max_days_in_row", "off", "whole number"),
    ("min_days_in_row = 7", "rules.min_days_in_row", "7", "above max_days_in_row, 6"),
    ("max_weekends = 5", "rules.max_weekends", "5", "above weekend_weeks, 4"),
    ("max_sundays = 3\nsunday_weeks = 2", "rules.max_sundays", "3", "above sunday_weeks, 2"),
    ("max_daily_minutes = 29", "rules.max_daily_minutes", "29", "at least 30"),
    ("max_daily_minutes = 440", "rules.max_daily_minutes", "440", "night, has 450"),
    ("average_weeks = 4", "rules.average_weeks", "4", "without max_average_weekly_minutes"),
    ("weekly_rest_weeks = 2", "rules.weekly_rest_weeks", "2", "without min_weekly_rest_minutes"),
    ("rest_after_nights_from = 2", "rules.rest_after_nights_from", "2", "rest_after_nights_minut"),
    ("whole_weekends = 1", "rules.whole_weekends", "1", "true or false"),
    ("night_minutes = 421", "rules.night_minutes", "421", "at most 420"),
    ("preset = 'at'", "rules.preset", "at", "one of 'eu', 'de', 'us-flsa' or 'us-ca'"),
    ("max_nigths_in_row = 3", "rules.max_nigths_in_row", "3", "max_nights_in_row"),
    ("prices = { whole_weekends = 3 }", "rules.prices.whole_weekends", "3", "whole_weekends is"),
    ("prices = { min_days_in_row = 3 }", "rules.prices.min_days_in_row", "3", "is off"),
    ("prices = { min_rest_minutes = 3 }", "rules.prices.min_rest_minutes", "3", "is hard only"),
    (
        "prices = { kind_limits = 3 }",
        "rules.prices.kind_limits",
        "3",
        "entries have a price of their own",
    ),
    ("prices = { max_days_in_row = -1 }", "rules.prices.max_days_in_row", "-1", "at least 0"),
    (
        "prices = { max_days_in_row = 0.0000000001 }",
        "rules.prices.max_days_in_row",
        "1E-10",
        "at most 9 decimals",
    ),
    ('kind_limits = [{ kind = "x", most = 1 }]', "rules.kind_limits[0].kind", "x", "any, day"),
    ('kind_limits = [{ kind = "day" }]', "rules.kind_limits[0]", "day", "least, most or both"),
    (
        'kind_limits = [{ kind = "day", least = 3, most = 2 }]',
        "rules.kind_limits[0].least",
        "3",
        "above most, 2",
    ),
    ('kind_limits = [{ kind = "any", least = 8 }]', "rules.kind_limits[0].least", "8", "at most 7"),
    (
        'kind_limits = [{ kind = "day", most = 2 }, { kind = "day", most = 3 }]',
        "rules.kind_limits[1].kind",
        "day",
        "another limit over the week",
    ),
    (
        'forbidden_successions = [{ before = "night", after = "dya" }]',
        "rules.forbidden_successions[0].after",
        "dya",
        "'day'",
    ),
    (
        'forbidden_successions = [{ before = "night", after = "day" }, '
        '{ before = "night", after = "day", price = 1 }]',
        "rules.forbidden_successions[1]",
        "night, then day",
        "twice",
    ),
    (
        'leads = [{ minimum = 1, queues = ["bil"], price = 1 }]',
        "rules.leads[0].queues[0]",
        "bil",
        "unknown queue",
    ),
    ("leads = [{ minimum = 1 }]", "rules.leads[0].minimum", "1", "marks no agent as lead"),
    (
        "break_duties = [{ over_minutes = 360, minutes = 45 }]",
        "shifts[0].lengths_minutes[0]",
        "510",
        "the shift early of 510 minutes never meet the break duty of 45 minutes over 360",
    ),
    (
        "break_duties = [{ over_minutes = 360, minutes = 30, block_minutes = 31 }]",
        "shifts[1].lengths_minutes[0]",
        "480",
        "blocks of 31: 0 minutes count",
    ),
    (
        "break_duties = [{ over_minutes = 360, minutes = 30, begin_by_minutes = 150 }]",
        "shifts[1].lengths_minutes[0]",
        "480",
        "one of them by minute 150",
    ),
    ("max_work_minutes = 150", "shifts[0].lengths_minutes[0]", "510", "more than 150 minutes"),
    (
        "max_work_minutes = 360\nbreak_block_minutes = 45",
        "shifts[0].lengths_minutes[0]",
        "510",
        "breaks of 45 minutes or more",
    ),
    (
        "max_work_minutes = 240\n"
        "break_duties = [{ over_minutes = 360, minutes = 30, begin_by_minutes = 210 }]",
        "shifts[0].lengths_minutes[0]",
        "510",
        "max_work_minutes and break_duties together",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "column", "value", "words"), FAULTS)
def test_a_fault_of_the_rules_names_key_and_value(
    text: str, column: str, value: str, words: str, write_scenario: Any
) -> None:
    changes = rules(f"[rules]\n{text}\n")
    faults = find_faults(write_scenario(changes))
    assert (column, value) in [(f.column, f.value) for f in faults if words in f.message], faults
    assert all(fault.line is not None for fault in faults)


CONTRACT_FAULTS = [
    ("{ night_minutes = 60 }", "night_minutes", "60", "unknown key"),
    ("{ preset = 'eu' }", "preset", "eu", "unknown key"),
    ("{ max_days_in_row = 1, min_days_in_row = 2 }", "min_days_in_row", "2", "max_days_in_row, 1"),
    ("{ max_daily_minutes = 300 }", "max_daily_minutes", "300", "the contract full allows"),
    ("{ prices = { max_sundays = 1 } }", "prices.max_sundays", "1", "is off"),
    ("{ average_weeks = 3 }", "average_weeks", "3", "has no effect"),
    ("{ kind_limits = [{ kind = 'x', most = 1 }] }", "kind_limits[0].kind", "x", "of this kind"),
]


@pytest.mark.parametrize(("text", "column", "value", "words"), CONTRACT_FAULTS)
def test_a_fault_of_a_contracts_rules_names_key_and_value(
    text: str, column: str, value: str, words: str, write_scenario: Any
) -> None:
    faults = find_faults(write_scenario(own(text)))
    found = [(f.column, f.value) for f in faults if words in f.message]
    assert found == [(f"contracts[0].rules.{column}", value)], faults
    assert faults[0].line == 59


def test_all_faults_of_rules_and_pay_come_together(write_scenario: Any) -> None:
    text = (
        "[rules]\nmin_days_in_row = 7\nnight_minutes = 421\n"
        "prices = { max_sundays = 1 }\n"
        'forbidden_successions = [{ before = "a", after = "b" }]\n'
    )
    pay = '\n[[pay.allowances]]\nid = "night"\namount = 1\n'
    changes = {"scenario.toml": subs((SITE, text), ("[objective]", pay + "[objective]"))}
    columns = [fault.column for fault in find_faults(write_scenario(changes))]
    assert columns == [
        "rules.min_days_in_row",
        "rules.night_minutes",
        "rules.prices.max_sundays",
        "rules.forbidden_successions[0].after",
        "rules.forbidden_successions[0].before",
        "pay.allowances[0].id",
    ]


def test_enough_leads_meet_a_hard_duty(write_scenario: Any) -> None:
    changes = {
        **rules("[rules]\nleads = [{ minimum = 1 }]\n"),
        "agents.csv": subs(
            ("skills,group", "skills,group,lead"), ("0.8,team1", "0.8,team1,yes"),
            ("billing,team1", "billing,team1,"), ("technical,\n", "technical,,\n"),
        ),
    }  # fmt: skip
    scenario = load_scenario(write_scenario(changes))
    assert [agent.lead for agent in scenario.agents] == [True, False, False]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("max_days_in_row = 1", "max_days_in_row (1)"),
        ("kind_limits = [{ kind = 'any', most = 2 }]", "kind_limits (any, most 2)"),
        ("min_rest_minutes = 2880", "min_rest_minutes (2880, but shifts on successive days"),
    ],
)
def test_least_hours_beyond_what_rules_allow_name_agent_and_both_rules(
    text: str, words: str, write_scenario: Any
) -> None:
    edit = subs((SITE, f"[rules]\n{text}\n"), ("min_weekly_hours = 16", "min_weekly_hours = 40"))
    changes = dict.fromkeys(("history.csv", "locked.csv", "events.csv"))
    faults = find_faults(write_scenario({"scenario.toml": edit, **changes}))
    named = [fault for fault in faults if words in fault.message]
    assert {fault.file for fault in named} == {"agents.csv"}
    assert any("A1 can have at most" in fault.message for fault in named)
    assert all("min_weekly_hours" in fault.message for fault in named)


def test_least_hours_beyond_what_hard_days_off_leave_are_a_fault(write_scenario: Any) -> None:
    wishes = "employee_id,date,off,hard\n" + "".join(
        f"A1,2026-03-{day},true,true\n" for day in range(24, 30)
    )
    none = dict.fromkeys(("history.csv", "locked.csv", "events.csv"))
    faults = find_faults(write_scenario({"preferences.csv": wishes, **none}))
    assert [fault.value for fault in faults] == ["full"]
    assert "A1 can have at most 8 h" in faults[0].message
