"""File names from employee ids: safe, unique, stable, and still to be read."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from staffwright.scheduler.export.file_names import file_stems

LONGEST = 100


def is_safe(stem):
    """Say whether Windows, macOS and Linux take a name with a suffix behind it."""
    device = stem.split(".")[0].strip().upper() in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9"}
    return (
        stem == stem.strip(". ")
        and stem != ""
        and not device
        and not set(stem) & set('<>:"/\\|?*')
        and not any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in stem)
        and stem == unicodedata.normalize("NFC", stem)
    )


@pytest.mark.parametrize(
    "employee",
    [
        "a17", "Ann_Lee", "x.y-z", "007", "Müller, Ännchen", "王小明", "Οδυσσέας", "सीता",
        "ann@example.org", "O'Neill (night)",
    ],
)  # fmt: skip
def test_an_id_that_every_system_takes_is_its_own_name(employee):
    assert file_stems([employee]) == {employee: employee}


def test_a_decomposed_id_is_named_in_composed_form():
    assert file_stems(["Zoe\u0308"]) == {"Zoe\u0308": "Zoë"}


@pytest.mark.parametrize(
    "employee",
    [
        "../../etc/passwd",
        "/abs",
        "..",
        ".",
        "",
        " ",
        "a/b",
        "a\\b",
        "C:x",
        "CON",
        "nul",
        "con.1",
        "LPT9 .x",
        "a\0b",
        ".hid",
        "end.",
        "end ",
        "a" * 300,
        "王" * 34,
        "a／b",
        "evil\u202egpj",
        "a\u00a0b",
        "\ud800",
    ],
)
def test_an_id_that_is_no_safe_name_is_rewritten(employee):
    stem = file_stems([employee])[employee]
    assert is_safe(stem)
    assert stem != employee
    assert len(stem.encode()) <= LONGEST


@pytest.mark.parametrize(
    ("employee", "beginning"),
    [("Müller/Ännchen", "Müller_Ännchen-"), ("王" * 40, "王" * 29 + "-"), ("???", "___-")],
)
def test_what_is_safe_in_a_rewritten_id_stays(employee, beginning):
    """29 characters of three bytes are what 100 bytes hold beside the hash."""
    assert file_stems([employee])[employee].startswith(beginning)


def test_ids_that_differ_in_case_or_in_what_is_rewritten_stay_apart():
    ids = ["ann", "ANN", "a?b", "a_b", "a/b", "Zoë", "Zoe\u0308", "ıda", "IDA", "groß", "GROSS"]
    stems = file_stems(ids)
    assert len({stem.upper().casefold() for stem in stems.values()}) == len(ids)
    assert stems["a_b"] == "a_b"


def test_an_id_that_looks_like_the_name_of_another_keeps_it():
    rewritten = file_stems(["a/b"])["a/b"]
    stems = file_stems(["a/b", rewritten])
    assert stems[rewritten] == rewritten
    assert stems["a/b"] != rewritten


@given(st.sets(st.text(max_size=12), max_size=12))
def test_names_are_unique_safe_and_do_not_hang_on_the_order(ids):
    stems = file_stems(ids)
    assert set(stems) == ids
    assert len({stem.upper().casefold() for stem in stems.values()}) == len(ids)
    assert all(map(is_safe, stems.values()))
    assert file_stems(sorted(ids, reverse=True)) == stems


@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_the_longest_names_fit_a_file_system(tmp_path: Path, length):
    character = {1: "a", 2: "ä", 3: "王", 4: "𠮷"}[length]
    names = file_stems([character * 400, character * (LONGEST // length)])
    for stem in names.values():
        (tmp_path / f"{stem}.ics").touch()
        assert LONGEST - 4 <= len(stem.encode()) <= LONGEST
    assert len(list(tmp_path.iterdir())) == 2
