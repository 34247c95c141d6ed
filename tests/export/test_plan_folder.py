"""The plan folder is whole or untouched, and the same plan gives the same bytes."""

import os
import stat
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
import staffwright.scheduler.export.folder as folder_module
import staffwright.scheduler.report as report_module
from icalendar import Calendar
from plan_factory import FIRST, plan, shift
from staffwright.scheduler.errors import InputError
from staffwright.scheduler.export import save_plan
from staffwright.scheduler.export.exchange import exchange

FILES = [
    "calendar/ann.ics",
    "calendar/bob.ics",
    "coverage.csv",
    "hours.csv",
    "plan.json",
    "report.html",
    "requirements.csv",
    "run.json",
    "schedule.csv",
]


@pytest.fixture(autouse=True)
def _short_report(monkeypatch, request):
    """Stand in for the report, which has tests of its own, unless a test asks for the real one."""
    if "real_report" not in request.fixturenames:
        monkeypatch.setattr(report_module, "render_report", lambda plan: "<!doctype html>\n")


@pytest.fixture
def real_report():
    """Ask for the real report."""


def contents(folder: Path) -> dict[str, bytes]:
    """Bytes of every file by its path inside the folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def statuses(folder: Path) -> dict[str, list[str | None]]:
    """Status of every event by calendar."""
    return {
        path.stem: [
            None if event.get("STATUS") is None else str(event["STATUS"])
            for event in Calendar.from_ical(path.read_bytes()).events
        ]
        for path in sorted((folder / "calendar").glob("*.ics"))
    }


def other_plan():
    return plan(shifts=[shift("ann", FIRST, "10:00")])


@pytest.mark.usefixtures("real_report")
def test_the_folder_holds_every_file_and_the_same_plan_the_same_bytes(tmp_path):
    save_plan(plan(), tmp_path / "out")
    first = contents(tmp_path / "out")
    assert sorted(first) == FILES
    save_plan(plan(), tmp_path / "out")
    assert contents(tmp_path / "out") == first
    save_plan(plan(), tmp_path / "deep" / "er")
    assert contents(tmp_path / "deep" / "er") == first


def test_a_slower_run_of_the_same_plan_differs_in_run_json_only(tmp_path):
    made = plan()
    save_plan(made, tmp_path / "a")
    save_plan(replace(made, solve=replace(made.solve, seconds=9.0, trace=())), tmp_path / "b")
    one, other = contents(tmp_path / "a"), contents(tmp_path / "b")
    assert {name for name in one if one[name] != other[name]} == {"run.json"}


def test_the_files_read_back_as_the_plan(tmp_path):
    made = plan()
    save_plan(made, tmp_path / "out")
    rows = pl.read_csv(tmp_path / "out" / "schedule.csv")
    assert len(rows) == sum(len(s.activities) for s in made.shifts)
    assert rows.filter(pl.col("work"))["queue"].to_list() == ["billing"] * 6
    paid = pl.read_csv(tmp_path / "out" / "hours.csv")
    assert paid["amount"].sum() == pytest.approx(float(sum(x.amount for x in made.pay_lines)))
    ann = Calendar.from_ical((tmp_path / "out" / "calendar" / "ann.ics").read_bytes())
    assert len(ann.walk("VEVENT")) == 2


def test_text_files_have_plain_line_ends(tmp_path):
    save_plan(plan(), tmp_path / "out")
    found = contents(tmp_path / "out")
    assert [name for name, raw in found.items() if b"\r" in raw] == FILES[:2]


def test_a_new_plan_replaces_the_older_one_wholly(tmp_path):
    save_plan(plan(), tmp_path / "out")
    (tmp_path / "out" / "schedule.parquet").write_bytes(b"of an older plan")
    save_plan(other_plan(), tmp_path / "out")
    assert sorted(contents(tmp_path / "out")) == FILES
    assert statuses(tmp_path / "out") == {"ann": [None, "CANCELLED"], "bob": ["CANCELLED"]}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_empty_folder_and_a_name_of_several_levels_are_taken(tmp_path):
    (tmp_path / "empty").mkdir()
    save_plan(plan(), tmp_path / "empty")
    assert sorted(contents(tmp_path / "empty")) == FILES


@pytest.mark.parametrize(
    "fault", [RuntimeError("broken"), KeyboardInterrupt(), OSError(28, "full")]
)
@pytest.mark.parametrize("step", ["render_report", "_keep_foreign"])
def test_a_run_that_stops_half_way_leaves_the_older_plan_whole(tmp_path, monkeypatch, fault, step):
    save_plan(plan(), tmp_path / "out")
    before = contents(tmp_path / "out")

    def stop(*_):
        raise fault

    module = report_module if step == "render_report" else folder_module
    monkeypatch.setattr(module, step, stop)
    with pytest.raises((type(fault), InputError)):
        save_plan(other_plan(), tmp_path / "out")
    assert contents(tmp_path / "out") == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_without_a_swap_two_renames_replace_the_plan(tmp_path, monkeypatch):
    monkeypatch.setattr(folder_module, "exchange", lambda *_: False)
    save_plan(plan(), tmp_path / "out")
    save_plan(other_plan(), tmp_path / "out")
    assert statuses(tmp_path / "out")["bob"] == ["CANCELLED"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_if_the_second_rename_fails_the_older_plan_is_put_back(tmp_path, monkeypatch):
    monkeypatch.setattr(folder_module, "exchange", lambda *_: False)
    save_plan(plan(), tmp_path / "out")
    before = contents(tmp_path / "out")
    rename = Path.rename

    def refuse(self, target):
        if self.suffix == ".tmp":
            raise PermissionError(13, "in use")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(InputError, match="in use"):
        save_plan(other_plan(), tmp_path / "out")
    assert contents(tmp_path / "out") == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_swap_changes_places_or_nothing(tmp_path):
    """Where the system cannot swap, both folders are as they were."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    swapped = exchange(tmp_path / "a", tmp_path / "b")
    held = [path.name for path in (tmp_path / "a").iterdir()]
    assert held == (["b"] if swapped else ["a"])
    assert exchange(tmp_path / "a", tmp_path / "missing") is False


def test_systems_without_a_swap_say_so(tmp_path, monkeypatch):
    monkeypatch.setattr("platform.system", lambda: "Windows")
    assert exchange(tmp_path / "a", tmp_path / "b") is False


def test_a_folder_with_other_things_is_refused_and_left_alone(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.txt").write_text("years of work")
    with pytest.raises(InputError, match=r"out' is not empty and holds no plan\.json"):
        save_plan(plan(), out)
    assert contents(tmp_path) == {"out/thesis.txt": b"years of work"}


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "out").write_text("")
    with pytest.raises(InputError, match="out' is a file; name a folder"):
        save_plan(plan(), tmp_path / "out")


def test_a_parent_that_is_a_file_is_named(tmp_path):
    (tmp_path / "f").write_text("")
    with pytest.raises(InputError, match="cannot write plan folder"):
        save_plan(plan(), tmp_path / "f" / "out")


def test_the_current_folder_is_not_pulled_from_under_the_shell(tmp_path, monkeypatch):
    save_plan(plan(), tmp_path / "out")
    monkeypatch.chdir(tmp_path / "out" / "calendar")
    with pytest.raises(InputError, match="holds the current folder"):
        save_plan(plan(), tmp_path / "out")


def test_a_mount_point_is_refused(tmp_path, monkeypatch):
    save_plan(plan(), tmp_path / "out")
    monkeypatch.setattr(os.path, "ismount", lambda path: True)
    with pytest.raises(InputError, match="is a mount point"):
        save_plan(plan(), tmp_path / "out")


def test_files_put_beside_the_plan_stay(tmp_path):
    out = tmp_path / "out"
    save_plan(plan(), out)
    (out / "notes.txt").write_text("call Bob")
    (out / "mails").mkdir()
    (out / "mails" / "1").write_text("hello")
    save_plan(other_plan(), out)
    found = contents(out)
    assert (found["notes.txt"], found["mails/1"]) == (b"call Bob", b"hello")


@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
def test_the_folder_has_ordinary_permissions_and_keeps_those_it_had(tmp_path):
    mask = os.umask(0o022)
    try:
        save_plan(plan(), tmp_path / "out")
        assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o755
        (tmp_path / "out").chmod(0o770)
        save_plan(plan(), tmp_path / "out")
        assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o770
    finally:
        os.umask(mask)


@pytest.mark.skipif(os.name != "posix", reason="symbolic links")
def test_a_link_to_a_folder_stays_a_link(tmp_path):
    save_plan(plan(), tmp_path / "v1")
    (tmp_path / "latest").symlink_to(tmp_path / "v1")
    save_plan(other_plan(), tmp_path / "latest")
    assert (tmp_path / "latest").is_symlink()
    assert statuses(tmp_path / "v1")["bob"] == ["CANCELLED"]


def test_event_numbers_go_on_over_plans_in_one_folder(tmp_path):
    def sequence():
        raw = (tmp_path / "out" / "calendar" / "ann.ics").read_bytes()
        return int(Calendar.from_ical(raw).walk("VEVENT")[0]["SEQUENCE"])

    save_plan(plan(), tmp_path / "out")
    assert sequence() == 0
    save_plan(other_plan(), tmp_path / "out")
    assert sequence() == 1
