"""No text from outside is ever read as markup: strings reach a widget only as spans, `Content` or `Text`."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import tui

FILES = sorted(Path(tui.__file__).parent.rglob("*.py"))
READ_AS_MARKUP = {"Static", "Label", "Button", "DataTable", "OptionList", "Tree", "RichLog", "TextArea", "ListView"}
SET_AS_MARKUP = {"border_title", "border_subtitle", "tooltip"}


def offences(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from called(node)
        if isinstance(node, ast.Assign):
            yield from assigned(node)


def called(call: ast.Call) -> Iterator[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    plain = any(word.arg == "markup" and getattr(word.value, "value", None) is False for word in call.keywords)
    if name in READ_AS_MARKUP or name == "from_markup" or (name == "notify" and not plain):
        yield f"{name} in line {call.lineno}"


def assigned(assign: ast.Assign) -> Iterator[str]:
    made = getattr(getattr(assign.value, "func", None), "id", "")
    safe = isinstance(assign.value, ast.Constant) or made in {"Content", "Text"}
    for target in assign.targets:
        if isinstance(target, ast.Attribute) and target.attr in SET_AS_MARKUP and not safe:
            yield f"{target.attr} in line {assign.lineno}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_string_is_given_to_what_reads_markup(file: Path) -> None:
    assert list(offences(ast.parse(file.read_text(encoding="utf-8")))) == []


def test_the_test_would_see_them() -> None:
    bad = "w.border_title = f'{x}'\nStatic(x)\nself.notify(x)\nw.tooltip = x\nText.from_markup(x)"
    assert len(list(offences(ast.parse(bad)))) == 5
