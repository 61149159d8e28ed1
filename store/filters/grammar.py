"""The grammar of filters: text to a tree of terms; what is wrong with it is pointed at."""

import re
from dataclasses import dataclass, field
from typing import Literal

LONGEST = 2000
DEEPEST = 30
MOST = 100
"""Terms, and values of a term: SQLite takes no more than a thousand joined."""

TOKEN = re.compile(
    r"""\s*(?P<word>(?P<not>-?)(?:(?P<open>\()|(?P<close>\))|
    (?:(?P<field>[A-Za-z_]+|\.[^\s:<>()"]+)(?P<op>:|>=|<=|>|<))?
    (?P<value>/(?:[^/\\]|\\.)+/(?=[\s)]|$)|(?:"[^"]*"?|[^\s()"])*)))""",
    re.VERBOSE,
)


class FilterError(ValueError):
    """A filter that cannot be read: its text is the filter, a caret under the token, and what to do."""

    def __init__(self, text: str, at: int, why: str) -> None:
        super().__init__(f"{text}\n{' ' * at}^ {why}")
        self.at, self.why = at, why


@dataclass(frozen=True, slots=True)
class Term:
    """`field:value,value`, `field>value` or a free word."""

    field: str | None
    op: str
    value: str
    at: int


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition: a term, or others joined. Nothing at all is true."""

    join: Literal["and", "or", "not", "term"] = "and"
    parts: "tuple[Filter, ...]" = ()
    term: Term | None = None
    text: str = field(default="", compare=False)


ALL = Filter()


def parse(text: str) -> Filter:
    """Read a filter. Space is and, `,` in a value is or, `or`, `( )`, `-` is not. Raises `FilterError`."""
    if not text.isascii() and text != text.encode("utf-8", "replace").decode():
        raise FilterError("", 0, "a filter is text in UTF-8")
    if len(text) > LONGEST:
        raise FilterError(f"{text[:40]}…", 0, f"a filter has at most {LONGEST:,} letters")
    return _Parser(text).whole()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [found for found in TOKEN.finditer(text) if found["word"]]
        self.next = self.depth = 0
        if len(self.tokens) > MOST:
            raise FilterError(text, self.tokens[MOST].start(), f"a filter has at most {MOST} terms")

    def whole(self) -> Filter:
        parsed = self.either()
        if self.next < len(self.tokens):
            raise FilterError(self.text, self.tokens[self.next].start("word"), "no ( is open here")
        return parsed

    def either(self) -> Filter:
        sides = [self.both()]
        while self._word() == "or":
            at = self.tokens[self.next].start("word")
            self.next += 1
            sides.append(self.both())
            if not (sides[-1].parts and sides[-2].parts):
                raise FilterError(self.text, at, "or stands between two terms")
        return sides[0] if len(sides) == 1 else Filter("or", tuple(sides), text=self.text)

    def both(self) -> Filter:
        parts = []
        while self.next < len(self.tokens) and self._word() not in ("or", ")"):
            parts.append(self.one())
        return Filter("and", tuple(parts), text=self.text)

    def one(self) -> Filter:
        token = self.tokens[self.next]
        self.next += 1
        inner = self.group(token) if token["open"] else Filter("term", term=self.term(token), text=self.text)
        return Filter("not", (inner,), text=self.text) if token["not"] else inner

    def group(self, token: re.Match[str]) -> Filter:
        self.depth += 1
        if self.depth > DEEPEST:
            raise FilterError(self.text, token.start("word"), f"( ) may be {DEEPEST} deep")
        inner = self.either()
        self.depth -= 1
        if self._word() != ")":
            raise FilterError(self.text, token.start("word"), "this ( is not closed")
        self.next += 1
        return inner

    def term(self, token: re.Match[str]) -> Term:
        value, at = token["value"] or "", token.start("field") if token["field"] else token.start("value")
        if value.count('"') % 2:
            raise FilterError(self.text, token.start("value"), "this quotation mark is not closed")
        if not value.strip(',"'):
            raise FilterError(self.text, at, "a value is missing: field:value")
        return Term(token["field"].lower() if token["field"] else None, token["op"] or "", value, at)

    def _word(self) -> str:
        return self.tokens[self.next]["word"].lower() if self.next < len(self.tokens) else ""
