"""No sentence to people outside gettext, in Python, templates and scripts."""

import ast
import textwrap
from collections import Counter

import pytest

from tests import sentences, source

PLAIN = {
    "who runs the machine reads it, in a terminal or a log": """
        The role “
        ” has no line in the table.
        There is no role “
        No app declares “
        ”, which the table gives to the role “
        ; the oldest comes first
        has another value already
        is one of and >=
        is a finite number
        is not below 0
        what clears (
        ) lies on the safe side of what fires (
        leaves out:
        : a name has 1 to
        needs what it does not read:
        no kind of trigger:
        no kind of trigger:
        no kind of trigger that looks at a metric:
        stands in no group
        begins the codes of two frameworks
        a section shows at least one part or one text
        : given twice:
        options: exactly one is the status quo
        decision_pattern.option: is none of the options
        requires: guardrails are required but none is listed
        requires: an output artifact is required but none is described
        terms: given twice:
        ' is no time zone; write one like 'Europe/Berlin'
        weekday: give it for a weekly schedule, and only there
        day: give it for a monthly schedule, and only there
        another size than the archive says
        The event
        of this seal is gone.
        is signed with another key: give the old public key (DESK_HEAD_KEYS_BEFORE=
        ) if you know it to be yours.
        The head of
        is not what was signed.
        What proves this row is not what it was when the head of
        was signed.
        More rows than can be named are not what they were when the head of
        was signed.
        ” wrote this row on
        UTC, past the application.
        This row is gone, and no event tells of that.
        This row was added, and no event tells of that.
        This row is not what its newest event says.
        This event or its seal is not what was sealed.
        This seal does not follow the one before it.
        The seal at this place is gone.
        This event has no seal, and younger ones have.
        The head of
        The end is cut off: on
        the chain went to
        , now to
        The chain up to here is not the one of
        can't be read:
        is no head:
        is no head of this form (
        no heartbeat from the worker
        is not YAML
        This database was made by an earlier state of Partner Desk and is not at the end of its migrations:
        not applied. Nothing was changed. Start it once with the last state that knows them (git checkout
        ; python3 desk.py up), then with this one.
        This database has migrations of two states of Partner Desk that exclude each other:
        beside those of before. Nothing was changed. Restore its last backup from before the upgrade into an empty home.
        This database is not as its migrations made it, so it is not taken over. Nothing was changed. Put back what was changed by hand, then start again:
        is missing
        is not ours
        operations in one step
        """,  # noqa: E501
    "who writes code reads it, beside a declaration or in a traceback": """
        no version's content:
        No section kind is called
        : declare it in decisions/sections/.
        No section kind keeps
        names the row; versions carry it so that rows are followed
        the record that the row belongs to
        counts the saves, so that a second tab is noticed
        names the save, so that a retry is noticed
        when it was saved; the history says it
        who saved it; the history says it
        of a secret that only its person knows
        of a secret that only its person knows
        its bytes are kept under their hash, and the minutes that they print are proven
        its version is, and the seats and votes that make its outcome
        its bytes are kept under their hash, and the version that they print is proven
        a hash that names a file which is gone
        of a draft; what was run is frozen with the version, which is proven
        nothing is put in force without a vote for it
        a version is superseded by another one that was voted for
        a version is stopped by a review
        a version that is not voted on stays as it stands
        only a version that is in force is enacted
        an enactment ends once, with its version
        a record begins without a version in force
        the version in force is the one that is enacted
        the seats of a round are settled when it is opened
        who votes has a seat in an open round
        a round begins open
        a round ends with what its version has come to
        made again of its version, which is proven; the hash only finds it
        versions hold what they take of it, and are proven
        what observations belong to is found by it; nothing is decided by the hash
        versions name the definition that they were measured by, and are proven
        its bytes are kept under their hash
        the chain itself
        has a hash and does not say whether its rows are proven.
        is not proven.
        has no key.
        the order on the page; whoever moves a row says nothing else by it
        which text of the template it is; set once
        which metric it is; set once
        whether the framework asks for it; set once
        which input of the template it is; set once
        whether the framework asks for it; set once
        which guardrail of the template it is; set once
        the column of the cell; set once
        the row of the cell; set once
        which criterion it is the path of; set once
        whether nobody has accepted it yet; a suggestion is in no version
        a copy of “worst” when its weight was asked
        a copy of “best” when its weight was asked
        is of form
        kind: a lower-case word of at most
        : say it in words
        parts: give at least one, each with a name of its own
        : say it in words
        : it can't be combined so over partners
        : it is held otherwise over time than over partners
        cases: name one of the parts that are numbers
        parts: one of them at most is kept, and none beside one that runs up
        typed: what is kept is typed by nobody
        typed: give a hint, and at least one number to type
        fields: each has a name of its own, and none that mappings use already
        : say it in words
        : a word, and only a word, names the column of labels it stands in
        : only a date lies after a date
        : only numbers have bounds and weights, and are amounts
        : only labels are taken as they are written
        John W. Tukey, Exploratory Data Analysis, 1977
        Frederick F. Reichheld, The One Number You Need to Grow, Harvard Business Review, 2003
        The usual sales velocity formula, with open opportunities at period end as the stock
        is declared twice
        is something else in other measures
        there is no measure
        a file of metrics/measures/kinds without its row in EVERY, or named otherwise:
        there is no unit
        there is no kind of question
        there is no kind of gap
        kinds of gaps that say nothing of themselves:
        there is nothing called
        to be done about a gap
        """,
    "no language of people": r"""
        ::(?:character varying|text)(?:\[\])?
        apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
        Inter Noto Sans JP
        (updated_at, record_id) < (%s, %s)
        < '9999-12-31Z' THEN to_char(
        position(convert_to(%s, 'UTF8') in content) > 0
        position(convert_to(%s, 'UTF8') in content) > 0
        position(convert_to(%s, 'UTF8') in content) > 0
        -//Partner Desk//Calendar//EN
        IF NOT (
        ) THEN RAISE EXCEPTION '
        pg_catalog, public, pg_temp
        ALTER FUNCTION
        SET search_path =
        Value error,
        Value error,
        calendar addresses
        hand entries
        """,
    "stored, and the same for every reader": """
        Erased person
        in words
        """,
}  # fmt: skip
"""What is said without gettext, text by text, and why it may be."""


def lines(text):
    return [line.strip() for line in text.strip().splitlines()]


def excused():
    return Counter(line for text in PLAIN.values() for line in lines(text))


def test_python_says_nothing_without_gettext():
    found = [each for path in source.modules() for each in sentences.unmarked_in_python(path)]
    left = excused()
    fresh = []
    for each in found:
        if left[each.words] > 0:
            left[each.words] -= 1
        else:
            fresh.append(str(each))
    assert not fresh, "Mark for translation with _(…):\n" + "\n".join(fresh)
    assert not +left, f"These are gone: take them off the list. {+left}"


def test_templates_say_nothing_without_gettext():
    found = [
        str(each)
        for path in source.templates()
        for each in sentences.unmarked_in_template(path.read_text(encoding="utf-8"), source.name_of(path))
    ]
    assert not found, "Mark with {% translate %} or {% blocktranslate %}:\n" + "\n".join(found)


def test_scripts_say_nothing_of_their_own():
    found = [
        str(each)
        for path in source.scripts()
        for each in sentences.unmarked_in_script(path.read_text(encoding="utf-8"), source.name_of(path))
    ]
    assert not found, "Let the page bring these words, in a data- attribute:\n" + "\n".join(found)


# What the walk sees, on planted source


def in_python(text):
    return [each.words for each in sentences.read_python(ast.parse(textwrap.dedent(text)))]


@pytest.mark.parametrize(
    "text",
    [
        'raise Blocked("It can\'t be done yet.")',
        'raise NotAllowed(f"Only {who} does this.")',
        'raise ValidationError("Wrong")',
        'raise Blocked(_("Once.") if first else "Again")',
        'raise Blocked("This is %(state)s" % {"state": state})',
        'messages.success(request, "All is saved.")',
        'forms.CharField(label="Name")',
        'forms.CharField(help_text="One a day")',
        'models.CharField("first name", max_length=3)',
        'models.CharField(verbose_name="name")',
        'class Kind(models.TextChoices):\n    FIRST = "first", "first"',
        'outbox.register_kind(KEY, "A trigger has fired")',
        'WORDS = {"late": "This comes too late"}',
        'class At(Model):\n    @field_validator("at")\n    def check(cls, v):\n        raise ValueError("is late")',
        'def words(self):\n    return "one " + "and another word"',
        'def words(self, then="something else"):\n    return then',
    ],
)  # fmt: skip
def test_it_sees(text):
    assert in_python(text)


@pytest.mark.parametrize(
    "text",
    [
        '"""What this module does."""',
        'def f():\n    """What it does."""\n    return _("What it says.")',
        'raise Blocked(_("This is %(state)s.") % {"state": state})',
        'raise ValueError("the machine was not started")',
        'raise Blocked(" ".join(found))',
        'log.warning("Job %s waits for the sweep.", pk)',
        'cursor.execute("SELECT one FROM other WHERE true")',
        'found: "Sequence[int, other thing]" = []',
        'def f(rows: "list of things") -> "other thing": ...',
        'class Kind(models.TextChoices):\n    FIRST = "first", _("first")',
        'class Row:\n    def __str__(self):\n        return f"row of {self.pk}"',
        "format_html('<span class=\"mark stop\">{}</span>', words)",
        '__all__ = ["one thing"]',
    ],
)
def test_it_passes_over(text):
    assert in_python(text) == []


def in_template(text):
    return [each.words for each in sentences.unmarked_in_template(text, "page.html")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<p>Nothing here</p>", ["Nothing here"]),
        ("<p>{{ count }} records</p>", ["records"]),
        ('<button title="Close">×</button>', ["Close"]),
        ('<a aria-label="Next page" href="#">→</a>', ["Next page"]),
        ('<input placeholder="Name">', ["Name"]),
        ('<input type="submit" value="Save">', ["Save"]),
        ('<form data-ask="Really leave?">', ["Really leave?"]),
        ('<form hx-confirm="Really?">', ["Really?"]),
        ('{{ name|default:"no name yet" }}', ["no name yet"]),
        ('{% include "x.html" with title="All of them" only %}', ["All of them"]),
        ("<p>{% if a %}Yes{% endif %}</p>", ["Yes"]),
    ],
)
def test_it_sees_in_a_template(text, words):
    assert in_template(text) == words


@pytest.mark.parametrize(
    "text",
    [
        '<p>{% translate "Nothing here" %}</p>',
        '<p title="{% translate "Close" %}">{{ a }} · {{ b }} – 5 %</p>',
        "<p>{% blocktranslate with n=1 %}There are {{ n }}{% endblocktranslate %}</p>",
        '{{ name|default:_("no name yet") }}',
        "{# A comment that explains. #}{% comment %}And another one{% endcomment %}",
        "<style>p { margin: zero auto }</style><script>let some = words</script>",
        '<li{% if a %} class="one two"{% endif %} data-kind="pick-one">{{ a }}</li>',
        '<a href="{% url \'decisions:record\' code %}" class="row link">{{ code }}</a>',
        "<code>SHA-256</code>",
    ],
)
def test_it_passes_over_in_a_template(text):
    assert in_template(text) == []


def in_script(text):
    return [each.words for each in sentences.unmarked_in_script(text, "page.js")]


@pytest.mark.parametrize(
    "text",
    [
        'alert("Stop")',
        'box.textContent = "Saved"',
        'say("This was not saved")',
        "say(`All ${count} were saved`)",
    ],
)
def test_it_sees_in_a_script(text):
    assert in_script(text)


@pytest.mark.parametrize(
    "text",
    [
        'node.querySelector("form button.primary")',
        "// It says 'some words' here\nlet a = 'one'",
        'box.textContent = box.dataset.saved',
        'node.addEventListener("click", act)',
    ],
)  # fmt: skip
def test_it_passes_over_in_a_script(text):
    assert in_script(text) == []
