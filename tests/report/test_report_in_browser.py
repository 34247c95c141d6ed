"""The page in a real browser: under its own policy, used as a reader uses it."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from chromium import Chromium, needs_chromium, unharmed
from staffwright.scheduler.export.documents import plan_json
from staffwright.scheduler.plan import Plan, TracePoint
from staffwright.scheduler.report import render_report

pytestmark = [needs_chromium, pytest.mark.slow]

HOSTILE = (
    "</script><script>document.title='broken in'</script><img src=x onerror=\"pwned=1\">"
    '=HYPERLINK("http://x.example")\'\u202egnp.exe\u0007'
)
CHARTS = ("coverage-chart", "heat-chart", "search-chart")


def _spiked(plan: Plan) -> Plan:
    """Return a plan in which every text is hostile."""
    scenario = plan.scenario
    names = {queue.id: HOSTILE + queue.id for queue in scenario.queues}
    contracts = {c.id: replace(c, id=HOSTILE + c.id) for c in scenario.contracts}
    agents = tuple(
        replace(
            agent,
            name=HOSTILE,
            group=HOSTILE,
            contract=contracts[agent.contract.id],
            skills=frozenset(names[queue] for queue in agent.skills),
        )
        for agent in scenario.agents
    )
    shifts = tuple(
        replace(
            shift,
            shift_id=HOSTILE,
            activities=tuple(
                replace(
                    a,
                    code=f"event:{HOSTILE}" if a.code[0] == "e" else a.code,
                    queue=names.get(a.queue or ""),
                )
                for a in shift.activities
            ),
        )
        for shift in plan.shifts
    )
    audit = plan.audit
    return replace(
        plan,
        scenario=replace(
            scenario,
            name=HOSTILE,
            agents=agents,
            queues=tuple(replace(queue, id=names[queue.id]) for queue in scenario.queues),
            contracts=tuple(contracts.values()),
            time_off=tuple(replace(leave, kind=HOSTILE) for leave in scenario.time_off),
            defaults_used=(HOSTILE,),
            input_hashes={HOSTILE: HOSTILE},
        ),
        requirement=replace(plan.requirement, queues=tuple(names.values())),
        shifts=shifts,
        audit=replace(
            audit,
            cost=replace(audit.cost, premiums={HOSTILE: audit.cost.base}, rules={HOSTILE: 1}),
            service_levels=tuple(replace(d, queue=names[d.queue]) for d in audit.service_levels),
            shortages=tuple(replace(s, queue=names[s.queue]) for s in audit.shortages),
        ),
        solve=replace(
            plan.solve,
            trace=tuple(TracePoint(p.seconds, HOSTILE, p.cost, p.bound) for p in plan.solve.trace),
        ),
    )


def test_the_page_draws_itself_under_its_policy_without_a_complaint(shown: Chromium) -> None:
    assert unharmed(shown)
    for chart in CHARTS:
        assert shown.run(
            f"document.querySelectorAll('#{chart} svg path, #{chart} svg rect').length"
        )
    assert len(shown.texts("#service-charts figure")) == 3
    assert "12 of 12 agents listed." in shown.text("roster-count")


def test_the_figures_on_the_page_are_those_of_plan_json(plan: Plan, shown: Chromium) -> None:
    document = json.loads(plan_json(plan))
    figures = shown.run(
        "[...document.querySelectorAll('[data-figure]')].map((e) =>"
        " [e.dataset.figure, e.dataset.value, e.textContent])"
    )
    paths = {path for path, _, _ in figures}
    assert {"cost.total", "cost.wages", "bound", "gap", "under_hours", "over_hours"} <= paths
    assert {f"cost.premiums.{name}" for name in plan.audit.cost.premiums} <= paths
    for path, exact, text in figures:
        found = document
        for key in path.split("."):
            found = found[key]
        assert Decimal(exact) == pytest.approx(Decimal(str(found)), rel=Decimal("1e-9")), path
        if path.startswith("cost."):
            cents = Decimal(text.replace("EUR\u00a0", "").replace(",", "").replace("−", "-"))
            assert abs(cents - Decimal(found)) <= Decimal("0.005"), path


def test_the_sums_under_the_chart_are_those_of_plan_json(plan: Plan, shown: Chromium) -> None:
    document = json.loads(plan_json(plan))
    hours = shown.run(
        "JSON.parse(document.getElementById('plan-data').textContent).series[0].whole"
    )
    scheduled, _, under, over = hours
    assert scheduled == pytest.approx(document["required_hours"])
    assert (under, over) == pytest.approx((document["under_hours"], document["over_hours"]))
    tenths = Decimal(scheduled).quantize(Decimal("0.1"), ROUND_HALF_UP)
    assert f"{tenths:,} agent-hours to roster" in shown.text("coverage-words")


def test_the_roster_is_filtered_by_what_agents_are_and_do(plan: Plan, shown: Chromium) -> None:
    agents, grid = plan.scenario.agents, plan.scenario.grid

    def listed() -> int:
        return int(shown.text("roster-count").split(" ")[0])

    for box, every, label, expected in (
        ("contract", "All contracts", "part", sum(a.contract.id == "part" for a in agents)),
        ("skill", "All skills", "technical", sum("technical" in a.skills for a in agents)),
        ("team", "All teams", "pier", sum(a.group == "pier" for a in agents)),
        ("place", "All locations", "Europe/Lisbon", sum(a.zone is not None for a in agents)),
    ):
        shown.choose(f"roster-{box}", label)
        assert listed() == expected
        assert 0 < expected < len(agents)
        shown.choose(f"roster-{box}", every)
    shown.type("roster-text", "e0003")
    assert listed() == 1
    shown.type("roster-text", "nobody of that name")
    assert listed() == 0
    shown.type("roster-text", "")
    shown.choose("roster-day", "Sun 29 Mar")
    first, last = (grid.instant(int(grid.day_starts[day])) for day in (6, 7))
    present = {s.employee_id for s in plan.shifts if s.start < last and s.end > first}
    assert listed() == len(present)
    wide = "document.getElementById('gantt-stage').offsetWidth / innerWidth"
    assert shown.run(wide) > 3
    assert unharmed(shown)


def test_the_arrow_keys_tell_the_shift_in_local_time(plan: Plan, shown: Chromium) -> None:
    shown.press("gantt", "ArrowDown", "ArrowRight")
    shift = [s for s in plan.shifts if s.employee_id == "E0001"][1]
    start = plan.scenario.grid.local(shift.start)
    said = re.sub("[\u2068\u2069]", "", shown.text("gantt-said"))
    assert said.startswith("Ada Albers (E0001)\nfull · quay")
    assert f"{shift.shift_id}: Tue 24 Mar {start:%H:%M} – " in said
    assert "8 h 30 min, 8 h paid" in said


def test_the_roster_is_there_as_a_table_and_on_paper(shown: Chromium) -> None:
    shown.run("document.getElementById('roster-details').open = true")
    shown.settle()
    cells = shown.texts("#roster-table tbody tr:first-child > *")
    assert cells[:2] == ["Ada Albers", "06:30–15:00 early"]
    shown.run("dispatchEvent(new Event('beforeprint'))")
    assert len(shown.texts("#roster-print table")) == 2
    shown.media("print", "dark")
    visible = "getComputedStyle(document.getElementById({!r})).display"
    assert shown.run(visible.format("gantt")) == "none"
    assert shown.run(visible.format("roster-print")) == "block"
    ink = shown.run("getComputedStyle(document.body).color")
    shown.media()
    assert ink == shown.run("getComputedStyle(document.body).color")
    shown.run("dispatchEvent(new Event('afterprint'))")
    assert shown.texts("#roster-print table") == []


def test_a_queue_and_a_day_are_chosen_by_control_key_and_mouse(plan: Plan, shown: Chromium) -> None:
    grid = plan.scenario.grid

    def sentence(day: int) -> str:
        cut = slice(int(grid.day_starts[day]), int(grid.day_starts[day + 1]))
        hours = Decimal(int(plan.requirement.scheduled[1, cut].sum())) / 4
        hours = hours.quantize(Decimal("0.1"), ROUND_HALF_UP)
        return f"technical, {label(day)}: {hours:,} agent-hours to roster"

    def label(day: int) -> str:
        return f"{grid.day(day):%a} {grid.day(day).day} {grid.day(day):%b}"

    def words() -> str:
        return re.sub("[\u2068\u2069]", "", shown.text("coverage-words"))

    shown.choose("coverage-queue", "technical")
    shown.choose("coverage-day", "Sun 29 Mar")
    assert words().startswith(sentence(6))
    ticks = shown.texts("#coverage-chart text.tick")
    assert "04:00" in ticks
    assert "02:00" not in ticks  # the clock skips it
    shown.press("coverage-chart", "PageDown")
    assert words().startswith(sentence(7))
    shown.press("coverage-chart", "Escape")
    assert words().startswith("technical, Whole horizon")
    box = shown.frame("coverage-chart")
    inner = box["width"] - 44 - 12
    spot = (box["x"] + 44 + inner * 2.5 / 14.25, box["y"] + 100)
    shown.pointer("mousePressed", *spot)
    shown.pointer("mouseReleased", *spot)
    assert words().startswith(sentence(2))
    shown.pointer("mousePressed", box["x"] + 44 + inner / 4, spot[1])
    shown.pointer("mouseMoved", box["x"] + 44 + inner / 2, spot[1], held=True)
    shown.pointer("mouseReleased", box["x"] + 44 + inner / 2, spot[1])
    assert words() == "technical, Wed 25 Mar 06:00 – 12:00."
    assert unharmed(shown)


def test_the_tip_tells_the_interval_under_the_pointer(plan: Plan, shown: Chromium) -> None:
    box = shown.frame("heat-chart")
    first = box["x"] + 94 + (box["width"] - 94 - 8) * 0.5 / 96
    shown.pointer("mouseMoved", first, box["y"] + 15)
    lines = shown.texts("#tip > *")
    assert lines[0] == "Mon 23 Mar 00:00 – 00:15"
    needed = int(plan.requirement.scheduled[:, 0].sum())
    before = int(plan.requirement.required[:, 0].sum())
    assert f"To roster {needed} ({before} before absence)" in lines
    covered = float(plan.audit.coverage.covered[:, 0].sum())
    assert f"Covered {covered:.2f}" in lines


def test_a_wait_without_end_fills_its_column_and_says_so(
    plan: Plan, browser: Chromium, show: Callable[[str], None]
) -> None:
    days = [replace(d, mean_wait_s=float("inf")) for d in plan.audit.service_levels]
    audit = replace(plan.audit, service_levels=tuple(days))
    show(render_report(replace(plan, audit=audit)))
    assert unharmed(browser)
    assert "0 of 14 days meet the target" in browser.texts("#service-charts figcaption span")
    drawn = "#service-charts figure:last-child .column.missed"
    heights = browser.run(
        f"[...document.querySelectorAll({drawn!r})].map((bar) => bar.getAttribute('height'))"
    )
    assert heights == ["134"] * 14
    browser.run("document.querySelector('#service details').open = true")
    assert "no end" in browser.text("service")


def test_the_arrow_keys_read_charts_aloud(plan: Plan, shown: Chromium) -> None:
    shown.press("coverage-chart", "ArrowRight", "ArrowRight")
    assert shown.text("coverage-said").startswith("Mon 23 Mar 00:15 – 00:30, To roster ")
    shown.press("heat-chart", "ArrowDown", "ArrowDown", "ArrowRight")
    assert shown.text("heat-said").startswith("Tue 24 Mar 00:15 – 00:30, ")
    shown.press("search-chart", "ArrowLeft")
    assert shown.text("search-said").startswith(f"Step {len(plan.solve.trace)}, ")


def test_headings_sort_their_column_both_ways(plan: Plan, shown: Chromium) -> None:
    paid = sorted(plan.audit.paid_hours.values())
    head = "document.querySelectorAll('table.fairness thead th')[2]"
    hours = "[...document.querySelectorAll('table.fairness tbody tr')]"
    hours += ".map((row) => Number(row.cells[2].dataset.sort))"
    shown.run(f"{head}.querySelector('button').click()")
    assert shown.run(hours) == paid[::-1]
    shown.run(f"{head}.querySelector('button').click()")
    assert shown.run(hours) == paid
    assert shown.run(f"{head}.getAttribute('aria-sort')") == "ascending"


@pytest.mark.parametrize("deterministic", [False, True], ids=["by the clock", "counted"])
def test_the_search_is_drawn_over_seconds_unless_work_was_counted(
    plan: Plan, browser: Chromium, show: Callable[[str], None], deterministic: bool
) -> None:
    """The tenth of twenty points is reached after 55.7 of 117.3 s."""
    show(render_report(replace(plan, solve=replace(plan.solve, deterministic=deterministic))))
    words = browser.texts("#search-chart text")
    assert words[-1] == ("step of the search" if deterministic else "seconds")
    assert ("100" in words) == (not deterministic)
    for _ in range(10):
        browser.press("search-chart", "ArrowRight")
    said = browser.text("search-said")
    assert said.startswith("Step 10, \u2068" if deterministic else "Step 10, 55.7 s, ")
    left, right, at = (
        browser.run(f"document.querySelector('#search-chart line.{line}.baseVal.value")
        for line in ("axis').x1", "axis').x2", "cursor').x1")
    )
    assert (at - left) / (right - left) == pytest.approx(
        9.5 / 20 if deterministic else 55.7 / 117.3, abs=1e-3
    )


def _fairness_ids(shown: Chromium) -> set[str]:
    listed = "[...document.querySelectorAll('table.fairness tbody tr:not([hidden]) small')]"
    return set(shown.run(f"{listed}.map((small) => small.textContent)"))


def test_the_fairness_table_has_the_filter_of_the_roster(plan: Plan, shown: Chromium) -> None:
    agents = plan.scenario.agents
    shown.choose("roster-team", "pier")
    meant = {agent.employee_id for agent in agents if agent.group == "pier"}
    assert _fairness_ids(shown) == meant
    chosen = "document.getElementById('fairness-team').selectedOptions[0].textContent"
    assert "pier" in shown.run(chosen)
    shown.choose("fairness-skill", "technical")
    meant &= {agent.employee_id for agent in agents if "technical" in agent.skills}
    assert meant
    assert _fairness_ids(shown) == meant
    assert shown.text("fairness-count") == f"{len(meant)} of 12 agents listed."
    assert shown.text("roster-count") == f"{len(meant)} of 12 agents listed."


def test_a_filter_holds_after_sorting_and_days_are_the_roster_s_own(
    plan: Plan, shown: Chromium
) -> None:
    shown.run("document.querySelectorAll('table.fairness thead th button')[2].click()")
    shown.choose("fairness-contract", "nights")
    shown.choose("roster-day", "Mon 23 Mar")
    own = {a.employee_id for a in plan.scenario.agents if a.contract.id == "nights"}
    assert _fairness_ids(shown) == own
    shown.type("fairness-text", "no such name")
    assert shown.text("fairness-count") == "0 of 12 agents listed."
    assert shown.text("roster-count") == "0 of 12 agents listed."


def test_hostile_texts_stay_texts(
    make_plan: Callable[..., Plan], browser: Chromium, show: Callable[[str], None]
) -> None:
    plan = make_plan(4, 3, date(2026, 10, 24))
    show(render_report(plan))
    parts = browser.run("[document.scripts.length, document.images.length]")
    show(render_report(_spiked(plan)))
    browser.press("gantt", "ArrowDown")
    browser.press("coverage-chart", "ArrowRight")
    browser.press("search-chart", "ArrowRight")
    browser.run("document.getElementById('roster-details').open = true")
    browser.run("dispatchEvent(new Event('beforeprint'))")
    assert unharmed(browser)
    assert browser.run("[document.scripts.length, document.images.length]") == parts
    assert browser.run("document.title").startswith("</script><script>")
    assert browser.run("typeof pwned") == "undefined"
    said = browser.text("gantt-said")
    assert said.count("\u2068" + HOSTILE.replace("\u202e", "")) >= 2
    assert "\u202e" not in said


def test_the_time_zone_of_the_browser_moves_nothing(
    make_plan: Callable[..., Plan], browser: Chromium, show: Callable[[str], None]
) -> None:
    """Both zones change their clocks on other days than the plan's, which is 25 October."""
    text = render_report(make_plan(4, 3, date(2026, 10, 24)))
    seen = []
    for zone in ("America/Los_Angeles", "Pacific/Auckland"):
        browser.call("Emulation.setTimezoneOverride", timezoneId=zone)
        show(text)
        browser.choose("coverage-day", "Sun 25 Oct")
        browser.press("gantt", "ArrowDown", "ArrowRight")
        texts = browser.texts("svg text, #coverage-words, #gantt-said")
        assert "06:00" in texts
        seen.append(texts)
    browser.call("Emulation.setTimezoneOverride", timezoneId="")
    assert seen[0] == seen[1]


def test_a_plan_without_shifts_bound_and_trace_is_drawn(
    plan: Plan, browser: Chromium, show: Callable[[str], None]
) -> None:
    solve = replace(plan.solve, status="none", cost=None, bound=None, trace=())
    scenario = replace(plan.scenario, history=(), agents=(), time_off=(), preferences=())
    audit = replace(plan.audit, shortages=(), service_levels=())
    show(render_report(replace(plan, scenario=scenario, shifts=(), solve=solve, audit=audit)))
    assert unharmed(browser)
    assert browser.text("search-chart") == "The search kept no record."
    points = tuple(replace(point, bound=None) for point in plan.solve.trace)
    show(render_report(replace(plan, solve=replace(plan.solve, bound=None, trace=points))))
    assert unharmed(browser)
    assert "The bound is unknown" in browser.texts("#search-chart text")


def test_a_thousand_agents_are_drawn_and_filtered(
    large_report: str, browser: Chromium, show: Callable[[str], None]
) -> None:
    show(large_report)
    assert unharmed(browser)
    assert browser.run("document.getElementById('gantt-canvas').height") < 3000
    assert browser.run("document.getElementById('gantt-stage').offsetHeight") > 15000
    browser.type("roster-text", "E0017")
    assert browser.text("roster-count") == "1 of 1,000 agents listed."
    visible = "[...document.querySelectorAll('table.shortages tbody tr')]"
    visible += ".filter((row) => row.offsetHeight > 0).length"
    assert browser.run(visible) == 40
    browser.run("document.getElementById('shortages-all').click()")
    assert browser.run(visible) == len(browser.texts("table.shortages tbody tr")) > 40
