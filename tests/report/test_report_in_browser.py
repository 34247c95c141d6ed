"""The page in a real browser: the scripts run, draw, filter, and never look at its time zone."""

import html
import json
import os
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from staffwright.scheduler.plan import Plan, TracePoint
from staffwright.scheduler.report import render_report

CHROMIUM = shutil.which("chromium") or ""
pytestmark = [pytest.mark.skipif(not CHROMIUM, reason="needs chromium"), pytest.mark.slow]

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update --virtual-time-budget=20000 "
    "--window-size=1280,900 --dump-dom"
)
HOSTILE = "</script><script>document.title='broken in'</script><img src=x onerror=alert(1)>"
DRAWN = 'data-ready="true" data-errors="0"'

# Waits for the page, does what stands at %s and leaves the result on the body
SCRIPT = """
<script>(async () => {
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  while (document.documentElement.dataset.ready !== "true") await wait(20);
  const $ = (id) => document.getElementById(id);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const set = (id, value) => { $(id).value = value; $(id).dispatchEvent(new Event("change")); };
  const press = (key) => $("gantt").dispatchEvent(new KeyboardEvent("keydown", { key }));
  const count = () => Number($("roster-count").textContent.split(" ")[0]);
  const result = {};
  %s
  document.body.dataset.result = JSON.stringify(result);
})();</script></body>"""

USE = """
  set("roster-contract", "1");
  result.part = count();
  set("roster-contract", "any");
  set("roster-skill", "0");
  result.billing = count();
  set("roster-skill", "any");
  set("roster-day", "6");
  result.sunday = count();
  result.zoomed = $("gantt-stage").offsetWidth > 3 * $("gantt").offsetWidth;
  set("roster-day", "any");
  $("roster-all").click();
  press("ArrowDown");
  press("ArrowRight");
  result.said = $("gantt-said").textContent;

  $("roster-details").open = true;
  await wait(100);
  result.cells = all("#roster-table tbody tr:first-child > *").map((cell) => cell.textContent);
  dispatchEvent(new Event("beforeprint"));
  result.printed = all("#roster-print table").length;
  dispatchEvent(new Event("afterprint"));

  set("coverage-queue", "1");
  set("coverage-day", "6");
  await wait(200);
  result.words = $("coverage-words").textContent;
  result.range = $("coverage-chart").layout.xaxis.range;
  result.ticks = $("coverage-chart").layout.xaxis.ticktext;

  const head = all("table.fairness thead th")[3];
  const rows = () => all("table.fairness tbody tr");
  const hours = () => rows().map((row) => Number(row.cells[3].dataset.sort));
  head.querySelector("button").click();
  result.down = hours();
  head.querySelector("button").click();
  result.up = hours();
  result.sort = head.getAttribute("aria-sort");
"""


def _open(text: str, folder: Path, zone: str = "UTC") -> str:
    """Return the document after the scripts have run in a browser in a time zone."""
    path = folder / "report.html"
    path.write_text(text, encoding="utf-8")
    profile = f"--user-data-dir={folder / 'profile'}"
    done = subprocess.run(
        [CHROMIUM, *FLAGS.split(), profile, path.as_uri()],
        capture_output=True,
        check=True,
        env={**os.environ, "TZ": zone},
        timeout=120,
    )
    return done.stdout.decode()


def _act(text: str, folder: Path, script: str) -> dict:
    """Return what a script of the test found on the page; the page's policy is left out."""
    bare = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    dom = _open(bare.replace("</body>", SCRIPT % script), folder)
    assert DRAWN in _root(dom)
    found = re.search(r'<body data-result="([^"]*)"', dom)
    assert found is not None
    return json.loads(html.unescape(found[1]))


def _root(dom: str) -> str:
    return re.search(r"<html[^>]*>", dom)[0]


def _labels(dom: str) -> list[str]:
    """Return every text that stands in a chart, in order."""
    charts = re.findall(r"<svg.*?</svg>", dom, flags=re.DOTALL)
    return re.findall(r">([^<>]+)</(?:text|tspan)>", "".join(charts))


def _spiked(plan: Plan) -> Plan:
    """Return a plan in which every name is hostile."""
    agents = tuple(replace(agent, name=HOSTILE) for agent in plan.scenario.agents)
    queues = tuple(replace(queue, id=HOSTILE + queue.id) for queue in plan.scenario.queues)
    trace = tuple(TracePoint(p.seconds, HOSTILE, p.cost, p.bound) for p in plan.solve.trace)
    cost = replace(plan.audit.cost, premiums={HOSTILE: plan.audit.cost.base})
    return replace(
        plan,
        scenario=replace(plan.scenario, name=HOSTILE, agents=agents, queues=queues),
        requirement=replace(plan.requirement, queues=tuple(queue.id for queue in queues)),
        audit=replace(plan.audit, cost=cost),
        solve=replace(plan.solve, trace=trace),
    )


@pytest.fixture(scope="module")
def autumn(make_plan, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The page of a hostile plan across the autumn change, in two browsers far apart.

    Both of their zones change clocks on other days than the plan's.
    """
    text = render_report(_spiked(make_plan(4, 3, date(2026, 10, 24))))
    west = _open(text, tmp_path_factory.mktemp("west"), "America/Los_Angeles")
    east = _open(text, tmp_path_factory.mktemp("east"), "Pacific/Auckland")
    return west, east


@pytest.fixture(scope="module")
def used(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> dict:
    """What a reader finds who filters, walks, sorts and prints."""
    return _act(render_report(plan), tmp_path_factory.mktemp("used"), USE)


def test_all_scripts_run_under_the_policy_and_draw_four_charts(autumn: tuple[str, str]) -> None:
    dom = autumn[0]
    assert DRAWN in _root(dom)
    for chart in ("coverage-chart", "heat-chart", "cost-chart", "trace-chart"):
        assert re.search(rf'id="{chart}"[^>]*js-plotly-plot', dom)
    assert {"Sun", "25 Oct", "Base pay", "step of the search"} <= set(_labels(dom))
    assert "4 of 4 agents listed." in dom


def test_no_button_offers_to_send_the_chart_away(autumn: tuple[str, str]) -> None:
    markup = re.sub(r"<script.*?</script>", "", autumn[0], flags=re.DOTALL)
    titles = re.findall(r'modebar-btn"[^>]*data-title="([^"]*)"', markup)
    assert titles
    assert not [title for title in titles if re.search("share|cloud|send", title, re.IGNORECASE)]
    assert "plotly.com" not in markup


def test_hostile_names_stay_text_in_charts_and_tables(autumn: tuple[str, str]) -> None:
    assert "<title>broken in" not in autumn[0]
    assert "<img" not in re.sub(r"<script.*?</script>", "", autumn[0], flags=re.DOTALL)


def test_the_time_zone_of_the_browser_moves_nothing(autumn: tuple[str, str]) -> None:
    west, east = map(_labels, autumn)
    assert west == east
    assert "06:00" in west


def test_a_plan_without_shifts_bound_and_trace_is_drawn(plan: Plan, tmp_path: Path) -> None:
    solve = replace(plan.solve, status="none", cost=None, bound=None, trace=())
    scenario = replace(plan.scenario, history=(), agents=(), time_off=())
    dom = _open(render_report(replace(plan, scenario=scenario, shifts=(), solve=solve)), tmp_path)
    assert DRAWN in _root(dom)
    assert "The bound is unknown" in _labels(dom)


def test_a_thousand_agents_are_drawn_and_filtered(large_report: str, tmp_path: Path) -> None:
    search = """
      result.small = $("gantt-canvas").height < 3000 && $("gantt-stage").offsetHeight > 15000;
      $("roster-text").value = "E0017";
      $("roster-text").dispatchEvent(new Event("input"));
      result.count = $("roster-count").textContent;
    """
    found = _act(large_report, tmp_path, search)
    assert found == {"small": True, "count": "1 of 1,000 agents listed."}


def test_the_roster_is_filtered_by_contract_skill_and_day(plan: Plan, used: dict) -> None:
    agents, grid = plan.scenario.agents, plan.scenario.grid
    assert used["part"] == sum(agent.contract.id == "part" for agent in agents)
    assert used["billing"] == sum("billing" in agent.skills for agent in agents)
    first, last = (grid.instant(int(grid.day_starts[day])) for day in (6, 7))
    present = {s.employee_id for s in plan.shifts if s.start < last and s.end > first}
    assert used["sunday"] == len(present)
    assert used["zoomed"] is True


def test_the_arrow_keys_tell_the_shift_in_local_time(plan: Plan, used: dict) -> None:
    shift = [s for s in plan.shifts if s.employee_id == "E0001"][1]
    start = plan.scenario.grid.local(shift.start)
    assert used["said"].startswith("Ada Albers (E0001)\nfull")
    assert f"{shift.shift_id}: Tue 24 Mar {start:%H:%M} – " in used["said"]
    assert "8 h 30 min, 8 h paid" in used["said"]


def test_the_roster_is_there_as_a_table_and_on_paper(used: dict) -> None:
    assert used["cells"][:2] == ["Ada Albers", "06:30–15:00 early"]
    assert used["printed"] == 2


def test_choosing_a_queue_and_a_day_redraws_the_coverage(plan: Plan, used: dict) -> None:
    grid = plan.scenario.grid
    first, last = int(grid.day_starts[6]), int(grid.day_starts[7])
    hours = plan.requirement.scheduled[1, first:last].sum() / 4
    missing = plan.audit.coverage.under[1, first:last].sum() / 4
    assert last - first == 92
    assert used["range"] == [first * 15, last * 15]
    assert used["words"].startswith(
        f"technical, Sun 29 Mar: {hours:,.1f} agent-hours to roster, {missing:,.1f} missing"
    )
    assert "02:00" not in used["ticks"]
    assert "04:00" in used["ticks"]


def test_headings_sort_their_column_both_ways(plan: Plan, used: dict) -> None:
    paid = sorted(plan.audit.paid_hours.values())
    assert used["up"] == paid
    assert used["down"] == paid[::-1]
    assert used["sort"] == "ascending"
