"""What users install: the wheel has the data and nothing else, works from a zip, and imports lightly."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import textrepair

ROOT = Path(__file__).resolve().parent.parent

# What a script that only imports textrepair must not wait for.
HEAVY = ("ahocorasick_rs", "ftfy", "regex", "rich", "typer", "wordfreq")

pytestmark = pytest.mark.skipif(not (ROOT / "pyproject.toml").is_file(), reason="not run from the source tree")


def python(code: str, cwd: Path) -> str:
    """Run code in a fresh interpreter outside of the tree and return what it printed."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run([sys.executable, "-c", code], cwd=cwd, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("hatchling", reason="hatchling builds the wheel; the extra dev has it")
    target = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (built,) = target.glob("*.whl")
    return built


def test_the_wheel_holds_the_package_and_its_data(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    data = {path.name for path in (ROOT / "dictionaries").iterdir() if path.suffix in (".tsv", ".bin", ".md")}
    assert "institutions-en.tsv" in data
    assert {name.removeprefix("textrepair/dictionaries/") for name in names if "/dictionaries/" in name} - {
        name for name in names if ".dist-info/" in name
    } == data
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "textrepair").rglob("*.py")}
    assert modules <= names
    assert "textrepair/py.typed" in names
    top = {name.split("/")[0] for name in names}
    assert top == {"textrepair", f"textrepair-{textrepair.__version__}.dist-info"}


def test_the_wheel_states_its_licences(wheel: Path) -> None:
    info = f"textrepair-{textrepair.__version__}.dist-info"
    with zipfile.ZipFile(wheel) as archive:
        metadata = archive.read(f"{info}/METADATA").decode()
        names = archive.namelist()
    assert "License-Expression: MIT AND CC0-1.0" in metadata
    assert f"{info}/licenses/LICENSE" in names
    assert f"{info}/licenses/dictionaries/LICENSES.md" in names


def test_the_package_works_from_a_zip(wheel: Path, tmp_path: Path) -> None:
    code = f"""
import hashlib, sys
sys.path.insert(0, {str(wheel)!r})
import textrepair
assert textrepair.__file__.startswith({str(wheel)!r}), textrepair.__file__
from textrepair.dictionary import load_dictionary, shipped
print(*shipped())
for name in shipped():
    load_dictionary(name)
from pathlib import Path
for path in sorted(Path({str(ROOT / "seeds")!r}).glob("*/input.txt")):
    text = textrepair.repair_text(path.read_bytes().decode())
    print(path.parent.name, hashlib.sha256(text.encode()).hexdigest())
"""
    first, *rest = python(code, tmp_path).splitlines()
    assert first.split() == sorted(path.stem for path in (ROOT / "dictionaries").glob("*.tsv"))
    # The same results as from the tree: the tables in the zip are found and read too.
    for line in rest:
        name, digest = line.split()
        text = textrepair.repair_text((ROOT / "seeds" / name / "input.txt").read_bytes().decode())
        assert hashlib.sha256(text.encode()).hexdigest() == digest, name
    assert len(rest) >= 8


def test_import_is_light(tmp_path: Path) -> None:
    code = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
import textrepair
print(*(name for name in {HEAVY!r} if name in sys.modules))
textrepair.RepairConfig()
from textrepair.dictionary import load_dictionary
print(load_dictionary.cache_info().currsize)
print(*dir(textrepair))
"""
    loaded, dictionaries, names = python(code, tmp_path).split("\n")[:3]
    assert loaded == ""
    assert dictionaries == "0"
    assert "RepairConfig" in names.split()


def test_every_public_name_is_there() -> None:
    for name in textrepair.__all__:
        assert getattr(textrepair, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = textrepair.nothing


def test_the_console_command_is_the_one_that_is_tested() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["scripts"] == {"textrepair": "textrepair.cli:main"}


def test_the_changelog_knows_the_version() -> None:
    assert f"\n## {textrepair.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_readme_names_what_there_is() -> None:
    from textrepair.config import LINE_CLASSES, PRESETS

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in PRESETS if f"| `{name}`" not in readme] == []
    classes = re.search(r"The classes of lines: ([^.]*)\.", readme)
    assert classes is not None
    assert tuple(classes[1].replace("\n", " ").split(", ")) == LINE_CLASSES
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert {"demo", "test", "lint", "floors"} <= set(targets)
    assert all(f"make {name}" in readme for name in ("demo", "test"))


def test_the_settings_in_the_readme_are_read(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (settings,) = re.findall(r"```toml\n(.*?)```", readme, re.DOTALL)
    path = tmp_path / "settings.toml"
    path.write_text(settings, encoding="utf-8")
    config = textrepair.RepairConfig.from_toml(path)
    assert config.spun_gate == 0.95
    assert config.encoding.uncurl_quotes


def test_the_dictionary_in_the_readme_is_good(tmp_path: Path) -> None:
    from textrepair.check import check_dictionary

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(r"(?:^    [^\n]*\n)*^    #textrepair-dictionary.*\n(?:^    .*\n)*", readme, re.MULTILINE)
    assert found is not None
    path = tmp_path / "mine.tsv"
    path.write_text(re.sub(r"^    ", "", found[0], flags=re.MULTILINE), encoding="utf-8")
    assert check_dictionary(path) == []


def test_the_example_in_the_readme_is_true(tmp_path: Path) -> None:
    from textrepair.report.terminal import plain

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    page, explained, repaired = re.findall(r"```text\n(.*?)```", readme, re.DOTALL)
    repair = textrepair.repair(page)
    assert repair.text == repaired
    confidence = re.compile(r" 0\.\d\d>")  # the figures may move with the data
    assert confidence.sub(">", plain(repair, "page.txt")) == confidence.sub(">", explained)
