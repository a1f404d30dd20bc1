"""A form is found again by what it sent; its page keeps every letter that has no reason to change."""

import lxml.html
import pytest

from partnerdesk.core.sent_forms import refused_page

WORDS = '<p role="alert">No.</p>'
PAGE = "/things/?show=all"


def refused(html, path="/things/1/", page=PAGE, **sent):
    values = {name: value if isinstance(value, list) else [value] for name, value in sent.items()}
    return refused_page(html, WORDS, page=page, path=path, sent=values)


def form(inside, identity="f", action="/things/1/"):
    return f'<form id="{identity}" method="post" action="{action}">{inside}</form>'


def place(html):
    (alert,) = lxml.html.fromstring(html).xpath("//*[@role='alert']")
    return alert.getparent().get("id")


def test_words_stand_at_the_end_of_the_form_and_nothing_else_changes():
    around = "<!doctype html>\n<p title='a &amp; b'>1 &lt; 2<br/>{}<P>é</P>\n<script>if (a<b) 1</script>"
    html = around.format(form("<b>x</b>"))
    assert refused(html) == html.replace("</form>", f"{WORDS}</form>")


def test_of_two_forms_with_one_address_the_one_whose_button_was_pressed():
    html = form('<button name="to" value="a">A</button>', "one") + form(
        '<button name="to" value="b">B</button>', "two"
    )
    assert place(refused(html, to="b")) == "two"


def test_of_two_forms_with_one_address_the_one_with_these_fields():
    html = form('<input name="reason">', "one") + form('<input name="reason"><input name="day">', "two")
    assert place(refused(html, reason="x")) == "one"
    assert place(refused(html, reason="x", day="2026-01-01")) == "two"


def test_the_fixed_value_says_more_than_the_names():
    rows = [form(f'<input type="hidden" name="row" value="{each}"><input name="x">', each) for each in "abc"]
    assert place(refused("".join(rows), row="b", x="1")) == "b"


@pytest.mark.parametrize(
    ("sent", "where"), [({"direction": "up"}, "around"), ({"direction": "down"}, "below"), ({}, "f")]
)
def test_words_stand_in_the_form_around_the_button_that_was_pressed(sent, where):
    up, down = (f'<button form="f" name="direction" value="{way}">{way}</button>' for way in ("up", "down"))
    html = form(up, "around", "/other/") + form(down, "below", "/other/") + form("")
    assert place(refused(html, **sent)) == where


def test_folds_around_it_are_open_and_no_others():
    html = f"<details id='a'><details id='b'>{form('')}</details></details><details id='c'></details>"
    assert lxml.html.fromstring(refused(html)).xpath("//details[@open]/@id") == ["a", "b"]


def test_what_was_typed_stays_and_secrets_do_not():
    inside = """
      <input type="hidden" name="csrfmiddlewaretoken" value="new"><input type="hidden" name="revision" value="8">
      <input name="title" value="old"><input type="password" name="word"><input type="date" name="day">
      <textarea name="text">old</textarea>
      <input type="checkbox" name="yes" checked><input type="checkbox" name="many" value="1">
      <input type="checkbox" name="many" value="2"><input type="radio" name="one" value="a" checked>
      <input type="radio" name="one" value="b">
      <select name="choice"><option value="" selected>–</option><option value="x">X</option>
      <option> two  words</option></select>
      <input name="twice" value="p"><input name="twice" value="q"><input name="other" value="kept">"""
    sent = {
        "csrfmiddlewaretoken": "old",
        "revision": "7",
        "title": 'a "b" <c>',
        "word": "secret",
        "day": "2026-03-01",
        "text": "\n </textarea> & so",
        "many": ["2"],
        "one": "b",
        "choice": "two words",
        "twice": ["1", "2"],
    }
    text = refused(form(inside) + '<input name="title" value="not in it">', **sent)
    assert "secret" not in text
    page = lxml.html.fromstring(text)
    values = page.xpath("//form//input[not(@type='checkbox') and not(@type='radio')]")
    assert [(each.get("name"), each.get("value")) for each in values] == [
        ("csrfmiddlewaretoken", "new"),
        ("revision", "7"),
        ("title", 'a "b" <c>'),
        ("word", None),
        ("day", "2026-03-01"),
        ("twice", "1"),
        ("twice", "2"),
        ("other", "kept"),
    ]
    assert page.xpath("//input[@checked]/@value") == ["2", "b"]
    assert page.xpath("//option[@selected]")[0].text == " two  words"
    assert "&lt;/textarea&gt; &amp; so" in text
    assert page.xpath("//input[@name='title']/@value") == ['a "b" <c>', "not in it"]


def test_addresses_that_lead_on_from_the_page_still_do():
    html = '<a href="?page=2">2</a><a href="#x">x</a><a href="/a/">a</a><form><input></form>' + form("")
    page = lxml.html.fromstring(refused(html))
    assert page.xpath("//a/@href") == ["/things/?page=2", "#x", "/a/"]
    assert page.xpath("//form/@action") == [PAGE, "/things/1/"]


def test_a_form_that_posts_to_its_own_page_has_no_address():
    assert place(refused('<form id="f" method="post"></form>', path="/things/")) == "f"


@pytest.mark.parametrize(
    "html", ["", "<p>no form</p>", form("", action="/other/"), '<form action="/things/1/"></form>']
)
def test_where_the_form_is_gone_there_is_no_such_page(html):
    assert refused(html) is None
