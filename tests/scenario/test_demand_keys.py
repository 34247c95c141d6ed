"""Demand, shrinkage, uncertainty and method in scenario.toml and forecast.csv, and their faults."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from staffwright.scheduler.errors import ScenarioError
from staffwright.scheduler.scenario import load_scenario, scenario_from_files
from staffwright.scheduler.scenario.rostered_causes import rostered_kind
from staffwright.scheduler.scenario.types import ShrinkageCause, Transfer

QUANTILES = "queue,interval_start,volume,aht_s,volume_p10,volume_p50,volume_p90\n"
ROW = "billing,2026-03-23T08:00:00+01:00,12,240"
CAUSES = """\
[[shrinkage.causes]]
name = "sickness"
share = 0.05

[[shrinkage.causes]]
name = "sickness"
share = 0.09
weekdays = ["mon"]
window = "06:00-10:00"
dates = [2026-03-23]
queues = ["technical"]
"""


def keys(text: str) -> Any:
    """Put keys behind the id of the first queue (line 15, so that they begin on line 16)."""
    return {"scenario.toml": lambda t: t.replace('id = "billing"\n', f'id = "billing"\n{text}\n')}


def shrinkage(text: str) -> Any:
    """Replace the section on shrinkage (lines 11 and 12)."""
    old = "[shrinkage]\nunplanned = 0.1\n"
    return {"scenario.toml": lambda t: t.replace(old, text)}


def test_every_key_of_a_queue_arrives(write_scenario: Any) -> None:
    text = (
        "self_service = 0.25\noutsourced = 0.4\ndispersion = 4\nconfidence = 0.9\n"
        'target_over = "week"\ntransfers = [{ to = "technical", share = 0.2 }]'
    )
    billing, technical = load_scenario(write_scenario(keys(text))).queues
    assert (billing.self_service, billing.outsourced) == (0.25, 0.4)
    assert (billing.dispersion, billing.confidence) == (4, 0.9)
    assert (billing.method, billing.target_over) == ("interval", "week")
    assert billing.transfers == (Transfer("technical", 0.2),)
    assert (technical.self_service, technical.outsourced, technical.transfers) == (0, 0, ())
    assert (technical.dispersion, technical.confidence) == (1, None)
    carried = load_scenario(write_scenario(keys('method = "carried"'))).queues[0]
    assert carried.method == "carried"


def test_causes_of_shrinkage_arrive_at_the_queues_they_concern(write_scenario: Any) -> None:
    billing, technical = load_scenario(write_scenario(shrinkage(CAUSES))).queues
    general = ShrinkageCause("sickness", 0.05)
    special = ShrinkageCause(
        "sickness", 0.09, frozenset({0}), (360, 600), frozenset({date(2026, 3, 23)})
    )
    assert billing.causes == (general,)
    assert technical.causes == (general, special)
    assert billing.shrinkage == technical.shrinkage == 0.05


def test_a_queues_own_total_replaces_all_causes(write_scenario: Any) -> None:
    text = CAUSES.replace('queues = ["technical"]\n', "")
    changes = shrinkage(text)
    own = keys("shrinkage = 0.2")["scenario.toml"]
    edit = changes["scenario.toml"]
    billing, technical = load_scenario(
        write_scenario({"scenario.toml": lambda t: own(edit(t))})
    ).queues
    assert (billing.shrinkage, billing.causes) == (0.2, ())
    assert len(technical.causes) == 2


def test_the_total_of_causes_without_conditions_is_combined(write_scenario: Any) -> None:
    text = CAUSES + '[[shrinkage.causes]]\nname = "lateness"\nshare = 0.02\n'
    assert load_scenario(write_scenario(shrinkage(text))).queues[0].shrinkage == 0.069


@pytest.mark.parametrize(
    ("text", "line", "value", "words"),
    [
        ("self_service = 1.2", 16, "1.2", "at most 1"),
        ("self_service = -0.1", 16, "-0.1", "at least 0"),
        ("self_service = nan", 16, "nan", "finite"),
        ("outsourced = 2", 16, "2", "at most 1"),
        ('outsourced = "half"', 16, "half", "must be a number"),
        ("dispersion = 0.5", 16, "0.5", "at least 1"),
        ("dispersion = inf", 16, "inf", "finite"),
        ("confidence = 1", 16, "1", "below 1"),
        ("confidence = 0", 16, "0", "above 0"),
        ("confidence = 90", 16, "90", "below 1"),
        ('method = "gaussian"', 16, "gaussian", "'interval' or 'carried'"),
        ('target_over = "month"', 16, "month", "'day' or 'week'"),
        ('transfers = [{ to = "technicl", share = 0.2 }]', 16, "technicl", "did you mean 'techn"),
        ('transfers = [{ to = "technical", share = 0 }]', 16, "0", "above 0"),
        ('transfers = [{ to = "technical", share = 1.5 }]', 16, "1.5", "at most 1"),
        ('transfers = [{ to = "technical" }]', 16, None, "is missing"),
        ('transfers = [{ to = "technical", part = 1 }]', 16, "1", "unknown key"),
        (
            'transfers = [{ to = "technical", share = 0.2 },\n{ to = "technical", share = 0.3 }]',
            17, "technical", "stands twice",
        ),
        (
            'transfers = [{ to = "technical", share = 0.7 }, { to = "billing", share = 0.4 }]',
            16, "1.1", "more than 1",
        ),
        (
            'transfers = [{ to = "billing", share = 1 }]',
            16, "billing -> billing", "never leave this loop",
        ),
        ('method = "carried"\ntarget_over = "day"', 17, "day", 'needs method = "interval"'),
    ],
)  # fmt: skip
def test_faults_of_a_queues_keys_are_located(
    assert_fault: Any, text: str, line: int, value: str | None, words: str
) -> None:
    assert_fault(keys(text), "scenario.toml", line, value, words)


def test_a_loop_through_several_queues_is_named(assert_fault: Any) -> None:
    def edit(text: str) -> str:
        text = text.replace(
            'id = "billing"\n', 'id = "billing"\ntransfers = [{ to = "technical", share = 1 }]\n'
        )
        return text.replace(
            'id = "technical"\n', 'id = "technical"\ntransfers = [{ to = "billing", share = 1 }]\n'
        )

    value = "billing -> technical -> billing"
    assert_fault({"scenario.toml": edit}, "scenario.toml", 16, value, "never leave this loop")


def test_a_loop_that_a_partner_lets_contacts_leave_is_fine(write_scenario: Any) -> None:
    text = 'outsourced = 0.1\ntransfers = [{ to = "billing", share = 1 }]'
    assert load_scenario(write_scenario(keys(text))).queues[0].outsourced == 0.1


def test_a_target_over_the_day_needs_a_service_level(assert_fault: Any) -> None:
    def edit(text: str) -> str:
        return text.replace('id = "technical"\n', 'id = "technical"\ntarget_over = "day"\n')

    assert_fault({"scenario.toml": edit}, "scenario.toml", 24, "day", "needs service_level")


def test_a_queue_that_receives_transfers_needs_a_handling_time(assert_fault: Any) -> None:
    changes = keys('transfers = [{ to = "technical", share = 0.2 }]')
    changes["forecast.csv"] = lambda t: "".join(t.splitlines(keepends=True)[:3])
    assert_fault(changes, "scenario.toml", 16, "technical", "has no handling time in the forecast")


@pytest.mark.parametrize(
    ("text", "line", "value", "words"),
    [
        ("[shrinkage]\n", 11, None, "is empty"),
        ("[shrinkage]\nunplanned = 0.1\n" + CAUSES, 12, "0.1", "not both"),
        (CAUSES.replace("0.05", "1"), 13, "1", "below 1"),
        (CAUSES.replace("0.05", "-0.05"), 13, "-0.05", "at least 0"),
        (CAUSES.replace('"mon"', '"monday"'), 18, "monday", "must be one of"),
        (CAUSES.replace("06:00-10:00", "06:00"), 19, "06:00", "HH:MM-HH:MM"),
        (CAUSES.replace("[2026-03-23]", "[]"), 20, None, "must not be empty"),
        (CAUSES.replace('"technical"', '"technicl"'), 21, "technicl", "unknown queue"),
        (CAUSES.replace('"sickness"', '""', 1), 12, "", "at least 1 character"),
    ],
)
def test_faults_of_the_shrinkage_are_located(
    assert_fault: Any, text: str, line: int, value: str | None, words: str
) -> None:
    assert_fault(shrinkage(text), "scenario.toml", line, value, words)


def test_a_cause_for_a_queue_with_a_total_of_its_own_is_a_fault(assert_fault: Any) -> None:
    text = CAUSES.replace('"technical"', '"billing"')
    edit, own = shrinkage(text)["scenario.toml"], keys("shrinkage = 0.2")["scenario.toml"]
    change = {"scenario.toml": lambda t: own(edit(t))}
    assert_fault(change, "scenario.toml", 21, "billing", "shrinkage of its own")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Break", "breaks"), ("LUNCH", "breaks"), ("Mittagspause", "breaks"), ("Pause", "breaks"),
        ("Leave", "leave"), ("vacation", "leave"), ("annual-leave", "leave"), ("Urlaub", "leave"),
        ("training", "events"), ("Team_Meeting", "events"), ("Schulung", "events"),
        ("coaching", "events"), ("Mitarbeitergespräch", "events"),
        ("sickness", None), ("sick leave", None), ("Krankheit", None), ("lateness", None),
        ("break overrun", None), ("unplanned", None),
    ],
)  # fmt: skip
def test_names_of_rostered_time_are_known_in_any_case(name: str, kind: str | None) -> None:
    assert rostered_kind(name) == kind


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Lunch", "the shifts have breaks"),
        ("Urlaub", "time_off"),
        ("Training", "the events table"),
    ],
)
def test_what_is_rostered_must_not_be_in_the_shrinkage_too(
    assert_fault: Any, name: str, words: str
) -> None:
    change = shrinkage(f'[[shrinkage.causes]]\nname = "{name}"\nshare = 0.1\n')
    assert_fault(change, "scenario.toml", 12, name, words)
    assert_fault(change, "scenario.toml", 12, name, "counting twice")


def test_what_is_not_rostered_may_be_in_the_shrinkage(write_scenario: Any) -> None:
    causes = "".join(
        f'[[shrinkage.causes]]\nname = "{name}"\nshare = 0.1\n' for name in ("leave", "meetings")
    )
    changes = {**shrinkage(causes), "time_off.csv": None, "events.csv": None}
    assert len(load_scenario(write_scenario(changes)).queues[0].causes) == 2


def test_breaks_are_not_rostered_where_only_the_requirement_is_wanted(write_scenario: Any) -> None:
    """Without agents and without shifts of its own a scenario rosters no breaks."""
    toml = (
        '[site]\ntime_zone = "Europe/Berlin"\n'
        "[horizon]\nstart = 2026-03-23\ndays = 7\ninterval_minutes = 30\n"
        '[[shrinkage.causes]]\nname = "breaks"\nshare = 0.1\n'
        '[[queues]]\nid = "billing"\n[[queues]]\nid = "technical"\n'
    )
    people = ("agents", "time_off", "availability", "preferences", "events", "history", "locked")
    folder = write_scenario({"scenario.toml": toml, **{f"{name}.csv": None for name in people}})
    assert load_scenario(folder, with_agents=False).queues[0].shrinkage == 0.1
    (folder / "agents.csv").write_text(
        "employee_id,contract_id,base_rate,skills\nA,standard,20,billing\n"
    )
    with pytest.raises(ScenarioError, match="counting twice"):
        load_scenario(folder)


def test_quantiles_of_the_volume_are_read_in_any_order_and_spelling(write_scenario: Any) -> None:
    header = "queue,interval_start,volume,Volume_P90,aht_s,volume_p05\n"
    other = "technical,2026-03-23T08:00:00+01:00,3,,600,\n"
    text = f"{header}billing,2026-03-23T08:00:00+01:00,12,18,240,7.5\n{other}"
    changes = {**keys("confidence = 0.8"), "forecast.csv": text}
    scenario = load_scenario(write_scenario(changes))
    columns = scenario.forecast.select("queue", "volume_p5", "volume_p90").rows()
    assert columns == [("billing", 7.5, 18), ("technical", None, None)]


@pytest.mark.parametrize(
    ("cells", "column", "value", "words"),
    [
        ("9,,15", "volume_p50", None, "all quantiles or none"),
        ("9,12,11", "volume_p90", "11", "must not be below volume_p50"),
        ("9,x,11", "volume_p50", "x", "is not a number"),
        ("-1,2,3", "volume_p10", "-1", "at least 0"),
        ("1,2,inf", "volume_p90", "inf", "finite"),
    ],
)
def test_faults_of_quantiles_are_located(
    assert_fault: Any, cells: str, column: str, value: str | None, words: str
) -> None:
    text = f"{QUANTILES}{ROW},9,12,15\n{ROW.replace('08:00', '08:30')},{cells}\n"
    assert_fault({"forecast.csv": text}, "forecast.csv", 3, value, words)


@pytest.mark.parametrize("name", ["volume_p0", "volume_p100", "volume_p", "volume_px", "volume_90"])
def test_other_columns_that_look_like_quantiles_are_unknown(assert_fault: Any, name: str) -> None:
    text = f"queue,interval_start,volume,aht_s,{name}\n{ROW},9\n"
    assert_fault({"forecast.csv": text}, "forecast.csv", 1, name, "unknown column")


def test_the_same_quantile_twice_is_a_fault(assert_fault: Any) -> None:
    text = f"queue,interval_start,volume,aht_s,volume_p5,volume_p05\n{ROW},9,9\n"
    assert_fault({"forecast.csv": text}, "forecast.csv", 1, None, "stands twice")


def test_quantiles_above_nought_need_a_handling_time(assert_fault: Any) -> None:
    text = f"{QUANTILES}billing,2026-03-23T08:00:00+01:00,0,,0,0,3\n"
    assert_fault({"forecast.csv": text}, "forecast.csv", 2, None, "above 0 where there is volume")


def test_a_confidence_outside_the_quantiles_is_a_fault(assert_fault: Any) -> None:
    changes = {**keys("confidence = 0.95"), "forecast.csv": f"{QUANTILES}{ROW},9,12,15\n"}
    assert_fault(changes, "scenario.toml", 16, "0.95", "between 0.1 and 0.9")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("confidence = 0.9", "its volume is taken as certain"),
        ("dispersion = 4", "the forecast's volume is planned for"),
    ],
)
def test_half_of_an_uncertainty_is_said_to_do_nothing(
    write_scenario: Any, text: str, words: str
) -> None:
    assert words in " ".join(load_scenario(write_scenario(keys(text))).defaults_used)


def test_options_of_a_bare_forecast_describe_every_queue(tmp_path: Any) -> None:
    path = tmp_path / "calls.csv"
    path.write_text(f"queue,interval_start,volume,aht_s\n{ROW}\n{ROW.replace('billing', 'b')}\n")
    options = {
        "self_service": 0.1, "outsourced": 0.2, "dispersion": 3.0, "confidence": 0.8,
        "target_over": "day",
    }  # fmt: skip
    for queue in scenario_from_files(path, **options).queues:
        assert {name: getattr(queue, name) for name in options} == options
    assert scenario_from_files(path, method="carried").queues[0].method == "carried"
    with pytest.raises(ScenarioError) as caught:
        scenario_from_files(path, confidence=1.5, dispersion=0.1, method="x", target_over="year")
    found = [(fault.file, fault.column, fault.value) for fault in caught.value.faults]
    assert found == [
        ("options", "confidence", "1.5"),
        ("options", "dispersion", "0.1"),
        ("options", "method", "x"),
        ("options", "target_over", "year"),
    ]
