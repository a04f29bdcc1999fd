"""Brings the window's translations up to date: `make translations`.

Collects what the window says into `assets/translations/facelens_*.ts`, which Qt Linguist edits, and builds the `.qm`
files that the window loads. What is said no longer is dropped; what is new is marked as unfinished.

Strings are found where they are written: `self.tr("…")` in a class, the `_tr("…")` of a module, the tables of actions
and switches, and the tables of labels. Qt's own collector for Python reads only the first kind.
"""

from __future__ import annotations

import ast
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WINDOW = ROOT / "app" / "gui"
FOLDER = ROOT / "assets" / "translations"
LANGUAGES = ("en", "de", "es", "fr", "zh_CN", "hi")
# forms that a count needs: one and many, or one for all
FORMS = {"zh_CN": 1}
# the tables of labels in `app/gui/labels.py`
_TABLES = ("_LABELS", "_CLASSES", "_UNSURE", "ENGINES")
Message = tuple[str, str]


def messages() -> list[Message]:
    """Return contexts and texts of everything that the window says, in the order of files and lines."""
    found: dict[Message, None] = {}
    for path in sorted(WINDOW.rglob("*.py")):
        found |= dict.fromkeys(_messages_of(ast.parse(path.read_text(encoding="utf-8"))))
    return list(found)


def _messages_of(tree: ast.Module) -> Iterator[Message]:
    contexts = _contexts_of_helpers(tree)
    owners = {id(node): one.name for one in ast.walk(tree) if isinstance(one, ast.ClassDef) for node in ast.walk(one)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _of_call(node, contexts, owners.get(id(node), ""))
        elif isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Dict):
            names = [node.target] if isinstance(node, ast.AnnAssign) else node.targets
            if any(isinstance(name, ast.Name) and name.id in _TABLES for name in names):
                yield from (("Labels", text) for value in node.value.values if (text := _literal(value)))


def _of_call(call: ast.Call, contexts: dict[str, str], owner: str) -> Iterator[Message]:
    function, literals = call.func, [_literal(one) for one in call.args]
    if isinstance(function, ast.Attribute) and function.attr == "translate" and len(literals) > 1:
        if literals[0] and literals[1]:
            yield literals[0], literals[1]
    elif isinstance(function, ast.Attribute) and function.attr == "tr":
        yield from ((owner, text) for text in literals[:1] if text)
    elif isinstance(function, ast.Name) and function.id in contexts:
        yield from ((contexts[function.id], text) for text in literals[:1] if text)
    elif isinstance(function, ast.Name) and function.id in ("make", "build_action"):
        texts = literals[:4] if function.id == "build_action" else [literals[0], *literals[2:3]]
        yield from (("Actions", text) for text in texts if text)
    elif isinstance(function, ast.Name) and function.id == "Toggle":
        yield from (("Actions", text) for text in (literals[2], literals[4]) if text)


def _contexts_of_helpers(tree: ast.Module) -> dict[str, str]:
    """Return the context of each function of a module that only passes its text on to Qt."""
    found = {}
    for function in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
        calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
        for call in calls:
            is_helper = isinstance(call.func, ast.Attribute) and call.func.attr == "translate"
            if is_helper and len(call.args) > 1 and isinstance(call.args[1], ast.Name):
                context = _literal(call.args[0])
                if context and call.args[1].id in {argument.arg for argument in function.args.args}:
                    found[function.name] = context
    return found


def _literal(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def is_counted(text: str) -> bool:
    """Return whether a text has forms for one and many."""
    return "%n" in text or "%Ln" in text


def read(language: str) -> dict[Message, list[str]]:
    """Return the translations of a language, each with as many forms as it has; without those that are unfinished."""
    path = FOLDER / f"facelens_{language}.ts"
    found: dict[Message, list[str]] = {}
    if not path.exists():
        return found
    for context in ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is None or translation.get("type") == "unfinished":
                continue
            forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
            found[context.findtext("name") or "", message.findtext("source") or ""] = forms
    return found


def write(language: str, translated: dict[Message, list[str]]) -> int:
    """Write a language's file; return how many translations are missing."""
    root = ElementTree.Element("TS", version="2.1", language=language, sourcelanguage="en")
    contexts: dict[str, ElementTree.Element] = {}
    missing = 0
    for context, text in messages():
        # English needs no translation but of what it counts
        if language == "en" and not is_counted(text):
            continue
        if context not in contexts:
            contexts[context] = ElementTree.SubElement(root, "context")
            ElementTree.SubElement(contexts[context], "name").text = context
        message = ElementTree.SubElement(contexts[context], "message")
        ElementTree.SubElement(message, "source").text = text
        translation = ElementTree.SubElement(message, "translation")
        forms = translated.get((context, text))
        if forms is None:
            translation.set("type", "unfinished")
            missing += 1
        if is_counted(text):
            message.set("numerus", "yes")
            for form in forms or [""] * FORMS.get(language, 2):
                ElementTree.SubElement(translation, "numerusform").text = form
        elif forms is not None:
            translation.text = forms[0]
    ElementTree.indent(root, " ")
    body = ElementTree.tostring(root, encoding="unicode")
    text = f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n'
    (FOLDER / f"facelens_{language}.ts").write_text(text, encoding="utf-8")
    return missing


def main() -> int:
    """Bring all languages up to date; the first argument is Qt's `lrelease`."""
    FOLDER.mkdir(exist_ok=True)
    total = 0
    for language in LANGUAGES:
        missing = write(language, read(language))
        total += missing
        if len(sys.argv) > 1:
            path = FOLDER / f"facelens_{language}.ts"
            subprocess.run([sys.argv[1], "-silent", str(path), "-qm", str(path.with_suffix(".qm"))], check=True)
        print(f"{language}: {missing} of {len(messages())} to be translated")
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main())
