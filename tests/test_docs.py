"""What README, guides and docstrings name exists: files, targets of make, commands, options."""

from __future__ import annotations

import argparse
import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CODE = ("app", "benchmarks", "inference", "scripts", "tests", "training")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
SOURCES = [path for folder in CODE for path in sorted((ROOT / folder).rglob("*.py"))]
# options of other programs that the pages mention
# those of pip, curl, Ray
FOREIGN_OPTIONS = {
    "--data-binary", "--disable-usage-stats", "--form", "--gil", "--head", "--no-deps", "--silent", "--yes",
}  # fmt: skip


def code_of(page: Path) -> str:
    """Return what a page sets as code: blocks and spans."""
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"^```.*?^```", text, re.MULTILINE | re.DOTALL)
    rest = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return "\n".join([*blocks, *re.findall(r"`([^`]+)`", rest), *re.findall(r"<code>(.*?)</code>", rest)])


def options_of(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:
        yield from action.option_strings
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from options_of(command)


def docstrings() -> Iterator[tuple[Path, str]]:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                yield path, ast.get_docstring(node) or ""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_of_a_page_lead_to_files(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert not [target for target in targets if not (page.parent / target.strip()).exists()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_paths_named_by_a_page_exist_and_hold_what_they_are_said_to(page: Path) -> None:
    """A path from the root, where it is followed by a colon with a name in that file."""
    folders = "|".join((*CODE, "assets", "docs"))
    wrong = []
    for path, name in re.findall(rf"(?<![\w./-])((?:{folders})/[\w./-]*)(?::(\w+))?", code_of(page)):
        file = ROOT / path.rstrip(".")
        if not file.exists() or (name and not re.search(rf"\b{name}\b", file.read_text(encoding="utf-8"))):
            wrong.append(f"{path}:{name}")
    assert not wrong


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_modules_that_a_page_runs_exist(page: Path) -> None:
    modules = re.findall(r"python -m ((?:training|benchmarks)[\w.]*)", code_of(page))
    files = [ROOT / module.replace(".", "/") for module in modules]
    assert not [file for file in files if not (file.with_suffix(".py").exists() or (file / "__main__.py").exists())]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_make_knows_the_targets_that_a_page_names(page: Path) -> None:
    known = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z][a-z-]*)", code_of(page)))
    assert not named - known


def test_options_that_the_pages_name_exist() -> None:
    from app.cli import build_parser
    from app.commands import COMMANDS
    from training.__main__ import _parser

    known = {*options_of(build_parser()), *options_of(_parser()), *FOREIGN_OPTIONS}
    for command in COMMANDS.values():
        known.update(options_of(command.load().build_parser()))
    for folder in ("benchmarks", "scripts"):
        for path in (ROOT / folder).rglob("*.py"):
            known.update(re.findall(r'"(--[a-z0-9-]+)"', path.read_text(encoding="utf-8")))
    named = {
        (page.name, option)
        for page in PAGES
        for option in re.findall(r"(?<![\w-])--[a-z][a-z0-9-]*\b(?! slot-->)", code_of(page))
    }
    assert not sorted((page, option) for page, option in named if option not in known)


def test_commands_of_the_trainer_that_the_pages_name_exist() -> None:
    from training.__main__ import COMMANDS

    named = {command for page in PAGES for command in re.findall(r"python -m training ([a-z]+)", code_of(page))}
    assert not named - set(COMMANDS)


def test_files_that_docstrings_name_exist() -> None:
    paths = [path.relative_to(ROOT).as_posix() for path in SOURCES]
    wrong = [
        f"{source.relative_to(ROOT)}: {name}"
        for source, text in docstrings()
        for name in re.findall(r"(?<![\w/.*<-])[a-z_][\w/]*\.py\b", text)
        if not any(f"/{path}".endswith(f"/{name}") for path in paths) and not (ROOT / name).exists()
    ]
    assert not wrong
