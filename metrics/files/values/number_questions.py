"""What is asked about columns of numbers: the decimal sign, the factor, the currency. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from metrics.files.questions import MOST_READ, Choice, Question, Said, UnknownAnswer, answered, ask
from metrics.files.values.currencies import COMMON, Convertible, RowCurrencies, codes, in_header, meant_by
from metrics.files.values.decimal_signs import OTHER, likely_beside
from metrics.files.values.numbers import Number, NumberColumn, is_in, shown
from metrics.measures.marking import gettext_noop as _

GROUPS = _("“%(sign)s” groups thousands: “%(raw)s” is %(read)s.")
DIVIDES = _("“%(sign)s” begins the decimals: “%(raw)s” is %(read)s.")
AS_WRITTEN = _("The numbers are taken as they are written.")
TIMES = _("The numbers are multiplied by %(factor)s.")
BARE_AS_WRITTEN = _("Numbers that say nothing themselves are taken as they are written.")
BARE_TIMES = _("Numbers that say nothing themselves are multiplied by %(factor)s.")
ALL_IN = _("All numbers of the column are in %(code)s.")
ROWS_IN = _("The %(count)s rows in %(code)s count; the %(others)s in other currencies are left out.")

EACH = "each"
"""The answer that each row counts in its own currency."""

CONVERTED = _(
    "Each row counts in its own currency, converted into %(to)s by the rate of its month; "
    "rows of a month without a rate are left out and named."
)
CONVERTED_SIGN = _(
    "Each row counts in its own currency, converted into %(to)s by the rate of its month; “%(sign)s” is taken for "
    "%(to)s, and rows of a month without a rate are left out and named."
)

NO_CURRENCY = _("%(question)s: “%(answer)s” is no currency; write its code, such as USD.")

JAPANESE_YEN, YEN_SIGN = "JPY", "¥"


def settle_signs(
    column: NumberColumn, others: Sequence[NumberColumn], answers: Mapping[str, Any]
) -> list[Question]:
    """Take the decimal sign that was answered; else the question, where nothing proves one."""
    sign = column.signs.asked
    if sign is None:
        return []
    differing = column.signs.open.get(sign) or [number.written for number in column.numbers]
    of_open = [number for number in column.numbers if number.written in differing]
    choices = [
        _sign_choice(column, of_open, "thousands", GROUPS, sign, OTHER[sign]),
        _sign_choice(column, of_open, "decimal", DIVIDES, sign, sign),
    ]
    question = ask(
        "decimal_sign",
        column.name,
        choices=choices,
        likely=likely_beside(column.signs, [other.signs for other in others]),
    )
    answer = answered(question, answers)
    if answer is None:
        return [question]
    column.decimal = sign if answer == "decimal" else OTHER[sign]
    return []


def _sign_choice(
    column: NumberColumn, numbers: list[Number], answer: str, words: str, sign: str, decimal: str
) -> Choice:
    read = [(number.cell.raw, column.read(number, decimal=decimal)) for number in numbers]
    told = [(raw, shown(found)) for raw, found in read if found is not None][:MOST_READ]
    raw, first = told[0] if told else ("", "")
    follows = Said(words, {"sign": sign, "raw": raw.strip(), "read": first})
    return Choice(answer, tuple(text for _raw, text in told), follows)


def settle_scale(column: NumberColumn, answers: Mapping[str, Any]) -> list[Question]:
    """Take the factor that was answered; else the question, where the header or the cells leave it open."""
    told = column.told_scale
    if told.proven is not None:
        return []
    choices = [_scale_choice(column, factor) for factor in told.asked]
    question = ask("scale", column.name, choices=choices)
    answer = answered(question, answers)
    if answer is None:
        return [question]
    column.scale = int(answer)
    return []


def _scale_choice(column: NumberColumn, factor: int) -> Choice:
    of_bare = column.told_scale.of_bare_alone
    words = (
        (BARE_AS_WRITTEN if of_bare else AS_WRITTEN) if factor == 1 else (BARE_TIMES if of_bare else TIMES)
    )
    numbers = [
        number
        for number in column.numbers
        if not of_bare or (number.written.scale == 1 and not number.written.is_percent)
    ]
    read = (column.read(number, scale=factor) for number in numbers)
    told = tuple(shown(found) for found in read if found is not None)[:MOST_READ]
    return Choice(str(factor), told, Said(words, {"factor": factor}))


def settle_currency(
    column: NumberColumn,
    beside: Counter[str],
    answers: Mapping[str, Any],
    *,
    is_japanese: bool = False,
    told_by: str = "",
    convertible: Convertible | None = None,
) -> list[Question]:
    """Take the currency that is proven or was answered; else the question.

    `beside` are the rows by the codes of the file's column of currencies, `told_by`. Several currencies are never added
    up as they stand: then it must be answered, and one of them counts, or each row in its own where `convertible` has
    them all. A sign that several countries write is asked about as well, but the numbers are the same in each.
    """
    told = column.told_currencies()
    if (named := in_header(column.name)) and named.code:
        beside = Counter()
    proven = {money.code for money in told if money.code} | set(beside)
    possible = [money.codes for money in told if not money.code and not money.codes & proven]
    if len(proven) == 1 and not possible:
        column.currency = next(iter(proven))
        return []
    if not told and not beside:
        return []
    several = len(proven) + len(possible) > 1
    each = _each(column, beside, told_by, convertible) if several else None
    if several:
        question = _several(
            column, beside, proven | set().union(*possible), _converted(column, beside, each, convertible)
        )
    else:
        likely = JAPANESE_YEN if is_japanese and column.rows_by_currency[YEN_SIGN] else None
        choices = [
            Choice(code, _in_code(column, code), Said(ALL_IN, {"code": code}))
            for code in _ordered(possible[0])
        ]
        question = ask("currency", column.name, choices=choices, likely=likely, must=False)
    answer = answered(question, answers)
    if answer is None:
        return [question]
    if answer == EACH and each is not None:
        column.each = each
        return []
    if answer not in codes():
        raise UnknownAnswer(question.id, Said(NO_CURRENCY, {"question": question.id, "answer": answer}))
    column.currency = answer
    if several and column.rows_by_currency:
        _keep_one(column, answer)
    return []


def _each(
    column: NumberColumn, beside: Counter[str], told_by: str, convertible: Convertible | None
) -> RowCurrencies | None:
    """How each row says its currency; None where some row may be in several, or says none."""
    if beside:
        return RowCurrencies(beside=told_by)
    named, to = in_header(column.name), convertible.to if convertible else ""
    rest = named.code if named and named.code else ""
    signs = {}
    for sign in column.rows_by_currency:
        money = meant_by(sign)
        code = money and (money.code or (to if to in money.codes else None))
        if not code:
            return None
        signs[sign] = code
    says_all = rest or all(number.written.currency for number in column.numbers)
    return RowCurrencies(signs=signs, rest=rest) if says_all else None


def _converted(
    column: NumberColumn, beside: Counter[str], each: RowCurrencies | None, convertible: Convertible | None
) -> list[Choice]:
    """The choice that each row counts in its own currency, where there are rates of all of them."""
    if each is None or convertible is None:
        return []
    among = set(beside) or {*each.signs.values(), *([each.rest] if each.rest else [])}
    if not among <= convertible.currencies:
        return []
    taken = sorted(sign for sign in each.signs if (money := meant_by(sign)) and not money.code)
    words = CONVERTED_SIGN if taken else CONVERTED
    return [
        Choice(EACH, _in_own(column, each), Said(words, {"to": convertible.to, "sign": "”, “".join(taken)}))
    ]


def _in_own(column: NumberColumn, each: RowCurrencies) -> tuple[str, ...]:
    if each.beside:
        return ()
    read = [
        (column.read(number), each.code(number.written.currency, "")) for number in column.numbers[:MOST_READ]
    ]
    return tuple(f"{shown(found)} {code}" for found, code in read if found is not None)


def _several(
    column: NumberColumn, beside: Counter[str], among: set[str], converted: Sequence[Choice]
) -> Question:
    rows = beside or _rows_by_code(column, among)
    total = (beside or column.rows_by_currency).total()
    choices = [
        Choice(
            code,
            () if beside else _in_code(column, code),
            Said(ROWS_IN, {"count": rows[code], "code": code, "others": total - rows[code]}),
        )
        for code in sorted(among, key=lambda code: (-rows[code], code))
        if rows[code]
    ]
    return ask("currency", column.name, choices=[*converted, *choices])


def _rows_by_code(column: NumberColumn, among: set[str]) -> Counter[str]:
    rows: Counter[str] = Counter()
    for number in column.numbers:
        for code in among:
            if is_in(number.written, code):
                rows[code] += number.cell.count
    return rows


def _keep_one(column: NumberColumn, code: str) -> None:
    """What is written in another currency is bad."""
    kept = [number for number in column.numbers if not number.written.currency or is_in(number.written, code)]
    column.kept = code
    column.bad += [number.cell for number in column.numbers if number not in kept]
    column.numbers = kept


def _in_code(column: NumberColumn, code: str) -> tuple[str, ...]:
    numbers = [
        number for number in column.numbers if not number.written.currency or is_in(number.written, code)
    ]
    read: Iterable[Decimal | None] = (column.read(number) for number in numbers[:MOST_READ])
    return tuple(f"{shown(found)} {code}" for found in read if found is not None)


def _ordered(among: Iterable[str]) -> list[str]:
    return sorted(among, key=lambda code: (code not in COMMON, code != "USD", code))
