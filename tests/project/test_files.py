"""What must lie in the repository, and what must not be in it."""

from __future__ import annotations

import hashlib
import os
import re
import tomllib
from pathlib import Path

import pytest

from .checkout import DOCUMENTS, ROOT, project_files

TEXT = {".cfg", ".css", ".csv", ".html", ".js", ".md", ".py", ".toml", ".txt", ""}
# a home or working folder of somebody's machine; in two parts, so that this line is none
MACHINE_PATH = re.compile(r"(?<![\w.])/" + r"(?:home|root|Users|work)/[\w.]+")


def test_the_license_is_the_full_text_of_apache_2() -> None:
    text = (ROOT / "LICENSE").read_bytes().replace(b"\r\n", b"\n").strip()
    assert hashlib.sha256(text).hexdigest() == (
        "283ea6cc2997a1a70da0049e09adf9317bb60ca1b51279b65196b83a69e1996b"
    )
    assert '"Apache-2.0"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_the_changelog_has_an_entry_for_the_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{project['version']}]" in changelog
    assert "## [Unreleased]" in changelog


def test_no_file_names_a_folder_of_a_machine() -> None:
    found = []
    for path in project_files():
        if path.suffix in TEXT:
            text = path.read_text(encoding="utf-8", errors="replace")
            found += [f"{path.relative_to(ROOT)}: {hit}" for hit in MACHINE_PATH.findall(text)]
    assert found == []


def test_text_files_are_utf_8_with_unix_line_ends() -> None:
    for path in project_files():
        if path.suffix in TEXT:
            data = path.read_bytes()
            data.decode("utf-8")
            kept_as_made = path.parent == ROOT / "tests" / "data"
            assert kept_as_made or b"\r" not in data, path.relative_to(ROOT)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no executable flag")
def test_the_check_of_changes_is_a_program() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_inside_the_project_lead_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    text = re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not target.startswith("https://"):
            name, _, anchor = target.partition("#")
            assert (document.parent / name).exists(), target
            assert not anchor, f"{target}: link to the page, headings change"


def test_every_document_is_reached_from_the_index_and_that_from_the_readme() -> None:
    index = ROOT / "docs" / "README.md"
    assert "(docs/README.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
    text = index.read_text(encoding="utf-8")
    for document in DOCUMENTS[1:]:
        assert document == index or f"({document.name})" in text
