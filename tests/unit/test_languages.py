"""A language can be chosen once its catalogue says every sentence of the product, and not before."""

import gettext
import re
import struct

import pytest
from django.conf import settings

from accounts.languages import language_of
from accounts.models import Language, User
from tests import messages, source
from tests.messages import Message


def catalogue_of(code):
    """What Django would say in a language: the compiled catalogue, empty where there is none."""
    folders = [folder for folder in settings.LOCALE_PATHS if gettext.find("django", folder, [code])]
    return gettext.translation("django", folders[0], [code]) if folders else gettext.NullTranslations()


def incomplete(codes):
    """The languages among these in which something is not said, and the first of it."""
    missing = {code: messages.unsaid(catalogue_of(code), messages.marked()) for code in codes}
    return {
        code: f"{len(found)} sentences, such as “{found[0].words}”"
        for code, found in missing.items()
        if found
    }


def test_what_can_be_chosen_says_everything():
    """The source is in English: that needs no catalogue."""
    offered = [code for code, _name in settings.LANGUAGES]
    assert settings.LANGUAGE_CODE in offered
    assert incomplete(code for code in offered if code != settings.LANGUAGE_CODE) == {}
    assert set(offered) <= set(Language.values)


def test_a_language_without_a_catalogue_is_incomplete():
    assert "sentences" in incomplete(["xx"])["xx"]


HEAD = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=n!=1;\n"


def compiled(folder, said):
    """A catalogue as msgfmt writes it."""
    said = said | {"": HEAD}
    entries = sorted(said)
    texts = [each.encode() for each in [*entries, *(said[each] for each in entries)]]
    at, places = 28 + 16 * len(entries), []
    for text in texts:
        places.append(struct.pack("<II", len(text), at))
        at += len(text) + 1
    head = struct.pack("<7I", 0x950412DE, 0, len(entries), 28, 28 + 8 * len(entries), 0, 0)
    file = folder / "ja" / "LC_MESSAGES" / "django.mo"
    file.parent.mkdir(parents=True)
    file.write_bytes(head + b"".join(places) + b"".join(text + b"\0" for text in texts))


def entry(message):
    """A message as the key of a compiled catalogue, and something that is said for it."""
    context = f"{message.context}\x04" if message.context else ""
    if message.plural:
        return f"{context}{message.words}\0{message.plural}", "一\0二"
    return f"{context}{message.words}", "言葉"


def test_one_sentence_that_is_missing_is_named(tmp_path, settings):
    settings.LOCALE_PATHS = [tmp_path]
    known = sorted(messages.marked(), key=repr)
    left_out = known[len(known) // 2]
    compiled(tmp_path, dict(entry(each) for each in known if each != left_out))
    assert incomplete(["ja"])["ja"] == f"1 sentences, such as “{left_out.words}”"


def test_a_whole_catalogue_is_complete(tmp_path, settings):
    settings.LOCALE_PATHS = [tmp_path]
    compiled(tmp_path, dict(entry(each) for each in messages.marked()))
    assert incomplete(["ja"]) == {}


@pytest.mark.parametrize(
    "message",
    [
        Message("Saved."),  # gettext in Python
        Message("partner manager"),  # gettext_lazy
        Message("%(first)s, and %(count)s more", "%(first)s, and %(count)s more"),  # ngettext
        Message("My settings"),  # translate
        Message("version %(number)s"),  # blocktranslate
    ],
)
def test_the_walk_knows_every_way_of_marking(message):
    assert message in messages.marked()


# Whoever chose before


@pytest.mark.parametrize(
    ("chosen", "offered", "spoken"), [("ja", "en", "en"), ("ja", "en ja", "ja"), ("en", "en ja", "en")]
)
def test_what_was_chosen_holds_where_it_is_offered(chosen, offered, spoken, settings):
    settings.LANGUAGES = [(code, code) for code in offered.split()]
    assert language_of(User(language=chosen)) == spoken
    assert language_of(None) == "en"


def test_nobody_is_spoken_to_past_the_rule():
    """A stored choice is asked for in one place; elsewhere `accounts.languages` says in which language to speak."""
    past = [
        source.name_of(path)
        for path in source.modules()
        if re.search(
            r"translation\.(override|activate)\(|(user|person|owner|created_by)\.language\b", path.read_text()
        )
    ]
    assert past == ["accounts/languages.py", "workspace/erasing.py"]
