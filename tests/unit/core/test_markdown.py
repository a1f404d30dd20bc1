"""What people write is shown as they meant it, and nothing of it runs."""

import pytest

from partnerdesk.core.markdown import to_html, to_text


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
