"""`[pay]`, rates of contracts and rates.csv: every key, and every fault of theirs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from staffwright.scheduler.scenario import find_faults, load_scenario
from staffwright.scheduler.scenario.pay_types import (
    Allowance,
    Bonus,
    Overtime,
    OvertimeTier,
    PayRules,
    Premium,
    Rate,
)

from .edits import sub, subs

OLD = '[pay]\n[[pay.premiums]]\nid = "night"\npercent = 25\nwindow = "23:00-06:00"\n'
CONTRACT = 'shift_kinds = ["day", "night"]\n'

EVERYTHING = """\
[pay]
minimum_paid_minutes = 240
on_cost_percent = 21.55

[[pay.premiums]]
id = "desk"
group = "place"
amount = 1.2345
priority = 3
window = "06:00-22:00"
weekdays = ["mon", "sun"]
holidays = true
shift_began = "same_day"
carry_until = "04:00"
began_window = "20:00-04:00"
contracts = ["full"]
skills = ["technical"]
queues = ["billing"]
regular_rate = "exclude"

[[pay.premiums]]
id = "plain"
percent = 12.25

[[pay.allowances]]
id = "early"
amount = 4.5
began_window = "05:00-07:00"
weekdays = ["sat"]
holidays = true
contracts = ["full"]
min_minutes = 300

[pay.overtime]
weekly = [{ over_minutes = 2400, percent = 50 }, { over_minutes = 3000, percent = 75.5 }]
daily = [{ over_minutes = 480, percent = 50 }]
seventh_day = [{ over_minutes = 0, percent = 50 }, { over_minutes = 480, percent = 100 }]
counts_by = "clock"
regular_rate = true

[[pay.bonuses]]
id = "saved"
queue = "technical"
per = "contact"
amount = 3
value = 80.25
share = 0.15

[[pay.bonuses]]
id = "desk-hours"
queue = "billing"
per = "hour"
amount = 0.5
"""


def pay(text: str) -> Any:
    return {"scenario.toml": sub(OLD, text)}


def test_everything_of_pay_is_read(write_scenario: Any) -> None:
    scenario = load_scenario(write_scenario(pay(EVERYTHING)))
    assert scenario.premiums == (
        Premium(
            id="desk",
            group="place",
            percent=Decimal(0),
            window=(360, 1320),
            weekdays=frozenset({0, 6}),
            holidays=True,
            shift_began="same_day",
            carry_until=240,
            amount=Decimal("1.2345"),
            priority=3,
            began_window=(1200, 240),
            contracts=frozenset({"full"}),
            skills=frozenset({"technical"}),
            queues=frozenset({"billing"}),
            regular_rate="exclude",
        ),
        Premium("plain", "plain", Decimal("12.25"), None, None, False, "any", None),
    )
    assert scenario.pay == PayRules(
        overtime=Overtime(
            weekly=(OvertimeTier(2400, Decimal(50)), OvertimeTier(3000, Decimal("75.5"))),
            daily=(OvertimeTier(480, Decimal(50)),),
            seventh_day=(OvertimeTier(0, Decimal(50)), OvertimeTier(480, Decimal(100))),
            counts_by="clock",
            regular_rate=True,
        ),
        allowances=(
            Allowance(
                "early", Decimal("4.5"), (300, 420), frozenset({5}), True, frozenset({"full"}), 300
            ),
        ),
        bonuses=(
            Bonus("saved", "technical", "contact", Decimal(3), Decimal("80.25"), 0.15),
            Bonus("desk-hours", "billing", "hour", Decimal("0.5"), Decimal(0), 1.0),
        ),
        minimum_paid_minutes=240,
        on_cost_percent=Decimal("21.55"),
    )


def test_weekly_tiers_beside_a_contracts_overtime_are_said(write_scenario: Any) -> None:
    said = load_scenario(write_scenario(pay(EVERYTHING))).defaults_used
    assert any("overtime_percent does not count for the contracts full" in text for text in said)


PREMIUM = '[[pay.premiums]]\nid = "x"\n'
ALLOWANCE = '[[pay.allowances]]\nid = "x"\namount = 1\n'
BONUS = '[[pay.bonuses]]\nid = "x"\nqueue = "billing"\nper = "hour"\namount = 1\n'
TIER = "[pay.overtime]\nweekly = [{ over_minutes = 2400, percent = 50 }, "

FAULTS = [
    (PREMIUM, "pay.premiums[0]", "x", "give percent or amount"),
    (PREMIUM + "percent = 5\namount = 1", "pay.premiums[0].amount", "1", "not both"),
    (PREMIUM + "percent = 5.125", "pay.premiums[0].percent", "5.125", "at most 2 decimals"),
    (PREMIUM + "amount = 1.00001", "pay.premiums[0].amount", "1.00001", "at most 4 decimals"),
    (PREMIUM + "amount = -1", "pay.premiums[0].amount", "-1", "at least 0"),
    (PREMIUM + 'amount = 1\ncontracts = ["ful"]', "pay.premiums[0].contracts[0]", "ful", "'full'"),
    (PREMIUM + 'amount = 1\nskills = ["bil"]', "pay.premiums[0].skills[0]", "bil", "skill"),
    (
        PREMIUM + 'amount = 1\nqueues = ["billing", "billing"]',
        "pay.premiums[0].queues[1]",
        "billing",
        "twice",
    ),
    (PREMIUM + 'amount = 1\nqueues = ["bil"]', "pay.premiums[0].queues[0]", "bil", "queue"),
    (PREMIUM + 'amount = 1\nbegan_window = "9"', "pay.premiums[0].began_window", "9", "HH:MM-HH"),
    (
        PREMIUM + 'amount = 1\nregular_rate = "no"',
        "pay.premiums[0].regular_rate",
        "no",
        "'auto', 'include' or 'exclude'",
    ),
    (
        '[[pay.premiums]]\nid = "Minimum"\namount = 1',
        "pay.premiums[0].id",
        "Minimum",
        "pay code of its own",
    ),
    (
        '[[pay.allowances]]\nid = "overtime"\namount = 1',
        "pay.allowances[0].id",
        "overtime",
        "pay code of its own",
    ),
    (PREMIUM + "amount = 1\n" + ALLOWANCE, "pay.allowances[0].id", "x", "premium's id"),
    (
        PREMIUM + "amount = 1\n" + ALLOWANCE.replace('"x"', '"X"'),
        "pay.allowances[0].id",
        "X",
        "premium's id",
    ),
    (
        PREMIUM + "amount = 1\n" + PREMIUM.replace('"x"', '"X"') + "amount = 2\n",
        "pay.premiums[1].id",
        "X",
        "has the pay code of 'x'",
    ),
    (
        ALLOWANCE + ALLOWANCE.replace('"x"', '"X"'),
        "pay.allowances[1].id",
        "X",
        "has the pay code of 'x'",
    ),
    (
        '[[pay.premiums]]\nid = "Overtime_Credit"\namount = 1',
        "pay.premiums[0].id",
        "Overtime_Credit",
        "pay code of its own",
    ),
    (ALLOWANCE + ALLOWANCE, "pay.allowances[1].id", "x", "twice"),
    (ALLOWANCE + 'contracts = ["x"]', "pay.allowances[0].contracts[0]", "x", "contract"),
    (ALLOWANCE + "min_minutes = -1", "pay.allowances[0].min_minutes", "-1", "at least 0"),
    (BONUS + "share = 0.5", "pay.bonuses[0].share", "0.5", 'belongs to per = "contact"'),
    (BONUS.replace('"billing"', '"b"'), "pay.bonuses[0].queue", "b", "unknown queue"),
    (BONUS + BONUS, "pay.bonuses[1].id", "x", "twice"),
    (BONUS.replace('"hour"', '"day"'), "pay.bonuses[0].per", "day", "'hour' or 'contact'"),
    (
        TIER + "{ over_minutes = 2400, percent = 60 }]",
        "pay.overtime.weekly[1].over_minutes",
        "2400",
        "above 2400: tiers rise",
    ),
    (
        TIER + "{ over_minutes = 2500, percent = 50 }]",
        "pay.overtime.weekly[1].percent",
        "50",
        "above 50: tiers rise",
    ),
    (
        "[pay.overtime]\ndaily = [{ over_minutes = 1501, percent = 50 }]",
        "pay.overtime.daily[0].over_minutes",
        "1501",
        "at most 1500",
    ),
    ('[pay.overtime]\ncounts_by = "day"', "pay.overtime.counts_by", "day", "'shift' or 'clock'"),
    ("[pay]\non_cost_percent = 1001", "pay.on_cost_percent", "1001", "at most 1000"),
    ("[pay]\nminimum_paid_minutes = 4.5", "pay.minimum_paid_minutes", "4.5", "whole number"),
    ('[pay]\npremium_preset = "de"', "pay.premium_preset", "de", "must be one of 'de-3b'"),
]


@pytest.mark.parametrize(("text", "column", "value", "words"), FAULTS)
def test_a_fault_of_pay_names_key_and_value(
    text: str, column: str, value: str, words: str, write_scenario: Any
) -> None:
    faults = find_faults(write_scenario(pay(text + "\n")))
    assert [(f.column, f.value) for f in faults if words in f.message] == [(column, value)], faults
    assert all(fault.line is not None for fault in faults)


@pytest.mark.parametrize(
    ("old", "new", "column", "words"),
    [
        ("under_price = 45", "under_price = 0.123456789", "queues[0].under_price", "8 decimals"),
        ("overtime_percent = 25", "overtime_percent = 2.555", "contracts[0].over", "2 decimals"),
        ("[objective]", "[objective]\npreference_price = 1.123456", "objective.pref", "5 decimals"),
        ("[objective]", "[objective]\nfair_holidays_price = 1e-10", "objective.fair", "9 decimals"),
    ],
)
def test_decimals_beyond_what_the_search_keeps_are_refused_at_reading(
    old: str, new: str, column: str, words: str, write_scenario: Any
) -> None:
    faults = find_faults(write_scenario({"scenario.toml": sub(old, new)}))
    assert len(faults) == 1
    assert str(faults[0].column).startswith(column)
    assert words in faults[0].message


def test_a_price_of_holidays_is_read(write_scenario: Any) -> None:
    edit = sub("[objective]", "[objective]\nfair_holidays_price = 7.5")
    objective = load_scenario(write_scenario({"scenario.toml": edit})).objective
    assert objective.fair_holidays_price == Decimal("7.5")


def test_a_spread_of_fair_shares_is_read_and_none_is_the_default(write_scenario: Any) -> None:
    edit = sub("[objective]", "[objective]\nfair_spread = 2")
    assert load_scenario(write_scenario({"scenario.toml": edit})).objective.fair_spread == 2
    assert load_scenario(write_scenario({})).objective.fair_spread is None


@pytest.mark.parametrize(
    ("value", "shown", "words"),
    [
        ("-1", "-1", "at least 1"),
        ("0", "0", "at least 1"),
        ("1001", "1001", "at most 1000"),
        ("1.5", "1.5", "whole number"),
        ('"two"', "two", "whole number"),
        ("true", "true", "whole number"),
    ],
)
def test_a_spread_that_is_no_number_of_shifts_is_refused(
    value: str, shown: str, words: str, write_scenario: Any
) -> None:
    edit = sub("[objective]", f"[objective]\nfair_spread = {value}")
    (fault,) = find_faults(write_scenario({"scenario.toml": edit}))
    assert (fault.column, fault.value) == ("objective.fair_spread", shown)
    assert words in fault.message
    assert fault.line is not None


RATES = "employee_id,start,service_years,base_rate\nA1,2026-03-25,0,22.5\nA1,,2,21.75\nA1,,0,21\n"
WITHOUT = {"agents.csv": sub("19.00", "")}


def test_rates_of_agents_stand_in_order_of_date_and_service(write_scenario: Any) -> None:
    agents = load_scenario(write_scenario({"rates.csv": RATES})).agents
    assert agents[0].rates == (
        Rate(Decimal(21)),
        Rate(Decimal("21.75"), 2),
        Rate(Decimal("22.5"), 0, date(2026, 3, 25)),
    )
    assert agents[1].rates == ()


def test_rates_and_on_cost_of_a_contract_are_read(write_scenario: Any) -> None:
    text = "rates = [{ rate = 18, start = 2026-01-01 }, { rate = 17.5555 }]\non_cost_percent = 30\n"
    changes = {"scenario.toml": sub(CONTRACT, CONTRACT + text), **WITHOUT}
    scenario = load_scenario(write_scenario(changes))
    assert scenario.contracts[0].on_cost_percent == Decimal(30)
    assert scenario.contracts[0].rates == (
        Rate(Decimal("17.5555")),
        Rate(Decimal(18), 0, date(2026, 1, 1)),
    )
    assert [agent.base_rate for agent in scenario.agents] == [Decimal("21.50"), 0, Decimal("20.00")]


RATE_FAULTS = [
    (RATES.replace("A1,,2", "A9,,2"), 3, "employee_id", "unknown employee"),
    (RATES.replace("A1,,2", "A1,,0"), 4, "base_rate", "line 3 has another rate"),
    (RATES.replace("21.75", "21.75001"), 3, "base_rate", "at most 4 decimals"),
    (RATES.replace("21.75", ""), 3, "base_rate", "empty"),
    (RATES.replace("21.75", "0"), 3, "base_rate", "above 0"),
    (RATES.replace(",2,", ",-2,"), 3, "service_years", "at least 0"),
]


@pytest.mark.parametrize(("text", "line", "column", "words"), RATE_FAULTS)
def test_a_fault_of_rates_is_located(
    text: str, line: int, column: str, words: str, write_scenario: Any
) -> None:
    faults = find_faults(write_scenario({"rates.csv": text}))
    found = [(f.file, f.line, f.column) for f in faults if words in f.message]
    assert found == [("rates.csv", line, column)], faults


@pytest.mark.parametrize(
    ("rates", "years_ago", "is_enough"),
    [
        ("[{ rate = 18 }]", "", True),
        ("[{ rate = 18, start = 2026-03-23 }]", "", True),
        ("[{ rate = 18, start = 2026-03-24 }]", "", False),
        ("[{ rate = 18, service_years = 1 }]", "", False),
        ("[{ rate = 18, service_years = 1 }]", "2025-03-23", True),
        ("[{ rate = 18, service_years = 1 }]", "2025-03-24", False),
    ],
)
def test_an_empty_base_rate_needs_a_rate_that_holds_from_the_first_date_on(
    rates: str, years_ago: str, is_enough: bool, write_scenario: Any
) -> None:
    agents = (
        "employee_id,contract_id,base_rate,skills,hire_date\n"
        f"A1,full,20,billing|technical,\nA2,full,,billing,{years_ago}\nA3,full,20,technical,\n"
    )
    changes = {
        "agents.csv": agents,
        "scenario.toml": sub(CONTRACT, f"{CONTRACT}rates = {rates}\n"),
        "events.csv": None,
    }
    faults = find_faults(write_scenario(changes))
    assert [(f.line, f.column) for f in faults] == ([] if is_enough else [(3, "base_rate")])


def test_a_missing_column_of_base_rates_is_one_fault(write_scenario: Any) -> None:
    agents = (
        "employee_id,contract_id,skills,group\nA1,full,billing|technical,team1\n"
        "A2,full,billing,\nA3,full,technical,\n"
    )
    faults = find_faults(write_scenario({"agents.csv": agents}))
    assert [(f.line, f.column) for f in faults] == [(1, "base_rate")]


def test_two_rates_of_a_contract_for_the_same_time_are_a_fault(write_scenario: Any) -> None:
    text = f"{CONTRACT}rates = [{{ rate = 1 }}, {{ rate = 2 }}]\n"
    faults = find_faults(write_scenario({"scenario.toml": sub(CONTRACT, text)}))
    assert [(f.column, f.value) for f in faults] == [("contracts[0].rates[1]", "2")]


def test_a_base_rate_with_five_decimals_is_a_fault(write_scenario: Any) -> None:
    faults = find_faults(write_scenario({"agents.csv": sub("19.00", "19.00001")}))
    assert [(f.line, f.column, f.value) for f in faults] == [(3, "base_rate", "19.00001")]


def test_a_weight_with_five_decimals_is_a_fault(write_scenario: Any) -> None:
    edit = subs(("1.5", "1.50001"))
    faults = find_faults(write_scenario({"preferences.csv": edit}))
    assert [(f.line, f.column, f.value) for f in faults] == [(4, "weight", "1.50001")]
