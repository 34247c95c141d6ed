"""Files of the format, whole and broken."""

from pathlib import Path

import pytest
from curtois_qu_instance import InstanceError, read_instance


def test_a_file_becomes_days_shifts_staff_requests_and_cover(small: Path) -> None:
    instance = read_instance(small)
    assert (instance.name, instance.days) == ("Small1", 14)
    assert [shift.name for shift in instance.shifts] == ["E", "L"]
    assert instance.shifts[1].not_followed_by == ("E",)
    assert instance.staff[0].max_shifts == {"E": 14, "L": 4}
    assert instance.days_off["Bob"] == {5, 6}
    assert (len(instance.on), len(instance.off), len(instance.cover)) == (3, 2, 28)


@pytest.mark.parametrize(
    ("wrong", "right", "told"),
    [
        ("14\n", "fortnight\n", "'fortnight' is not a whole number"),
        ("Ann,0\n", "Ann,14\n", "day 14 lies outside the horizon, days 0 to 13"),
        ("Ann,0\n", "Eve,0\n", "unknown employee 'Eve'"),
        ("L,600,E", "L,600,N", "unknown shift 'N'"),
        ("L,600,E", "L,600", "2 fields instead of 3"),
        ("Bob,E=14|L=0", "Ann,E=14|L=0", "employee 'Ann' is given twice"),
        ("Ann,3,E,2", "Ann,2,E,2", "is given twice"),
        ("SECTION_COVER", "SECTION_COVERS", "SECTION_COVER is missing"),
        ("E,480,", "E,-480,", "length '-480' is not a whole number from 1"),
    ],
)
def test_a_fault_is_told_with_its_value(small: Path, wrong: str, right: str, told: str) -> None:
    text = small.read_text(encoding="utf-8")
    assert wrong in text
    small.write_text(text.replace(wrong, right, 1), encoding="utf-8")
    with pytest.raises(InstanceError, match="Small1") as caught:
        read_instance(small)
    assert any(told in fault for fault in caught.value.faults)


def test_all_faults_are_told_with_their_lines(small: Path) -> None:
    text = small.read_text(encoding="utf-8").replace("Ann,0", "Eve,0").replace("7,L,3", "77,L,3")
    small.write_text(text, encoding="utf-8")
    with pytest.raises(InstanceError) as caught:
        read_instance(small)
    assert len(caught.value.faults) == 2
    assert all(fault.startswith("line ") for fault in caught.value.faults)
