"""Agents from exports of HR systems, by the mapping in `[agents]`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from desk import faults, with_section, write
from staffwright.scheduler.scenario import load_scenario

GERMAN = """\
Personalnummer;Nachname;Vorname;Vertragsart;Std./Woche;Stundenlohn;Kompetenzen;Eintritt;Team;\
Teamleitung;Bemerkung
0017;Müller;Jürgen;Vollzeit;39,00;21,50 €;Rechnung, Technik;01.09.2014;Süd;ja;"sagt ""ja; gern"" "
0018;"von der Heide, geb. Šimek";Eva;Teilzeit;20,00;19,05 €;rechnung;15.03.2017;Süd;nein;
0019;O'Neill;Zoë;Vollzeit;31,20;;Technik;;;nein;-
"""

GERMAN_MAPPING = """
[agents]
fte = "weekly_hours"

[agents.columns]
"Personalnummer" = "employee_id"
"Vorname" = "name"
"Nachname" = "name"
"Vertragsart" = "contract_id"
"Std./Woche" = "fte"
"Stundenlohn" = "base_rate"
"Kompetenzen" = "skills"
"Eintritt" = "hire_date"
"Team" = "group"
"Teamleitung" = "lead"

[agents.defaults]
base_rate = "18,25"

[agents.values.contract_id]
"Vollzeit" = "full"
"Teilzeit" = "part"

[agents.values.skills]
"Rechnung" = "billing"
"Technik" = "technical"
"""

AMERICAN = """\
Employee #,Display Name,Employment Status,FTE %,Pay Rate,Skills,Hire Date,Location
E1,"Müller, Jürgen",Full-Time,100,USD 21.50,billing|technical,3/4/2014,Austin
E2,Eva Simek,Part-Time,80 %,$19.00,billing,12/31/2017,Austin
"""

AMERICAN_MAPPING = """
[agents]
fte = "percent"
dates = "month/day/year"

[agents.columns]
"Employee #" = "employee_id"
"Display Name" = "name"
"Employment Status" = "contract_id"
"FTE %" = "fte"
"Pay Rate" = "base_rate"
"Hire Date" = "hire_date"

[agents.values.contract_id]
"full-time" = "full"
"part-time" = "part"
"""


def test_a_german_export_with_semicolons_and_decimal_commas(tmp_path: Path) -> None:
    """First and last name make one, hours a week a share, words queues and contracts."""
    data = b"\xef\xbb\xbf" + GERMAN.replace("\n", "\r\n").encode()
    toml = with_section(GERMAN_MAPPING)
    agents = load_scenario(write(tmp_path, {"agents.csv": data, "scenario.toml": toml})).agents
    assert [a.employee_id for a in agents] == ["0017", "0018", "0019"]
    assert [a.name for a in agents] == [
        "Jürgen Müller",
        "Eva von der Heide, geb. Šimek",
        "Zoë O'Neill",
    ]
    assert [a.contract.id for a in agents] == ["full", "part", "full"]
    assert [a.weekly_minutes for a in agents] == [39 * 60, 20 * 60, 1872]
    assert [a.base_rate for a in agents] == [Decimal("21.50"), Decimal("19.05"), Decimal("18.25")]
    assert [a.skills for a in agents] == [{"billing", "technical"}, {"billing"}, {"technical"}]
    assert [a.hire_date for a in agents] == [date(2014, 9, 1), date(2017, 3, 15), None]
    assert [a.group for a in agents] == ["Süd", "Süd", None]
    assert [a.lead for a in agents] == [True, False, False]


def test_an_american_export_with_percentages_and_slashed_dates(tmp_path: Path) -> None:
    """Columns with our own names are read without being named, others are passed over."""
    toml = with_section(AMERICAN_MAPPING).replace("[horizon]", 'currency = "USD"\n[horizon]', 1)
    files = {"agents.csv": AMERICAN, "scenario.toml": toml}
    ada, eva = load_scenario(write(tmp_path, files)).agents
    assert (ada.name, ada.contract.id, ada.fte) == ("Müller, Jürgen", "full", 1)
    assert (eva.contract.id, eva.fte, eva.base_rate) == ("part", Decimal("0.8"), Decimal("19.00"))
    assert [a.hire_date for a in (ada, eva)] == [date(2014, 3, 4), date(2017, 12, 31)]
    assert ada.skills == {"billing", "technical"}


def test_a_comma_file_may_have_decimal_commas_in_quotes(tmp_path: Path) -> None:
    text = 'id,contract_id,base_rate,skills,fte\nE1,full,"21,50",billing,"0,5"\n'
    section = '[agents]\ndecimal_comma = true\ncolumns = { id = "employee_id" }\n'
    (agent,) = load_scenario(
        write(tmp_path, {"agents.csv": text, "scenario.toml": with_section(section)})
    ).agents
    assert (agent.base_rate, agent.fte) == (Decimal("21.50"), Decimal("0.5"))


def test_several_skills_may_be_one_and_some_none(tmp_path: Path) -> None:
    text = "employee_id,contract_id,base_rate,skills\nE1,full,20,Rechnung;Mahnung;Ersthelfer\n"
    section = """
[agents.values.skills]
"Rechnung" = "billing"
"Mahnung" = "billing"
"Ersthelfer" = ""
"""
    (agent,) = load_scenario(
        write(tmp_path, {"agents.csv": text, "scenario.toml": with_section(section)})
    ).agents
    assert agent.skills == {"billing"}


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "value", "words"),
    [
        ("Teilzeit;", "Minijob;", 3, "Vertragsart", "Minijob", "unknown contract"),
        ("39,00", "39,0O", 2, "Std./Woche", "39,0O", "is not a number"),
        ("21,50 €", "21,50 CHF", 2, "Stundenlohn", "21,50 CHF", "is not a number"),
        ("rechnung;", "vertrieb;", 3, "Kompetenzen", "vertrieb", "unknown skill"),
        (";01.09.2014", ";2014", 2, "Eintritt", "2014", "is not a date"),
        ("Personalnummer", "Pers.-Nr.", 1, "Personalnummer", None, "is missing"),
        ("0018;", "0017;", 3, "Personalnummer", "0017", "twice"),
    ],
)
def test_faults_are_told_in_the_words_of_the_export(
    tmp_path: Path, old: str, new: str, line: int, column: str, value: str | None, words: str
) -> None:
    assert old in GERMAN
    text = GERMAN.replace(old, new, 1)
    found = faults(
        write(tmp_path, {"agents.csv": text, "scenario.toml": with_section(GERMAN_MAPPING)})
    )
    assert any(
        (f.line, f.column) == (line, column) and value in (None, f.value) and words in f.message
        for f in found
    ), "\n".join(map(str, found))


def test_what_no_column_gives_is_a_fault(tmp_path: Path) -> None:
    text = "id,base_rate,skills\nE1,20,billing\n"
    section = '[agents.columns]\nid = "employee_id"\n'
    found = faults(write(tmp_path, {"agents.csv": text, "scenario.toml": with_section(section)}))
    assert [(f.line, f.column) for f in found] == [(1, "contract_id")]
    assert "[agents.columns]" in found[0].message


@pytest.mark.parametrize(
    ("section", "column", "words"),
    [
        ('columns = { a = "salary" }', "agents.columns.a", "must be one of"),
        ('columns = { a = "fte", b = "fte" }', "agents.columns.b", "two columns"),
        ('values = { contract_id = { a = "ful" } }', "agents.values.contract_id.a", "'full'"),
        ('fte = "hours"', "agents.fte", "must be one of"),
        ('dates = "dd.mm"', "agents.dates", "must be one of"),
    ],
)
def test_faults_of_the_mapping_are_located(
    tmp_path: Path, section: str, column: str, words: str
) -> None:
    toml = with_section(f"[agents]\n{section}\n")
    found = faults(write(tmp_path, {"scenario.toml": toml}))
    assert any(f.column == column and words in f.message for f in found), found
