"""plan.json and run.json: their fields and their schema."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from importlib.metadata import version

import jsonschema
import numpy as np
import pytest
from plan_factory import plan, without_bound
from staffwright.scheduler.export import published_schema
from staffwright.scheduler.export.documents import (
    PlanDocument,
    audit_json,
    plan_json,
    run_json,
)
from staffwright.scheduler.export.roster_document import roster_json


def test_cost_is_given_in_decimal_text_and_adds_up():
    cost = with_all_components(plan())
    made = replace(plan(), audit=replace(plan().audit, cost=cost))
    document = json.loads(plan_json(made))["cost"]
    wages = {"base", "minimum", "premiums", "overtime", "bonuses", "on_cost"}
    prices = {"understaffing", "overstaffing", "preferences", "fairness", "rules"}
    prices |= {"late_contacts", "bought_cover"}
    assert set(document) == {"total", "wages", *wages, *prices}
    assert summed(document, wages) == Decimal(document["wages"]) == cost.wages
    assert summed(document, wages | prices) == Decimal(document["total"]) == cost.total
    assert document["fairness"] == "0.000000"
    assert document["rules"] == {"max_weekends": "80.000000"}
    assert list(document["premiums"]) == ["sunday"]


def with_all_components(made):
    """Return the cost of a plan with the components that it lacks."""
    return replace(
        made.audit.cost,
        minimum=Decimal("4.5"),
        bonuses=Decimal("12.25"),
        on_cost=Decimal("99.9"),
        rules={"max_weekends": Decimal("80.000000")},
        expected_value=Decimal("61.25"),
        premium_minutes={"sunday": 480},
        allowance_shifts={"on_call": 2},
        overtime_minutes=30,
        late_contacts=Decimal("17.5"),
        bought_cover=Decimal("212.000000"),
    )


def summed(document, names):
    """Add up components, those by id as well."""
    values = [document[name] for name in names]
    flat = [v for value in values for v in (value.values() if isinstance(value, dict) else [value])]
    return sum(map(Decimal, flat))


def test_what_premiums_are_paid_for_and_the_value_of_bonuses_stand_beside_the_cost():
    cost = with_all_components(plan())
    audit = replace(plan().audit, cost=cost)
    expected = {
        "premium_minutes": {"sunday": 480},
        "allowance_shifts": {"on_call": 2},
        "overtime_minutes": 30,
        "expected_value": "61.25",
    }
    assert json.loads(plan_json(replace(plan(), audit=audit)))["paid_for"] == expected
    assert json.loads(audit_json(audit, "EUR"))["paid_for"] == expected


def test_the_planners_figure_and_its_difference_to_the_exact_one_are_recorded():
    made = plan()
    assert made.linearisation is None
    document = json.loads(plan_json(made))
    assert (document["planned_cost"], document["linearisation"]) == (None, None)
    planned = made.audit.cost.total + Decimal("1.75")
    made = replace(made, solve=replace(made.solve, planned_cost=planned))
    document = json.loads(plan_json(made))
    assert Decimal(document["planned_cost"]) == planned
    assert Decimal(document["linearisation"]) == Decimal("-1.75")


def test_status_bound_gap_seed_and_hours_are_there():
    document = json.loads(plan_json(plan()))
    total = float(document["cost"]["total"])
    assert document["status"] == "feasible"
    assert document["seed"] == 7
    assert document["bound"] == pytest.approx(total * 0.98)
    assert document["gap"] == pytest.approx(1 / 0.98 - 1)
    assert document["currency"] == "EUR"
    assert document["promises"] == {"hard_minimum_staff": True, "rules": False, "audit": False}
    assert (document["under_hours"], document["paid_hours"]) == (0.3, 15.0)
    assert document["horizon"] == {
        "first_day": "2026-03-28",
        "days": 2,
        "start": "2026-03-28T00:00:00+01:00",
        "end": "2026-03-30T00:00:00+02:00",
        "interval_minutes": 60,
    }


def test_what_the_search_says_beside_its_result_is_there():
    told = {"under_if_divisible": {"billing": 9.5}, "confirmed_agents": 40, "refused_agents": 2}
    told |= {"ended_at_gap": True, "repaired_since": datetime(2026, 3, 24, 5, tzinfo=UTC)}
    made = replace(plan(), solve=replace(plan().solve, deterministic=True, **told))
    assert json.loads(plan_json(made))["solve"] == {
        "deterministic": True,
        "under_hours_if_divisible": {"billing": 9.5},
        "confirmed_agents": 40,
        "refused_agents": 2,
        "ended_at_gap": True,
        "repaired_since": "2026-03-24T06:00:00+01:00",
    }
    unknown = replace(made, solve=replace(made.solve, under_if_divisible={"billing": None}))
    document = json.loads(plan_json(unknown))
    assert document["solve"]["under_hours_if_divisible"] == {"billing": None}


def test_an_unknown_bound_is_null_and_so_is_the_gap():
    document = json.loads(plan_json(without_bound(plan())))
    assert document["bound"] is None
    assert document["gap"] is None


def test_inputs_versions_and_defaults_are_recorded():
    document = json.loads(plan_json(plan()))
    assert list(document["input_hashes"]) == ["agents.csv", "forecast.csv"]
    assert {"python", "ortools", "highspy", "numpy"} <= set(document["versions"])
    assert document["defaults_used"] == ["The time zone is UTC."]
    assert document["staffwright"] == version("staffwright")


def test_findings_are_carried_over_field_by_field():
    document = json.loads(plan_json(plan()))
    assert document["shortages"][0]["agent_hours"] == 8.0
    assert document["violations"][0]["rule"] == "rest"
    assert document["service_levels"][0] == {
        "queue": "billing",
        "day": "2026-03-28",
        "volume": 480.0,
        "service_level": 0.75,
        "target": 0.8,
        "mean_wait_s": None,
    }


def test_times_of_the_run_are_in_run_json_only():
    made = plan()
    slower = replace(made, solve=replace(made.solve, seconds=99.0, trace=()))
    assert plan_json(made) == plan_json(slower)
    run = json.loads(run_json(made))
    assert run["seconds"] == 1.25
    assert [point["stage"] for point in run["trace"]] == ["greedy", "tours"]
    assert run["trace"][0]["gap"] is None
    assert run["trace"][1]["gap"] == pytest.approx(1 / 0.98 - 1)


def test_a_figure_that_is_no_number_is_null():
    made = plan()
    day = replace(made.audit.service_levels[0], service_level=np.float64("nan"))
    made = replace(made, audit=replace(made.audit, service_levels=(day,)))
    assert json.loads(plan_json(made))["service_levels"][0]["service_level"] is None


def test_the_schema_names_every_field_of_the_file():
    schema, document = published_schema("plan"), json.loads(plan_json(plan()))
    assert set(schema["properties"]) == set(document)
    assert set(schema["$defs"]["CostDocument"]["properties"]) == set(document["cost"])
    assert schema["$defs"]["CostDocument"]["properties"]["total"]["type"] == "string"
    assert schema["additionalProperties"] is False


def test_plan_json_reads_back_into_its_own_type():
    text = plan_json(plan())
    assert PlanDocument.model_validate_json(text).model_dump_json(indent=2) + "\n" == text


def set_at(document, path, value):
    """Change one value of a document; None takes the key away."""
    *way, last = path
    for step in way:
        document = document[step]
    if value is None:
        del document[last]
    else:
        document[last] = value


@pytest.mark.parametrize(
    ("name", "text"), [("plan", plan_json), ("roster", roster_json), ("run", run_json)]
)
def test_a_document_is_valid_by_its_published_schema(name, text):
    schema = published_schema(name)
    errors = jsonschema.Draft202012Validator(schema).iter_errors(json.loads(text(plan())))
    assert [error.message for error in errors] == []


@pytest.mark.parametrize(
    ("name", "text", "path", "value"),
    [
        ("plan", plan_json, ("status",), "great"),
        ("plan", plan_json, ("cost", "total"), 12.5),
        ("plan", plan_json, ("horizon", "days"), "2"),
        ("plan", plan_json, ("promises",), None),
        ("plan", plan_json, ("extra",), 1),
        ("plan", plan_json, ("violations", 0, "rule"), None),
        ("roster", roster_json, ("shifts", 0, "employee_id"), None),
        ("roster", roster_json, ("shifts", 0, "activities"), []),
        ("roster", roster_json, ("shifts", 0, "activities", 0, "paid"), "yes"),
        ("roster", roster_json, ("shifts", 0, "paid_minutes"), 7.5),
        ("run", run_json, ("trace", 0, "stage"), 1),
    ],
)  # fmt: skip
def test_a_malformed_document_is_not(name, text, path, value):
    document = json.loads(text(plan()))
    set_at(document, path, value)
    assert not jsonschema.Draft202012Validator(published_schema(name)).is_valid(document)
