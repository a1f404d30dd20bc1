"""What people write is shown as they meant it, and nothing of it runs."""

import html
import re

import pytest

from partnerdesk.core.markdown import defused, to_html, to_text


def test_emphasis_lists_tables_and_links():
    html = to_html("**bold**\n\n- one\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[site](https://example.com)")
    assert "<strong>bold</strong>" in html
    assert "<li>one</li>" in html
    assert "<td>1</td>" in html
    assert 'href="https://example.com"' in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](https://example.com/x.png)",
        '<img src=x onerror="alert(1)">',
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
    ],
)
def test_nothing_dangerous_is_left(text):
    html = to_html(text)
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert 'href="data' not in html


def test_headings_begin_at_the_third_level():
    assert to_html("# Title") == "<h3>Title</h3>\n"


def test_words_alone():
    assert to_text("# Title\n\nA *word* & more") == "Title A word &amp; more"


RUNNING = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "vbscript:x", "data:text/html,x", " javascript:alert(1)",
    "java\tscript:alert(1)", "java\nscript:alert(1)", "\x01javascript:alert(1)", "java&Tab;script:alert(1)",
    "&#106;avascript:alert(1)", "&#x6A;avascript&#58;alert(1)", "javascript&colon;alert(1)",
    "java\u200bscript:alert(1)",
    "javascript\\:alert(1)", "&#0000106avascript:alert(1)",
)  # fmt: skip


@pytest.mark.parametrize("address", RUNNING)
@pytest.mark.parametrize(
    "link", ["[x]({})", "[x](<{}>)", "![x]({})", "[x]: {}", "<{}>", '<a href="{}">', "<a href={}>"]
)
def test_no_link_of_an_export_runs(link, address):
    """Read as a lax program would: entities, backslashes and characters that nobody sees taken away."""
    left = re.sub(r"[\x00-\x20\u200b\\\\]", "", html.unescape(defused(link.format(address)))).casefold()
    assert not re.search(r"(\(|:|<|=)[\"'<]*(javascript|vbscript|data):", left)


@pytest.mark.parametrize("address", RUNNING)
def test_no_link_that_is_shown_runs(address):
    for link in ("[x]({})", "[x](<{}>)", "[x][y]\n\n[y]: {}", "<{}>"):
        assert not re.search(r'href="\s*(java|vb|data)', to_html(link.format(address)), re.IGNORECASE)


@pytest.mark.parametrize(
    "text",
    [
        "The data: all of it",
        "[x](https://a.example/?data:1)",
        "Javascript: a language",
        "[x](#here)",
        "a < b",
    ],
)
def test_other_words_and_links_stay(text):
    assert defused(text) == text
