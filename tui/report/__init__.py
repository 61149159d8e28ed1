"""The report: one page of HTML for people who use no terminal. It loads nothing and runs nothing."""

from .ink import Ink
from .matter import Matter, gathered
from .page import Wanted, page
from .scope import Scope, scope_of

__all__ = ["Ink", "Matter", "Scope", "Wanted", "gathered", "page", "scope_of"]
