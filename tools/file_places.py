"""How twelve countries write files: their words, their currency, their short date, their encodings."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """How a country writes: its words, its currency, its short date, and what its files are encoded in."""

    currency: str
    short: str
    encodings: tuple[str, ...]
    partner: str
    day: str
    month: str
    amount: str
    total: str
    names: tuple[str, ...]


_WEST = ("utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1")
_EN = (
    "Amount",
    "Total",
    ("Acme", "Blue Sky, Inc.", "O'Neill & Co.", "Delta One", "Zeta 24", "Northwind", "NA Parts"),
)
_DE = (
    "Händler",
    "Datum",
    "Monat",
    "Betrag",
    "Summe",
    ("Müller GmbH", "Groß & Söhne", "Acme", "Köhler, Ulm", "Weiß 3"),
)
PLACES = {
    "en_US": Place("USD", "M/d/yyyy", _WEST, "Partner", "Order Date", "Month", *_EN),
    "en_GB": Place("GBP", "dd/MM/yyyy", _WEST, "Reseller", "Invoice Date", "Month", *_EN),
    "en_IN": Place("INR", "dd-MM-yyyy", _WEST, "Partner Name", "Date", "Month", *_EN),
    "de_DE": Place("EUR", "dd.MM.yyyy", _WEST, *_DE),
    "de_CH": Place("CHF", "d.M.yyyy", _WEST, *_DE),
    "fr_FR": Place(
        "EUR", "dd/MM/yyyy", _WEST, "Revendeur", "Date", "Mois", "Montant", "Total général",
        ("Société Générale", "L'Étoile", "Acme", "Hélios, Paris", "Forêt 2"),
    ),
    "es_ES": Place(
        "EUR", "d/M/yyyy", _WEST, "Distribuidor", "Fecha", "Mes", "Importe", "Total",
        ("Peña S.L.", "Acme", "Niño y Cía", "Sol, Madrid", "Ágora 7"),
    ),
    "it_IT": Place(
        "EUR", "dd/MM/yyyy", _WEST, "Partner", "Data", "Mese", "Importo", "Totale",
        ("Perché S.p.A.", "Acme", "Città Nuova", "Verdi, Roma", "Più 5"),
    ),
    "ja_JP": Place(
        "JPY", "yyyy/MM/dd", ("utf-8", "utf-8-sig", "utf-16", "cp932", "cp932"), "代理店", "日付", "年月", "売上金額",
        "合計",
        ("山田商事", "株式会社東京", "ﾌﾟﾗﾝﾄ販売", "大阪システム", "北海道電機"),
    ),
    "sv_SE": Place(
        "SEK", "yyyy-MM-dd", _WEST, "Partner", "Datum", "Månad", "Belopp", "Summa",
        ("Åkesson AB", "Acme", "Örebro Data", "Norr, Umeå", "Älv 9"),
    ),
    "pl_PL": Place(
        "PLN", "dd.MM.yyyy", ("utf-8", "utf-8-sig", "utf-16"), "Partner", "Data", "Miesiąc", "Kwota", "Suma",
        ("Łódź Sp. z o.o.", "Acme", "Żabka", "Gdańsk, Port", "Wisła 4"),
    ),
    "pt_BR": Place(
        "BRL", "dd/MM/yyyy", _WEST, "Partner", "Data", "Mês", "Valor", "Total",
        ("São Paulo Ltda", "Acme", "Ação", "Rio, Centro", "Coração 8"),
    ),
}  # fmt: skip
