"""Which currencies signs, codes and headers stand for, by CLDR. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from babel import Locale
from babel.numbers import get_currency_precision, get_territory_currencies, list_currencies

from metrics.files.values.plain import plain

TERRITORIES = (
    "en_US", "en_CA", "en_AU", "en_NZ", "en_GB", "en_IN", "en_ZA", "en_SG", "en_HK", "es_MX", "es_ES", "pl_PL",
    "cs_CZ", "hu_HU", "sv_SE", "nb_NO", "da_DK", "is_IS", "de_CH", "ja_JP", "zh_CN", "zh_Hant_TW", "ko_KR", "pt_BR",
    "tr_TR", "ru_RU", "uk_UA", "he_IL", "th_TH", "vi_VN", "id_ID", "ro_RO", "bg_BG",
)  # fmt: skip
"""Where people write their own currency by a sign; what several of them write is no proof of one."""

MORE_SIGNS = {
    "円": {"JPY"}, "元": {"CNY", "TWD"}, "US$": {"USD"}, "U$": {"USD"}, "ドル": {"USD", "AUD", "CAD"},
    "ユーロ": {"EUR"}, "Fr.": {"CHF"}, "SFr.": {"CHF"}, "Rs": {"INR", "PKR"}, "Rs.": {"INR", "PKR"}, "S$": {"SGD"},
}  # fmt: skip

COMMON = frozenset(
    {"USD", "EUR", "GBP", "JPY", "CHF", "CAD", "AUD", "CNY", "INR", "SEK", "NOK", "DKK", "PLN", "BRL"}
)
"""Codes that are no words, and are believed anywhere in a header."""

IN_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]")
WORD = re.compile(r"[A-Za-z]+")


@dataclass(frozen=True)
class Money:
    """What a text says of its currency: the currencies that it may be, one where it is proven, and how it says it."""

    codes: frozenset[str]
    written: str

    @property
    def code(self) -> str | None:
        return next(iter(self.codes)) if len(self.codes) == 1 else None


@dataclass(frozen=True)
class Convertible:
    """The currency that amounts are converted into, and those of which there are rates into it (itself among them)."""

    to: str
    currencies: frozenset[str]


@dataclass(frozen=True)
class RowCurrencies:
    """How each row of a column says its currency: in the column `beside` it (empty: in none), by a sign of its own, or
    as the header says of all that have none (`rest`, empty where it does not).

    `signs` are the codes of signs where nothing stands beside them.
    """

    beside: str = ""
    signs: Mapping[str, str] = field(default_factory=dict)
    rest: str = ""

    def code(self, sign: str, told: str) -> str:
        """The currency of a cell with this sign, of which the column beside says `told`; empty where nothing says it.

        Where the two contradict one another it is both: of that there is no rate.
        """
        if not self.beside:
            return self.signs.get(sign, sign) if sign else self.rest
        money = meant_by(sign) if sign else None
        return told if money is None or told in money.codes else f"{told} {sign}".strip()


@cache
def codes() -> frozenset[str]:
    """Every ISO code that CLDR names, but those that stand for no currency."""
    return frozenset(list_currencies()) - {"XXX", "XTS"}


@cache
def signs() -> dict[str, frozenset[str]]:
    """Currencies by the sign that some country writes for its own, and by the sign that English gives it alone."""
    found: dict[str, set[str]] = {sign: set(meant) for sign, meant in MORE_SIGNS.items()}
    for name in TERRITORIES:
        locale = Locale.parse(name)
        for code in get_territory_currencies(locale.territory or ""):
            sign = plain(locale.currency_symbols.get(code, code))
            if sign != code:
                found.setdefault(sign, set()).add(code)
    for code, sign in Locale.parse("en").currency_symbols.items():
        if plain(sign) != code and code in codes():
            found.setdefault(plain(sign), set()).add(code)
    return {sign: frozenset(meant) for sign, meant in found.items()}


@cache
def pattern() -> str:
    """A regular expression for any sign or code, the longest first."""
    written = sorted([*signs(), *codes()], key=lambda sign: (-len(sign), sign))
    return "|".join(re.escape(sign) for sign in written)


def meant_by(sign: str) -> Money | None:
    """The currencies of a sign or code; None where it is neither."""
    if sign in codes():
        return Money(frozenset({sign}), sign)
    found = signs().get(sign)
    return Money(found, sign) if found else None


def has_no_decimals(code: str) -> bool:
    """Whether amounts of the currency are whole, as those of JPY."""
    return get_currency_precision(code) == 0


def in_header(name: str) -> Money | None:
    """What a column's name says of its currency: `Amount (EUR)`, `Revenue USD`, `Umsatz in T€`, `売上（千円）`."""
    text = plain(name)
    bracketed = " ".join(IN_BRACKETS.findall(text))
    upper = [word for word in WORD.findall(text) if word.isupper()]
    told = [word for word in WORD.findall(bracketed) if word in codes()]
    told += [word for word in upper if word in COMMON]
    told += [word[1:] for word in upper if word[0] in "TK" and word[1:] in COMMON]
    told += [word[1:] for word in WORD.findall(text) if word[0] == "k" and word[1:] in COMMON]
    if told:
        meant = frozenset(told)
        return Money(meant, " ".join(sorted(meant)))
    for sign in sorted(signs(), key=len, reverse=True):
        if not sign[0].isalpha() or not sign.isascii():
            place = bracketed if sign in {"円", "元", "ドル", "ユーロ"} else text
            if sign in place:
                return meant_by(sign)
    return None
