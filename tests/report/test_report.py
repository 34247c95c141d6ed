"""The page as HTML: complete, escaped, self-contained, and true to the plan."""

import base64
import hashlib
import html
import re
from dataclasses import replace
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from math import ceil, floor

import pytest
from staffwright.scheduler.plan import Plan, Shortage, Violation
from staffwright.scheduler.report import render_report
from staffwright.scheduler.scenario.types import ShrinkageCause
from taken_apart import Page, data_of, shown_text

NASTY = ("<img src=x onerror=alert(1)>", "</script><script>alert(2)</script>", "\"' onload=x &lt;")


@pytest.fixture(scope="module")
def text(plan: Plan) -> str:
    return render_report(plan)


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    return Page(text)


def _without_scripts(text: str) -> str:
    return re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)


def test_the_page_has_every_section_and_its_elements_nest(page: Page) -> None:
    assert page.open == []
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    sections = "summary coverage roster cost service shortages fairness search method"
    assert set(sections.split()) <= set(ids)
    assert "violations" not in ids


def test_links_and_labels_point_to_what_is_there(page: Page) -> None:
    ids = set(page.values("id"))
    for link in page.values("href"):
        assert link == "data:," or link[1:] in ids
    for name in ("aria-labelledby", "aria-describedby"):
        assert set(page.values(name)) <= ids


def test_nothing_is_loaded_from_anywhere(text: str, page: Page) -> None:
    assert page.values("src") == []
    assert "@import" not in text.split("</style>")[0]
    assert not re.search(r"https?:|url\(", _without_scripts(text))
    loads = re.compile(r"\bfetch\(|XMLHttpRequest|\bimport\b|WebSocket|\beval\(|new Function")
    assert not any(loads.search(script) for script in page.scripts)
    # The name of the SVG namespace is no address that anything asks
    addresses = re.findall(r"https?://[^\"' ]+", "".join(page.scripts))
    assert addresses == ["http://www.w3.org/2000/svg"]


def test_scripts_are_strict_and_never_read_text_as_markup(page: Page) -> None:
    own = page.scripts[:1] + page.scripts[2:]
    assert all(script.startswith('"use strict";') for script in own)
    markup = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser")
    assert not any(markup.search(script) for script in own)


def test_the_policy_allows_the_scripts_of_the_page_and_no_request(text: str, page: Page) -> None:
    policy = next(a["content"] for _, a in page.tags if "http-equiv" in a) or ""
    assert policy.startswith("default-src 'none'; ")
    assert "connect-src" not in policy
    scripts = re.findall(r"<script>(.*?)</script>", text, flags=re.DOTALL)
    digests = (base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts)
    assert re.findall(r"'sha256-([^']+)'", policy) == list(digests)


def test_the_scripts_leave_time_zones_to_the_plan(page: Page) -> None:
    own = page.scripts[:1] + page.scripts[2:]
    assert not any(re.search(r"\bDate\b|toLocale|Intl\.", script) for script in own)


def _tenths(value: float) -> str:
    return f"{Decimal(value).quantize(Decimal('0.1'), ROUND_HALF_UP):,}"


def test_headline_figures_are_those_of_the_plan(plan: Plan, page: Page) -> None:
    audit = plan.audit
    shown = page.text.replace("\u00a0", " ")
    assert f"Total cost EUR {round(audit.cost.total, 2):,.2f}" in shown
    assert f"Wages EUR {round(audit.cost.wages, 2):,.2f}" in shown
    assert f"Certified bound EUR {floor(100 * plan.solve.bound) / 100:,.2f}" in shown
    assert f"Gap {ceil(10_000 * plan.solve.gap - 1e-9) / 100:.2f} %" in shown
    assert f"Understaffing {_tenths(audit.under_hours)} agent-hours" in shown
    assert f"Overstaffing {_tenths(audit.over_hours)} agent-hours" in shown
    share = 100 * audit.under_hours / audit.required_hours
    assert f"{share:.1f} % of {audit.required_hours:,.0f} required hours" in shown
    assert "Horizon Mon 23 Mar 2026 to Sun 5 Apr 2026" in shown
    assert "Seed 7" in shown


def test_absence_that_varies_is_shown_as_its_range_over_the_intervals(plan: Plan) -> None:
    causes = (
        ShrinkageCause("sick", 0.04),
        ShrinkageCause("sick", 0.11, weekdays=frozenset({0})),
    )
    queues = tuple(replace(queue, causes=causes) for queue in plan.scenario.queues)
    scenario = replace(plan.scenario, queues=queues)
    assert "4.0–11.0 %" in shown_text(replace(plan, scenario=scenario), plan.audit.cost)
    assert "8.0 %" in shown_text(plan, plan.audit.cost)


def test_an_unknown_bound_is_unknown_and_never_zero(plan: Plan) -> None:
    trace = tuple(replace(point, bound=None) for point in plan.solve.trace)
    solve = replace(plan.solve, bound=None, trace=trace)
    shown = Page(render_report(replace(plan, solve=solve))).text
    assert "Certified bound unknown no bound was proved" in shown
    assert "Gap unknown" in shown
    assert "How far it is from the cheapest is unknown" in shown


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("optimal", "Proven optimal No legal roster for this scenario costs less."),
        ("cancelled", "Stopped early The search was stopped early"),
        ("none", "No roster found The search found no roster."),
    ],
)
def test_the_status_is_told_in_words(plan: Plan, status: str, words: str) -> None:
    solve = replace(plan.solve, status=status)
    assert words in Page(render_report(replace(plan, solve=solve))).text


def test_a_cost_of_the_search_that_differs_from_the_audit_is_pointed_out(plan: Plan) -> None:
    solve = replace(plan.solve, planned_cost=plan.audit.cost.total - 5, pay_is_exact=False)
    shown = Page(render_report(replace(plan, solve=solve))).text
    assert "of the search's own cost" in shown
    assert shown.count("as the search reckons, with linear stand-ins") == 2
    same = replace(plan.solve, planned_cost=plan.audit.cost.total)
    assert "as the search" not in Page(render_report(replace(plan, solve=same))).text


def test_kept_promises_are_shown_as_kept(page: Page) -> None:
    assert "Every promise is kept." in page.text
    assert "Hard minimum staff: kept" in page.text
    assert ": broken" not in page.text


def test_violations_and_a_broken_hard_minimum_stand_out(plan: Plan) -> None:
    violation = Violation("rest", "E0003", "2026-03-25", "600 min", "660 min", "Rest too short.")
    hard = Shortage("technical", "2026-03-24T02:00+01:00", "2026-03-24T04:00+01:00", 2.0, 1, True)
    audit = replace(plan.audit, violations=(violation,), shortages=(*plan.audit.shortages, hard))
    page = Page(render_report(replace(plan, audit=audit)))
    shown = page.text
    assert "violations" in page.values("id")
    assert "no roster that breaks promises no further costs less" in shown
    assert "1 rule violation This roster must not be published" in shown
    assert "rest Carla Albers (E0003) Wed 25 Mar 600 min 660 min Rest too short." in shown
    assert "Promises not kept: hard minimum staff, labour rules, independent audit." in shown
    first = shown[shown.index("Kind technical Tue 24 Mar 02:00–04:00 2\u00a0h 2.00 1 of ") :]
    assert first.index("below hard minimum") < first.index("priced")


def test_shortages_are_listed_worst_first(plan: Plan, page: Page) -> None:
    hours = sorted((s.agent_hours for s in plan.audit.shortages), reverse=True)
    table = page.text[page.text.index("Shortages, worst first") :]
    shown = re.findall(r"(\d+\.\d\d) \d+ of \d+ \S+ priced", table.replace("\u00a0%", "%"))
    assert shown == [f"{value:.2f}" for value in hours]


def test_a_plan_without_shortages_says_so(plan: Plan) -> None:
    audit = replace(plan.audit, shortages=())
    assert "No queue lacks agents" in Page(render_report(replace(plan, audit=audit))).text


def test_service_is_weighted_by_volume_and_judged(plan: Plan, page: Page) -> None:
    days = [d for d in plan.audit.service_levels if d.queue == "billing"]
    volume = sum(d.volume for d in days)
    level = sum(d.volume * (d.service_level or 0.0) for d in days) / volume
    assert f"billing {volume:,.0f} {100 * level:.1f}\u00a0%" in page.text


def test_service_days_show_every_day_and_queue(plan: Plan, text: str) -> None:
    table = text[text.index('class="service days"') :]
    table = table[: table.index("</table>")]
    assert table.count("<tr>") == 1 + plan.scenario.grid.days
    assert table.count("<td") == 3 * plan.scenario.grid.days
    assert "--at:0.8000" in table


def test_defaults_models_and_inputs_are_named(page: Page) -> None:
    assert "Patience of retention is not given: 180 s." in page.text
    assert "Erlang A" in page.text
    assert "forecast.csv " + "ab" * 32 in page.text


def test_names_cannot_become_markup(plan: Plan) -> None:
    scenario = plan.scenario
    first, second, third = (
        replace(agent, name=name) for agent, name in zip(scenario.agents[:3], NASTY, strict=True)
    )
    agents = (first, second, third, *scenario.agents[3:])
    cost = replace(plan.audit.cost, premiums={NASTY[1]: Decimal(9)})
    violation = Violation(NASTY[0], "E0002", NASTY[1], NASTY[0], NASTY[2], NASTY[1])
    shifts = tuple(replace(s, shift_id=NASTY[1]) for s in plan.shifts)
    spiked = replace(
        plan,
        scenario=replace(scenario, name=NASTY[1], agents=agents, defaults_used=NASTY),
        audit=replace(plan.audit, cost=cost, violations=(violation,)),
        shifts=shifts,
    )
    text = render_report(spiked)
    markup = _without_scripts(text)
    assert "<img" not in markup
    assert "alert(2)</script>" not in text
    page = Page(text)
    assert page.open == []
    assert not [tag for tag, attrs in page.tags if any(key.startswith("on") for key in attrs)]
    assert len(page.values("type")) == len(Page(render_report(plan)).values("type"))
    assert len(page.scripts) == len(Page(render_report(plan)).scripts)
    for name in NASTY:
        assert html.escape(name, quote=True) in markup
    roster = data_of(text)["roster"]
    assert [agent[1] for agent in roster["agents"][:3]] == list(NASTY)
    assert NASTY[1] in roster["templates"]


def test_a_site_without_a_name_of_its_own_is_headed_by_the_days(plan: Plan) -> None:
    scenario = replace(plan.scenario, name="forecast", is_named=False)
    shown = Page(render_report(replace(plan, scenario=scenario))).text
    heading = "Roster of Mon 23 Mar 2026 to Sun 5 Apr 2026"
    # The tab's title, the heading, and the days are not said again below it
    assert shown.count(heading) == 2
    assert f"{heading} 14 days · Europe/Berlin" in shown
    assert "forecast:" not in shown


def test_dollar_signs_in_names_are_kept(plan: Plan) -> None:
    scenario = replace(plan.scenario, name="$title costs ${more} $5")
    assert "$title costs ${more} $5" in Page(render_report(replace(plan, scenario=scenario))).text


def test_a_plan_without_shifts_or_history_is_shown(plan: Plan) -> None:
    scenario = replace(plan.scenario, history=(), defaults_used=(), input_hashes={})
    audit = replace(plan.audit, paid_hours={}, service_levels=(), required_hours=0.0)
    solve = replace(plan.solve, status="none", cost=None, bound=None, trace=())
    bare = replace(plan, scenario=scenario, audit=audit, shifts=(), solve=solve)
    shown = Page(render_report(bare)).text
    assert "Shifts 0" in shown
    assert "The search kept no record." in shown
    assert "None: the scenario gives everything itself." in shown


def test_an_agent_unknown_to_the_scenario_keeps_a_row(plan: Plan) -> None:
    stranger = replace(plan.shifts[0], employee_id="X9")
    text = render_report(replace(plan, shifts=(*plan.shifts, stranger)))
    assert data_of(text)["roster"]["agents"][-1] == ["X9", "X9", -1, -1, -1, []]


def test_leave_beyond_the_grid_is_cut_to_what_the_clock_knows(plan: Plan) -> None:
    leave = plan.scenario.time_off[0]
    long = replace(
        leave, start=leave.start - timedelta(days=99), end=leave.end + timedelta(days=99)
    )
    past = replace(leave, start=leave.start - timedelta(days=99), end=plan.scenario.grid.start)
    scenario = replace(plan.scenario, time_off=(long, past))
    data = data_of(render_report(replace(plan, scenario=scenario)))
    (row,) = data["roster"]["leave"]
    assert row[1] == data["segments"][0][0]
    assert row[2] >= data["horizon"][1]


def test_a_deterministic_plan_gives_the_same_page_however_long_it_took(plan: Plan) -> None:
    counted = replace(plan.solve, deterministic=True)
    text = render_report(replace(plan, solve=counted))
    trace = tuple(replace(point, seconds=3 * point.seconds) for point in counted.trace)
    slower = replace(counted, seconds=999.0, trace=trace)
    assert render_report(replace(plan, solve=slower)) == text
    assert data_of(text)["seconds"] is None
    assert "seconds stand in run.json only" in Page(text).text


def test_a_plan_made_by_the_clock_shows_when_each_point_was_reached(plan: Plan, text: str) -> None:
    """Rounded to hundredths; the end of the search closes the last step."""
    assert render_report(plan) == text
    seconds = [round(point.seconds, 2) for point in plan.solve.trace]
    assert data_of(text)["seconds"] == [*seconds, 117.3]
    shown = Page(text).text
    assert "Step Seconds Stage Cost" in re.sub(r"\s+", " ", shown)
    assert "Seconds are those of the run." in shown


def test_a_thousand_agents_over_four_weeks_stay_below_15_megabytes(large_report: str) -> None:
    assert len(large_report.encode()) < 15_000_000
    assert len(data_of(large_report)["roster"]["agents"]) == 1000
