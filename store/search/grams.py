"""What of a text is indexed: every four letters that stand together. Whatever part of a word is looked for, the texts
that hold it hold its fours."""

import re
from functools import lru_cache

from ..filters.grammar import Filter, Term

RUN = re.compile(r"[0-9a-z\x80-\U0010ffff]+")
FLAT = bytes(one if RUN.match(chr(one)) else ord(" ") for one in bytes(range(256)).lower())
"""Of each byte, what it is as part of a word, and between words a blank."""
SIZE = 4
LONG = 24
"""Letters of a word that hardly comes again."""
LEAST = 3
"""Letters that are looked for as the beginning of a gram: fewer begin too many."""
MOST_GRAMS = 24
"""Of one word that is looked for: what has so many of them has the others."""


def grams(*texts: bytes) -> set[str]:
    """As SQLite's `LIKE` compares them: only A to Z are like a to z."""
    words = set(b"\n".join(texts).translate(FLAT).split())
    long = {word for word in words if len(word) > LONG}
    return set[str]().union(*map(_known, words - long), *map(_of_word, long))


def _of_word(word: bytes) -> list[str]:
    """Four letters from each one on; at the end the three, two and one that are left."""
    letters = word.decode("utf-8", "replace")
    return [letters[at : at + SIZE] for at in range(len(letters))]


_known = lru_cache(maxsize=4096)(_of_word)


def free(term: Term) -> bool:
    """Whether it is a word or a phrase, and no pattern or place in a body."""
    return term.field is None and not re.fullmatch(r"/.+/", term.value) and not term.value.startswith(".")


def phrase(term: Term) -> str:
    """What a free term looks for."""
    return term.value.replace('"', "")


def slow(where: Filter) -> bool:
    """Whether a filter looks into texts or bodies, where no index of a table helps."""
    if where.term:
        return where.term.field is None or where.term.field.startswith(".")
    return any(map(slow, where.parts))


def expression(where: Filter) -> str | None:
    """What the index is asked for: all that a filter finds has it, though not only that. None where nothing can be
    said, as of a word of two letters."""
    if where.term:
        return _of_phrase(phrase(where.term)) if free(where.term) else None
    parts = [expression(part) for part in where.parts]
    known = [part for part in parts if part]
    if where.join == "not" or not known or (where.join == "or" and len(known) < len(parts)):
        return None
    return known[0] if len(known) == 1 else f" {where.join.upper()} ".join(f"({part})" for part in known)


def _of_phrase(text: str) -> str | None:
    runs = RUN.findall(text.encode("utf-8", "replace").lower().decode())
    asked = dict.fromkeys(one for run in runs for one in _of_run(run))
    return " AND ".join(list(asked)[:MOST_GRAMS]) or None


def _of_run(run: str) -> list[str]:
    if len(run) >= SIZE:
        return [f'"{run[at : at + SIZE]}"' for at in range(len(run) - SIZE + 1)]
    return [f'"{run}" *'] if len(run) >= LEAST or not run.isascii() else []
