"""One date or period as it is written, by itself."""

import datetime as dt

import pytest

from metrics.files.values.date_texts import cldr_format, date_text
from metrics.files.values.plain import plain


def read(text, *, told=False):
    found = date_text(plain(text), speaks_of_time=told)
    return {} if found is None else {order: day for order in found.orders if (day := found.day(order))}


def day(text):
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "is_day", "written"),
    [
        ("2025-01-15", "2025-01-15", "yyyy-MM-dd"),
        ("2025-01-15T10:00:00.000+0000", "2025-01-15", "yyyy-MM-dd'T'HH:mm:ss.SSSZ"),
        ("2025-01-15T10:00:00Z", "2025-01-15", "yyyy-MM-dd'T'HH:mm:ssX"),
        ("2025-01-15 10:00:00+09:00", "2025-01-15", "yyyy-MM-dd HH:mm:ssXXX"),
        ("2025-01-15 10:00", "2025-01-15", "yyyy-MM-dd HH:mm"),
        ("2025/01/15", "2025-01-15", "yyyy/MM/dd"),
        ("15.01.2025", "2025-01-15", "dd.MM.yyyy"),
        ("05.01.2025", "2025-01-05", "dd.MM.yyyy"),
        ("2025. 01. 15.", "2025-01-15", "yyyy. MM. dd."),
        ("15 Jan 2025", "2025-01-15", "dd MMM yyyy"),
        ("15-Jan-25", "2025-01-15", "dd-MMM-yy"),
        ("Jan 15, 2025", "2025-01-15", "MMM dd, yyyy"),
        ("Mar 15, 2025", "2025-03-15", "MMM dd, yyyy"),
        ("Wed, 15 Jan 2025", "2025-01-15", "dd MMM yyyy"),
        ("Wednesday, January 15, 2025", "2025-01-15", "MMMM dd, yyyy"),
        ("15. Januar 2025", "2025-01-15", "dd. MMMM yyyy"),
        ("15 janv. 2025", "2025-01-15", "dd MMM. yyyy"),
        ("15 de enero de 2025", "2025-01-15", "dd' de 'MMMM' de 'yyyy"),
        ("2025年1月15日(水)", "2025-01-15", "yyyy年MM月dd日"),
        ("２０２５年１月１５日", "2025-01-15", "yyyy年MM月dd日"),
        ("令和元年5月1日", "2019-05-01", "Gy年MM月dd日"),
        ("令和7年3月", "2025-03-01", "Gy年MM月"),
        ("2025/1", "2025-01-01", "yyyy/MM"),
        ("01/2025", "2025-01-01", "MM/yyyy"),
        ("Jan-25", "2025-01-01", "MMM-yy"),
        ("Jan 2025", "2025-01-01", "MMM yyyy"),
        ("März 2025", "2025-03-01", "MMMM yyyy"),
        ("2025-Q1", "2025-01-01", "yyyy'-Q'Q"),
        ("Q4 2025", "2025-10-01", "'Q'Q yyyy"),
        ("3. Quartal 2025", "2025-07-01", "Q'. Quartal 'yyyy"),
        ("2025年第3四半期", "2025-07-01", "yyyy年第Q四半期"),
    ],
)
def test_it_is_one_day(text, is_day, written):
    assert set(read(text).values()) == {day(is_day)}
    found = date_text(plain(text), speaks_of_time=False)
    assert cldr_format(found, found.orders[0], padded=True) == written


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("1/5/2025", {"dmy": "2025-05-01", "mdy": "2025-01-05"}),
        ("1/15/2025 0:00", {"mdy": "2025-01-15"}),
        ("15/1/2025 1:05 PM", {"dmy": "2025-01-15"}),
        ("01-02-2025", {"dmy": "2025-02-01", "mdy": "2025-01-02"}),
        ("01/02/03", {"dmy": "2003-02-01", "mdy": "2003-01-02", "ymd": "2001-02-03"}),
        ("1/2/03", {"dmy": "2003-02-01", "mdy": "2003-01-02"}),
        ("12/31/25", {"mdy": "2025-12-31"}),
    ],
)
def test_it_reads_in_several_orders(text, readings):
    assert read(text) == {order: day(text) for order, text in readings.items()}


@pytest.mark.parametrize(
    "text",
    [
        "P1001", "12.500", "Nordwind", "2025-02-30", "13/13/2025", "900001", "10:30", "2025-01-15T25:00", "Maybe 20",
        "5 - Closed", "2025-W03", "Jan", "2025", "202501", "45678", "1234-56-78", "2025.1", "H1-2-3", "1969-12-31", "",
        "13:05 PM 2025-01-15", "May 12", "1.2.24", "2025-01-15 13:05 PM", "3/4", "Q5 2025", "2025-13",
    ],
)  # fmt: skip
def test_it_is_no_date(text):
    assert read(text) == {}


@pytest.mark.parametrize(
    ("text", "is_day"),
    [
        ("20250115", "2025-01-15"), ("202501", "2025-01-01"), ("45678", "2025-01-21"), ("45678.5", "2025-01-21"),
        ("2025.1", "2025-01-01"), ("2025", "2025-01-01"), ("R7.3.15", "2025-03-15"),
        ("5.1.25", "2025-01-05"), ("202501.0", "2025-01-01"),
    ],
)  # fmt: skip
def test_numbers_are_dates_where_the_name_speaks_of_time(text, is_day):
    assert read(text, told=True) == {next(iter(read(text, told=True))): day(is_day)}


@pytest.mark.parametrize(
    "text", ["FY25-Q3", "Q1 FY2025", "FY25", "FY2024/25", "2025年度第1四半期", "2025年度", "1QFY25"]
)
def test_fiscal_periods_say_so(text):
    assert date_text(text, speaks_of_time=False).is_fiscal


@pytest.mark.parametrize(
    ("text", "hours", "offset"),
    [
        ("2025-01-15T10:30:00Z", 10.5, 0), ("2025-01-15 10:30+09:00", 10.5, 540),
        ("2025-01-15 10:30 -0530", 10.5, -330),
        ("1/15/2025 12:30 AM", 0.5, None), ("1/15/2025 12:30 p.m.", 12.5, None), ("2025年1月15日 午後3:30", 15.5, None),
    ],
)  # fmt: skip
def test_the_time_of_day(text, hours, offset):
    clock = date_text(plain(text), speaks_of_time=False).clock
    assert (clock.seconds / 3600, clock.offset) == (hours, offset)


def test_a_century_can_be_said():
    text = date_text("31/12/99", speaks_of_time=False)
    assert text.two_digits("dmy") == 99
    assert (text.day("dmy").year, text.day("dmy", 20).year) == (1999, 2099)
