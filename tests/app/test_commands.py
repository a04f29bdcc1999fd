"""Commands with a name: what they are given, and what becomes of their errors."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from app.commands import COMMANDS, Command, CommandParser
from app.exit_codes import ExitCode
from inference.errors import SinkError
from main import main


@pytest.fixture
def command(monkeypatch):
    """A command called `made`, whose `run` a test may replace."""

    def build_parser() -> CommandParser:
        parser = CommandParser(prog="python main.py made")
        parser.add_argument("word")
        parser.add_argument("--debug", action="store_true")
        return parser

    module = SimpleNamespace(build_parser=build_parser, run=lambda given: ExitCode.DONE)
    monkeypatch.setitem(sys.modules, "made_command", module)
    monkeypatch.setitem(COMMANDS, "made", Command("made_command", "requirements-made.txt"))
    return module


def test_a_command_is_given_what_follows_its_name(command):
    given = []
    command.run = lambda words: given.append(words.word) or ExitCode.DONE
    assert main(["made", "hello"]) == ExitCode.DONE
    assert given == ["hello"]


def test_wrong_words_are_wrong_usage_and_name_the_commands_own_help(command, capsys):
    assert main(["made"]) == ExitCode.USAGE
    said = capsys.readouterr().err
    assert "required: word" in said
    assert "python main.py made --help" in said


def test_an_error_becomes_a_message_and_an_exit_code(command, capsys):
    def fail(given):
        raise SinkError("the disk is full")

    command.run = fail
    assert main(["made", "x"]) == ExitCode.SOURCE
    assert capsys.readouterr().err == "error: the disk is full\n"


def test_a_package_that_is_missing_is_named_with_what_installs_it(command, capsys):
    def fail(given):
        import no_such_package  # noqa: F401

    command.run = fail
    assert main(["made", "x"]) == ExitCode.USAGE
    said = capsys.readouterr().err
    assert "`made` needs the package no_such_package" in said
    assert "pip install -r requirements-made.txt" in said
