"""Sentences that are marked for translation, and whether a catalogue says them."""

import ast
import gettext
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation.template import templatize

from tests import source
from tests.sentences import MARKS


@dataclass(frozen=True)
class Message:
    """A sentence that is marked, as a catalogue has it: with its plural and its context, where it has them."""

    words: str
    plural: str = ""
    context: str = ""


_TEXT = r"""u?('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")"""
_CALL = re.compile(rf"\b(n?p?gettext|_)\(\s*{_TEXT}(?:\s*,\s*{_TEXT})?(?:\s*,\s*{_TEXT})?")
"""How Django writes down, for gettext's own tools, what a template says."""


@cache
def marked() -> frozenset[Message]:
    """Every sentence of the product that a translation has to say."""
    found = {message for path in source.modules() for message in _marked_in_python(path)}
    for path in source.templates():
        found |= set(_marked_in_template(path.read_text(encoding="utf-8")))
    return frozenset(found)


def _marked_in_python(path: Path) -> Iterator[Message]:
    for call in source.calls(path):
        name = source.called(call)
        texts = [
            each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)
        ]
        if name in MARKS and texts:
            yield _message(name.removesuffix("_lazy").removesuffix("_noop"), texts)


def _marked_in_template(text: str) -> Iterator[Message]:
    for call in _CALL.finditer(templatize(text)):
        name, *texts = call.groups()
        yield _message(name, [ast.literal_eval(each) for each in texts if each])


def _message(name: str, texts: list[str]) -> Message:
    context = texts.pop(0) if "p" in name.removesuffix("gettext") else ""
    return Message(texts[0], texts[1] if "ng" in name or name.startswith("np") else "", context)


class _Missing(gettext.NullTranslations):
    """Stands behind a catalogue, and is asked for what that does not say."""

    is_asked = False

    def gettext(self, message: str) -> str:
        self.is_asked = True
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1)

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1)


def unsaid(catalogue: gettext.NullTranslations, messages: Iterable[Message]) -> list[Message]:
    """The messages that a catalogue does not translate. It gets a fallback, and is of no further use."""
    missing, found = _Missing(), []
    catalogue.add_fallback(missing)
    for message in messages:
        missing.is_asked = False
        _ask(catalogue, message)
        if missing.is_asked:
            found.append(message)
    return found


def _ask(catalogue: gettext.NullTranslations, message: Message) -> None:
    match message:
        case Message(words, plural="", context=""):
            catalogue.gettext(words)
        case Message(words, plural="", context=context):
            catalogue.pgettext(context, words)
        case Message(words, plural, context=""):
            catalogue.ngettext(words, plural, 2)
        case Message(words, plural, context):
            catalogue.npgettext(context, words, plural, 2)
