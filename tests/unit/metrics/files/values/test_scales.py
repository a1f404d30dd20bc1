"""By what numbers are multiplied."""

import pytest

from metrics.files.values.scales import in_header, scale_of
from metrics.files.values.written import written_in


@pytest.mark.parametrize(
    ("name", "factor"),
    [
        ("Revenue (in K)", 1000), ("Revenue (000s)", 1000), ("Revenue ('000)", 1000), ("Revenue in thousands", 1000),
        ("Umsatz TEUR", 1000), ("Umsatz in T€", 1000), ("Umsatz (Tsd. €)", 1000), ("kEUR", 1000),
        ("Revenue ($K)", 1000), ("Umsatz (k €)", 1000), ("Umsatz T €", 1000), ("Umsatz k€", 1000),
        ("Umsatz M €", 10**6),
        ("Betrag in Mio. €", 10**6), ("Amount (M EUR)", 10**6), ("Importe en millones", 10**6),
        ("Valor (R$ mil)", 1000),
        ("Fatturato (migliaia)", 1000), ("Kwota (tys. zł)", 1000), ("Belopp (tkr)", 1000), ("Revenue (x1000)", 1000),
        ("Amount in €1,000", 1000), ("Betrag in 1.000 EUR", 1000), ("Distance (miles)", 1), ("Orders above €1,000", 1),
        ("Revenue USD K", 1000), ("売上（千円）", 1000), ("売上(百万円)", 10**6), ("売上（万円）", 10**4),
        ("売上（億円）", 10**8),
        ("Revenue ($M)", 10**6), ("Revenue (in millions)", 10**6), ("Umsatz Mio. €", 10**6), ("Revenue ($bn)", 10**9),
        ("Revenue", 1), ("Sales Amount", 1), ("Market", 1), ("Stage", 1), ("Amount (EUR)", 1), ("K-12 seats", 1),
        ("Order 1000", 1), ("MRR", 1), ("Team M&A", 1),
    ],
)  # fmt: skip
def test_a_header_says_it(name, factor):
    assert in_header(name).proven == factor


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("Revenue K", (1, 1000)),
        ("Revenue (M)", (1, 1000, 10**6)),
        ("Sales_MM", (1, 10**6)),
        ("Revenue T", (1, 1000)),
        ("Sales MN", (1, 10**6)),
        ("Revenue (in M)", (1, 1000, 10**6)),
        ("Volume (in M)", (1, 1000, 10**6)),
        ("Ventas (miles)", (1, 1000)),
    ],
)
def test_a_letter_is_asked_about(name, asked):
    assert (in_header(name).proven, in_header(name).asked) == (None, asked)


@pytest.mark.parametrize(
    ("name", "texts", "proven", "asked"),
    [
        ("Revenue", ["1.2M", "350K"], 1, ()),
        ("Revenue", ["1.2M", "350"], None, (1, 10**6)),
        ("Revenue", ["1.2M", "0"], 1, ()),
        ("Revenue (in K)", ["12K"], None, (1, 1000)),
        ("Margin", ["21%", "22%"], 1, ()),
        ("Margin", ["21%", "0.21"], None, (1, 100)),
        ("Margin", ["0.21"], 1, ()),
    ],
)
def test_cells_say_it_too(name, texts, proven, asked):
    found = scale_of(name, [written_in(text) for text in texts])
    assert (found.proven, found.asked) == (proven, asked)
