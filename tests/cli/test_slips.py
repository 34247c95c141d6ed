"""What was probably meant: commands, options, names, paths, keys; and errors as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from staffwright.scheduler.errors import SolverError

from .command_line import Run


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("paln", "x"), "plan"),
        (("check", "shop", "--quite"), "--quiet"),
        (("plan", "shop", "--time-limt", "3"), "--time-limit"),
        (("rules", "us-cal"), "us-ca"),
        (("init", "x", "--template", "cornershop"), "corner_shop"),
        (("pay", "shop", "--payroll", "dated"), "datev"),
        (("completion", "bsh"), "bash"),
        (("check", "shpo"), "shop"),
        (("audit", "shop", "shop/agent.csv"), "agents.csv"),
        (("plan", "shop/forecasts.csv", "shop/agents.csv"), "forecast.csv"),
        (("plan", "shop/forecast.csv", "shop/agnets.csv"), "agents.csv"),
        (("staff", "shop", "--explain", "order 2026-05-04 09:00"), "orders"),
        (("check", "."), "shop"),
        (("plan", "shop/scenario.toml"), "name its folder, shop"),
    ],
)
def test_a_slip_is_answered_with_what_was_meant(
    run_here: Run, shop: Path, words: tuple[str, ...], meant: str
) -> None:
    assert shop == Path.cwd() / "shop"
    done = run_here(*words)
    assert done.code == 2
    assert meant in done.err.partition("Error:")[2] or meant in done.err.partition("error:")[2]
    assert "Traceback" not in done.err


def test_files_the_wrong_way_round_are_recognised(run_here: Run, shop: Path) -> None:
    done = run_here("plan", shop / "agents.csv", shop / "forecast.csv")
    assert done.code == 2
    assert "name the forecast first" in done.err


def test_a_key_of_the_scenario_that_is_misspelt(run: Run, shop: Path) -> None:
    toml = (shop / "scenario.toml").read_text(encoding="utf-8")
    (shop / "scenario.toml").write_text(toml.replace("within_s", "withn_s"), encoding="utf-8")
    done = run("check", shop)
    assert done.code == 2
    assert "did you mean 'within_s'?" in done.err


def test_audit_without_a_plan_says_what_to_do(run: Run, shop: Path) -> None:
    done = run("audit", shop)
    assert done.code == 2
    assert "plan the scenario first" in done.err


@pytest.mark.parametrize("words", [("check", "nowhere"), ("plan",), ("nonsense",)])
def test_errors_are_json_too(run_here: Run, words: tuple[str, ...]) -> None:
    done = run_here(*words, "--json")
    assert done.code == 2
    document = json.loads(done.out)
    assert document["error"]
    assert document["faults"] == []


def test_faults_are_listed_in_the_json(run: Run, shop: Path) -> None:
    toml = (shop / "scenario.toml").read_text(encoding="utf-8")
    (shop / "scenario.toml").write_text(toml.replace("days = 7", "days = 99"), encoding="utf-8")
    done = run("check", shop, "--json")
    (fault,) = json.loads(done.out)["faults"]
    assert (fault["file"], fault["column"], fault["value"]) == (
        "scenario.toml",
        "horizon.days",
        "99",
    )
    assert fault["line"] > 0
    assert "1 fault" in done.err


@pytest.mark.parametrize("error", [SolverError("broken"), ValueError("broken"), MemoryError()])
def test_a_fault_of_the_program_is_no_traceback_and_no_fault_of_the_input(
    run: Run, shop: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fails(*_: object) -> None:
        raise error

    monkeypatch.setattr("staffwright.scheduler.lock_faults.refuse_locks_against_rules", fails)
    done = run("check", shop)
    assert done.code == 70
    assert "--debug" in done.err
    assert "Traceback" not in done.err
    with pytest.raises(type(error)):
        run("check", shop, "--debug")


def test_windows_line_ends_and_a_byte_order_mark_are_read(run: Run, shop: Path) -> None:
    for file in shop.iterdir():
        text = file.read_text(encoding="utf-8")
        file.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert run("check", shop).code == 0


def test_a_path_with_a_slash_at_its_end_and_blanks_in_it(run: Run, shop: Path) -> None:
    blank = shop.rename(shop.with_name("my shop, week 19"))
    assert run("check", f"{blank}/").code == 0
