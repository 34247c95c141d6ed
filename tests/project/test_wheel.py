"""The built wheel: what is inside, and that it works beside packages named like its parts."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import pytest

from .checkout import ROOT, project_files

pytestmark = pytest.mark.slow

DECOYS = ("cli", "instances", "models", "scheduler")
PACKAGES = ("instances", "models", "scheduler")
WHO_IS_WHO = f"""
import importlib, json
names = [*{DECOYS!r}, "staffwright", "staffwright.cli", "staffwright.models.rostering.conductor",
         "staffwright.scheduler.planner", "staffwright.instances"]
print(json.dumps({{name: importlib.import_module(name).__file__ for name in names}}))
"""


def run(*command: str | Path, cwd: Path) -> str:
    """Return what a command prints; its error output explains a failure."""
    done = subprocess.run([str(word) for word in command], cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the source distribution of a copy of the project."""
    folder = tmp_path_factory.mktemp("build")
    checkout = folder / "checkout"
    for path in project_files():
        target = checkout / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    build = [sys.executable, "-P", "-m", "build", "--no-isolation"]
    run(*build, "--outdir", folder, checkout, cwd=folder)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def contents(wheel: Path) -> set[str]:
    """The names of the files in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment with the wheel, decoys, and this one's dependencies."""
    folder = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    found = scripts / ("python.exe" if os.name == "nt" else "python")
    site = Path(
        run(
            found, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder
        ).strip()
    )
    pip = [sys.executable, "-m", "pip", "--python", found, "--disable-pip-version-check"]
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=folder)
    dependencies = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    (site / "dependencies.pth").write_text("\n".join(dependencies), encoding="utf-8")
    for name in DECOYS:
        (site / name).mkdir()
        (site / name / "__init__.py").write_text('"""Somebody else\'s package."""\n')
    return found


def test_every_module_of_the_package_is_inside(contents: set[str]) -> None:
    """The packages are listed by hand in pyproject.toml: a new folder must not be forgotten."""
    modules = [ROOT / "__init__.py", ROOT / "__main__.py", ROOT / "cli.py"]
    modules += [path for name in PACKAGES for path in project_files(ROOT / name)]
    expected = {
        f"staffwright/{path.relative_to(ROOT).as_posix()}"
        for path in modules
        if path.suffix == ".py"
    }
    assert {name for name in contents if name.endswith(".py")} == expected


def test_data_files_are_inside(contents: set[str]) -> None:
    wanted = [
        path
        for path in project_files()
        if path.relative_to(ROOT).parts[0] in PACKAGES
        and path.suffix in {".css", ".csv", ".html", ".js", ".toml"}
    ]
    assert {path.suffix for path in wanted} >= {".css", ".csv", ".html", ".js", ".toml"}
    for path in [*wanted, ROOT / "py.typed"]:
        assert f"staffwright/{path.relative_to(ROOT).as_posix()}" in contents


def test_nothing_else_is_inside(contents: set[str]) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "version"
    ]
    info = f"staffwright-{version}.dist-info"
    assert {name.split("/")[0] for name in contents} == {"staffwright", info}
    assert f"{info}/licenses/LICENSE" in contents
    folders = {name.split("/")[1] for name in contents if name.count("/") > 1}
    assert folders == {*PACKAGES, "licenses"}
    assert not [name for name in contents if name.endswith((".pyc", ".nbi", ".nbc"))]


def test_installed_beside_packages_of_the_same_names(python: Path, tmp_path: Path) -> None:
    """HR systems have their own `scheduler` and `models`; neither side sees the other's."""
    homes = {
        name: Path(file).resolve()
        for name, file in json.loads(run(python, "-c", WHO_IS_WHO, cwd=tmp_path)).items()
    }
    for name, file in homes.items():
        assert python.parents[1].resolve() in file.parents, name
        assert ("staffwright" in file.parts) == name.startswith("staffwright"), name


def test_the_installed_program_plans_a_bundled_scenario(python: Path, tmp_path: Path) -> None:
    assert "Usage: staffwright" in run(python, "-m", "staffwright", "--help", cwd=tmp_path)
    script = python.with_name("staffwright" + python.suffix)
    assert "0.1.0" in run(script, "--version", cwd=tmp_path)
    where = "import staffwright.instances as i; print(i.path('corner_shop'))"
    shop = run(python, "-c", where, cwd=tmp_path).strip()
    said = run(script, "plan", shop, "--out", "shop_plan", "--time-limit", "1", cwd=tmp_path)
    assert "promises     all kept" in said
    assert "<html" in (tmp_path / "shop_plan" / "report.html").read_text(encoding="utf-8")
