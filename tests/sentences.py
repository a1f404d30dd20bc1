"""Sentences in the product's source that gettext does not know. Those that it knows are in `tests.messages`.

What people read is marked for translation: in Python by a function of gettext, in templates by `translate` and
`blocktranslate`. Scripts say nothing of their own: their words come with the page, in `data-` attributes.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from tests import source

MARKS = {
    "_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy",
    "npgettext", "npgettext_lazy",
}  # fmt: skip

WORDS = re.compile(r"[^\W\d_]{2,}[,;:]? [^\W\d_]{2,}")
"""At least two words: what can be said in code without it being a name or a key."""

WORD = re.compile(r"[^\W\d_]{2,}")

SAME_EVERYWHERE = {"Partner Desk", "Markdown", "JSON", "SHA-256"}
"""Names, which no language says differently."""


@dataclass(frozen=True)
class Sentence:
    """One that gettext does not know, and where it stands."""

    file: str
    line: int
    words: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.words[:80]}"


# Python

PLAIN_MODULES = re.compile(
    r"/management/"  # commands speak to whoever runs the machine
    r"|^workspace/(demo|bench)/"  # the demo's content, and figures for developers
)

PLAIN_FUNCTIONS = {"__str__", "__repr__"}
"""What only developers see."""

PLAIN_CALLS = {
    "debug", "info", "warning", "error", "exception", "critical",  # the log
    "Field", "PydanticCustomError",  # schemas of files
    "Trigger",  # the database's own words: they reach nobody but the log
}  # fmt: skip

PLAIN_ERRORS = {
    "AssertionError", "ImproperlyConfigured", "KeyError", "LookupError", "NotCanonical", "RuntimeError",
    "TypeError", "UnknownPermission", "ValueError",
}  # fmt: skip
"""Errors of programs. A ValueError of a validator is none: its words stand beside the field."""

VALIDATORS = {"field_validator", "model_validator", "validator"}

SPOKEN = {
    "label", "help_text", "verbose_name", "empty_label", "title", "message", "placeholder",
}  # fmt: skip
"""Keywords whose value is read by people even where it is one word."""

SAYING = {
    "Blocked", "JobRefused", "NotAllowed", "OutgoingFailed", "TryAgain", "Unreadable", "ValidationError",
}  # fmt: skip
"""What is told to people, even in one word."""

NO_PROSE = re.compile(
    r"\b(SELECT|FROM|WHERE|UPDATE|INSERT|DELETE|JOIN|GROUP BY|ORDER BY|CREATE|DROP|COPY|ANALYZE|GRANT|REVOKE|AS"
    r"|AND|ON|IN|IS|FILTER|RETURNING|UNION|CASE|END|AT TIME ZONE|SET LOCAL)\b"  # SQL
    r"|^[\w-]+/[\w.+-]+[,;]|^attachment;"  # what headers hold
    r'|\bclass="|://'  # a piece of a tag, and what stands around an address
)


class Reader(ast.NodeVisitor):
    """Walks a module and collects the texts that are said without gettext."""

    def __init__(self, file: str) -> None:
        self.file, self.found = file, list[Sentence]()

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # a docstring, or a sentence about what stands above it
            self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        if node.name in PLAIN_FUNCTIONS:
            return
        is_validator = any(VALIDATORS & _names(each) for each in node.decorator_list)
        for each in node.body + node.args.defaults + node.args.kw_defaults:
            if each is not None:
                _Validator.of(self, is_validator).visit(each)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        is_choices = any("Choices" in name for base in node.bases for name in _names(base))
        for each in node.body:
            if isinstance(each, ast.Assign):
                self._assigned(each, is_choices=is_choices)
            else:
                self.visit(each)

    def _assigned(self, node: ast.Assign, *, is_choices: bool) -> None:
        names = {name for target in node.targets for name in _names(target)}
        if is_choices and isinstance(node.value, ast.Tuple):
            self._spoken(node.value.elts[-1])
        elif names & {"help_text", "verbose_name"}:
            self._spoken(node.value)
        else:
            self.visit(node.value)

    def visit_Assign(self, node: ast.Assign) -> None:
        if "__all__" not in {name for target in node.targets for name in _names(target)}:
            self.visit(node.value)

    def visit_Raise(self, node: ast.Raise) -> None:
        if not (isinstance(node.exc, ast.Call) and source.called(node.exc) in self.plain_errors):
            self.generic_visit(node)

    @property
    def plain_errors(self) -> set[str]:
        return PLAIN_ERRORS

    def visit_Call(self, node: ast.Call) -> None:
        name = source.called(node)
        if name in MARKS or name in PLAIN_CALLS:
            return
        for argument in node.args:
            (self._spoken if name in SAYING else self.visit)(argument)
        for keyword in node.keywords:
            (self._spoken if keyword.arg in SPOKEN else self.visit)(keyword.value)
        self.visit(node.func)

    def _spoken(self, node: ast.expr) -> None:
        """Judge what is said here; what only takes part in it, such as the name of a value, is not."""
        match node:
            case ast.Constant(value=str(text)):
                self._judge(text, node.lineno, WORD)
            case ast.JoinedStr(values=parts):
                for part in parts:
                    self._spoken(part)
            case ast.IfExp(body=first, orelse=second) | ast.BinOp(left=first, op=ast.Add(), right=second):
                self._spoken(first)
                self._spoken(second)
            case ast.BinOp(left=left, op=ast.Mod(), right=right):
                self._spoken(left)
                self.visit(right)
            case _:
                self.visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self._judge(node.value, node.lineno, WORDS)

    def _judge(self, text: str, line: int, needed: re.Pattern[str]) -> None:
        words = re.sub(r"<[^>]*>|\{[^}]*\}|%\(\w+\)s", " ", text).strip()
        if needed.search(words) and words not in SAME_EVERYWHERE and not NO_PROSE.search(words):
            self.found.append(Sentence(self.file, line, " ".join(words.split())))


class _Validator(Reader):
    """Reads the body of a validator, whose ValueErrors stand beside a field."""

    @classmethod
    def of(cls, reader: Reader, is_validator: bool) -> Reader:
        if not is_validator:
            return reader
        made = cls(reader.file)
        made.found = reader.found
        return made

    @property
    def plain_errors(self) -> set[str]:
        return PLAIN_ERRORS - {"ValueError"}


def _names(node: ast.AST) -> set[str]:
    return {
        each.attr if isinstance(each, ast.Attribute) else each.id
        for each in ast.walk(node)
        if isinstance(each, ast.Attribute | ast.Name)
    }


def unmarked_in_python(path: Path) -> list[Sentence]:
    if PLAIN_MODULES.search(source.name_of(path)):
        return []
    return read_python(source.tree_of(path), source.name_of(path))


def read_python(tree: ast.Module, file: str = "module.py") -> list[Sentence]:
    reader = Reader(file)
    reader.visit(tree)
    return reader.found


# Templates

SAID_TO_THE_READER = re.compile(
    r"title|alt|placeholder|label|summary|aria-(label|description|roledescription|valuetext|placeholder)"
    r"|data-(?!csrf)[\w-]+|hx-(confirm|prompt)"
)
"""Attributes that people read, or that a script shows to them."""

UNREAD = {"script", "style"}

_COMMENT = re.compile(r"\{#.*?#\}|\{% comment\b.*?\{% endcomment %\}", re.DOTALL)
_MARKED = re.compile(r"\{% blocktrans(?:late)?\b.*?\{% endblocktrans(?:late)? %\}", re.DOTALL)
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_LITERAL = re.compile(r"""(?<!_\()"([^"]*)"|(?<!_\()'([^']*)'""")


class _Page(HTMLParser):
    def __init__(self, file: str) -> None:
        super().__init__(convert_charrefs=True)
        self.file, self.found, self._within = file, list[Sentence](), list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if SAID_TO_THE_READER.fullmatch(name):
                needed = WORDS if name.startswith("data-") else WORD
                self._judge(value or "", needed)
            elif tag == "input" and name == "value" and dict(attrs).get("type") in ("submit", "button"):
                self._judge(value or "", WORD)
        if tag in UNREAD:
            self._within.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag in UNREAD:
            self._within.pop()

    def handle_endtag(self, tag: str) -> None:
        if self._within and self._within[-1] == tag:
            self._within.pop()

    def handle_data(self, data: str) -> None:
        if not self._within:
            self._judge(data, WORD)

    def _judge(self, text: str, needed: re.Pattern[str]) -> None:
        for name in SAME_EVERYWHERE:
            text = text.replace(name, " ")
        if needed.search(text):
            self.found.append(Sentence(self.file, self.getpos()[0], " ".join(text.split())))


def _blank(found: re.Match[str]) -> str:
    return " " + "\n" * found[0].count("\n")


def unmarked_in_template(text: str, file: str) -> list[Sentence]:
    """Words between the tags, in attributes, and as literals in Django's own tags and filters."""
    text = _MARKED.sub(_blank, _COMMENT.sub(_blank, text))
    page = _Page(file)
    page.feed(_TAG.sub(_blank, text))
    page.close()
    return page.found + list(_literals(text, file))


def _literals(text: str, file: str) -> Iterator[Sentence]:
    for tag in _TAG.finditer(text):
        if tag[0].startswith(("{% translate ", "{% trans ")):
            continue
        for literal in _LITERAL.finditer(tag[0]):
            words = literal[1] or literal[2] or ""
            if WORDS.search(words) and words not in SAME_EVERYWHERE:
                yield Sentence(file, text.count("\n", 0, tag.start()) + 1, words)


# Scripts

_SCRIPT_TEXT = re.compile(r'"([^"\n]*)"' + r"|'([^'\n]*)'" + r"|`([^`]*)`")
_SCRIPT_COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'])//[^\n]*", re.DOTALL)
_SELECTOR = re.compile(r"[.#\[>:]")


def unmarked_in_script(text: str, file: str) -> list[Sentence]:
    """Literals of two words and more that are no selectors, and anything that is shown by a box of the browser."""
    code = _SCRIPT_COMMENT.sub(_blank, text)
    found = []
    for literal in _SCRIPT_TEXT.finditer(code):
        words = re.sub(r"\$\{[^}]*\}", " ", literal[1] or literal[2] or literal[3] or "")
        is_said = re.search(
            r"(?:alert|confirm|prompt|textContent\s*=|innerText\s*=)\W*$", code[: literal.start()]
        )
        if (WORD if is_said else WORDS).search(words) and not _SELECTOR.search(words):
            found.append(Sentence(file, code.count("\n", 0, literal.start()) + 1, words.strip()))
    return found
