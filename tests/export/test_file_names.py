"""File names from employee ids: safe, unique, stable."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from staffwright.scheduler.export.file_names import file_stems


@pytest.mark.parametrize("employee", ["a17", "Ann_Lee", "x.y-z", "007"])
def test_a_plain_id_is_its_own_name(employee):
    assert file_stems([employee]) == {employee: employee}


@pytest.mark.parametrize(
    "employee",
    [
        "../../etc/passwd",
        "/abs",
        "..",
        ".",
        "",
        "a/b",
        "a\\b",
        "C:x",
        "CON",
        "nul",
        "a\0b",
        ".hid",
        "a" * 300,
    ],
)
def test_an_id_that_is_no_safe_name_is_rewritten(employee):
    stem = file_stems([employee])[employee]
    assert re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]*", stem)
    assert stem != employee
    assert stem.upper() != "CON"
    assert len(stem) < 100


def test_ids_that_differ_in_case_or_in_what_is_rewritten_stay_apart():
    ids = ["ann", "ANN", "a b", "a_b", "a/b", "Zoë", "Zoe\u0308"]
    stems = file_stems(ids)
    assert len({stem.casefold() for stem in stems.values()}) == len(ids)
    assert stems["a_b"] == "a_b"


def test_an_id_that_looks_like_the_name_of_another_keeps_it():
    rewritten = file_stems(["a b"])["a b"]
    stems = file_stems(["a b", rewritten])
    assert stems[rewritten] == rewritten
    assert stems["a b"] != rewritten


@given(st.sets(st.text(max_size=12), max_size=12))
def test_names_are_unique_safe_and_do_not_hang_on_the_order(ids):
    stems = file_stems(ids)
    assert set(stems) == ids
    assert len({stem.casefold() for stem in stems.values()}) == len(ids)
    assert all(re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]*", stem) for stem in stems.values())
    assert file_stems(sorted(ids, reverse=True)) == stems
