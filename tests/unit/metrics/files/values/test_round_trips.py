"""What CLDR writes is read back exactly, and asked about only where it can be read otherwise."""

import datetime as dt
import re
from collections import Counter
from decimal import Decimal

import pytest
from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal, get_decimal_symbol
from hypothesis import given
from hypothesis import strategies as st

from metrics.files.values.columns import Cell
from metrics.files.values.date_questions import settle_dates
from metrics.files.values.dates import date_column
from metrics.files.values.number_questions import settle_currency, settle_signs
from metrics.files.values.numbers import number_column
from metrics.files.values.plain import plain
from metrics.measures.months import period_start

LOCALES = (
    "en_US", "en_IN", "de_DE", "de_CH", "fr_FR", "fr_CH", "es_ES", "it_IT", "ja_JP", "sv_SE", "pl_PL", "pt_BR",
)  # fmt: skip
MONEY = (
    ("en_US", "USD"), ("de_DE", "EUR"), ("fr_FR", "EUR"), ("ja_JP", "JPY"), ("de_CH", "CHF"), ("pt_BR", "BRL"),
    ("sv_SE", "SEK"), ("pl_PL", "PLN"), ("en_IN", "INR"), ("en_GB", "GBP"), ("es_ES", "EUR"), ("da_DK", "DKK"),
)  # fmt: skip

numbers = st.lists(
    st.decimals(-99_999_999, 99_999_999, allow_nan=False, places=3).map(Decimal.normalize),
    min_size=1,
    max_size=12,
)
amounts = st.lists(st.decimals(0, 9_999_999, allow_nan=False, places=2), min_size=1, max_size=12)


def read_as(text, decimal):
    """One text as a number with this decimal sign, by a rule of its own; None where it is not written so."""
    other = "," if decimal == "." else "."
    text = plain(text).replace("’", "'").replace("−", "-")
    point, western = re.escape(decimal), rf"\d{{1,3}}(?:[{other}' ]\d{{3}})+"
    indian = r"\d{1,2}(?:,\d\d)*,\d{3}"
    whole = rf"(?:\d+|{western}|{indian})" if other == "," else rf"(?:\d+|{western})"
    if re.fullmatch(rf"-?{whole}(?:{point}\d+)?", text) is None or re.match(rf"-?0\d|-?0[{other}]", text):
        return None
    return Decimal(re.sub(rf"[{other}' ]", "", text).replace(decimal, "."))


def cells(texts):
    return [Cell(text, plain(text), 1, line) for line, text in enumerate(dict.fromkeys(texts), 2)]


@pytest.mark.parametrize("locale", LOCALES)
@given(found=numbers)
def test_numbers(locale, found):
    """A question is asked only where no text proves the sign, and some text has two readings."""
    texts = [format_decimal(number, locale=locale) for number in found]
    sign = get_decimal_symbol(locale)
    column = number_column("Amount", cells(texts))
    answers = {}
    if questions := settle_signs(column, [], {}):
        readings = [(read_as(text, "."), read_as(text, ",")) for text in texts]
        assert all(point is not None and comma is not None for point, comma in readings)
        assert any(point != comma for point, comma in readings)
        asked = questions[0].choices[0].follows.given["sign"]
        answers = {"decimal:Amount": "decimal" if asked == sign else "thousands"}
    assert settle_signs(column, [], answers) == []
    read = {number.cell.raw: column.read(number) for number in column.numbers}
    assert [read[text] for text in texts] == found


@pytest.mark.parametrize(("locale", "currency"), MONEY)
@given(found=amounts)
def test_amounts(locale, currency, found):
    """Two decimals prove their sign. The currency is proven, or not said; it never stops an import."""
    texts = [format_currency(number, currency, locale=locale) for number in found]
    column = number_column("Amount", cells(texts))
    asked = settle_signs(column, [], {"decimal:Amount": "thousands"} if currency == "JPY" else {})
    asked += settle_currency(column, Counter(), {})
    assert [question for question in asked if question.must] == []
    assert column.currency == currency or (column.currency is None and asked)
    places = Decimal(1).scaleb(0 if currency == "JPY" else -2)
    read = {number.cell.raw: column.read(number) for number in column.numbers}
    assert [read[text] for text in texts] == [number.quantize(places) for number in found]


FORMATS = (
    ("yyyy-MM-dd", "en"), ("yyyy/MM/dd", "ja"), ("dd/MM/yyyy", "en"), ("M/d/yyyy", "en"), ("dd-MM-yyyy", "nl"),
    ("dd.MM.yyyy", "de"), ("d.M.yy", "de"), ("MM/dd/yy", "en"), ("d MMM yyyy", "en"), ("MMM d, yyyy", "en"),
    ("d. MMMM yyyy", "de"), ("d MMMM yyyy", "fr"), ("d 'de' MMMM 'de' yyyy", "es"), ("yyyy年M月d日", "ja"),
    ("EEEE, MMMM d, yyyy", "en"), ("dd-MMM-yy", "en"),
)  # fmt: skip
PERIODS = (
    ("yyyy-MM", "en"), ("MMM yyyy", "en"), ("MMMM yyyy", "de"), ("MMMM yyyy", "fr"), ("MMM yyyy", "es"),
    ("MM/yyyy", "fr"),
    ("yyyy年M月", "ja"), ("yyyy-'Q'Q", "en"), ("'Q'Q yyyy", "en"),
)  # fmt: skip
TIMES = ("yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "M/d/yyyy h:mm a", "dd.MM.yyyy HH:mm:ss")

days = st.lists(st.dates(dt.date(1970, 1, 1), dt.date(2069, 12, 31)), min_size=1, max_size=8, unique=True)
recent = st.lists(st.dates(dt.date(2000, 1, 1), dt.date(2069, 12, 31)), min_size=1, max_size=8, unique=True)

EARLIEST, LATEST = (dt.datetime.combine(dt.date(year, 1, 1), dt.time()) for year in (1970, 2069))
moments = st.lists(st.datetimes(EARLIEST, LATEST), min_size=1, max_size=8)

ORDER = {"d": "d", "M": "m", "y": "y"}


def order_of(pattern):
    """In which order a pattern gives day, month and year."""
    return "".join(dict.fromkeys(ORDER[sign] for sign in re.sub("'[^']*'", "", pattern) if sign in ORDER))


def other_readings(text, order):
    """The days that the digits of a text are in other orders, by a rule of its own."""
    fields = [int(number) for number in re.findall(r"\d+", text)[:3]]
    found = []
    for other in {"dmy", "mdy", "ymd"} - {order}:
        given_ = dict(zip(other, fields, strict=True))
        try:
            found.append(
                dt.date(given_["y"] if given_["y"] > 99 else 2000 + given_["y"], given_["m"], given_["d"])
            )
        except ValueError:
            continue
    return found


def check_days(texts, expected, order, name="Date"):
    """A question is asked only where each text is a day in another order as well."""
    column = date_column(name, cells(texts))
    asked = [question for question in settle_dates(column, [], {}) if question.kind != "time_zone"]
    if asked:
        assert [question.kind for question in asked] == ["date_order"]
        assert all(other_readings(text, order) for text in texts)
    assert settle_dates(column, [], {f"date_order:{name}": order} if asked else {}) == []
    assert column.bad == []
    assert [column.days[text] for text in texts] == expected


@pytest.mark.parametrize(("pattern", "locale"), FORMATS)
@given(found=st.data())
def test_days(pattern, locale, found):
    chosen = found.draw(recent if "yyyy" not in pattern else days)
    check_days([format_date(day, pattern, locale=locale) for day in chosen], chosen, order_of(pattern))


@pytest.mark.parametrize("pattern", TIMES)
@given(found=moments)
def test_times(pattern, found):
    texts = [format_datetime(moment, pattern, locale="en") for moment in found]
    order = order_of(re.split("[Hh]", pattern)[0])
    check_days(texts, [moment.date() for moment in found], order)


@pytest.mark.parametrize(("pattern", "locale"), PERIODS)
@given(chosen=days)
def test_periods(pattern, locale, chosen):
    length = 3 if "Q" in pattern else 1
    texts = [format_date(day, pattern, locale=locale) for day in chosen]
    column = date_column("Period", cells(texts))
    assert settle_dates(column, [], {}) == []
    assert [column.days[text] for text in texts] == [period_start(day, length) for day in chosen]
