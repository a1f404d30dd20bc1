"""Which column names the partner and which says when a row counts: told by their names, or asked. Pure.

The names are those of the systems that files come from: HubSpot, Salesforce, Dynamics, Pipedrive, Zoho, shops.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from metrics.files.questions import MOST_READ, Choice, Question, Said, UnknownAnswer, answered, ask
from metrics.files.values.columns import ColumnMeaning
from metrics.measures.marking import gettext_noop as _

PARTNER = re.compile(
    r"partner|reseller|re-seller|dealer|distributor|seller|(?<!in)vendor|vertriebspartner|händler|revendeur|distribuidor"
    r"|代理店|販売店|パートナー|取引先|特約店|仕入先",
    re.IGNORECASE,
)
COMPANY = re.compile(
    r"account|compan(?:y|ies)|organi[sz]ation|customer|client|\bfirma\b|kunde|société|empresa|会社|企業|顧客|得意先|お客様",
    re.IGNORECASE,
)
ATTRIBUTE = re.compile(
    r"type|tier|level|status|stage|country|region|\bcity|\bstate\b|segment|industry|manager|owner|\brep\b|e-?mail|phone"
    r"|contact|note|comment|website|domain|size|since|score|rating|\bcount|number\sof|program|currency|margin|discount"
    r"|区分|担当|種別",
    re.IGNORECASE,
)
KEY = re.compile(r"key|\bid\b|id$|code|(?:^|\W)no\.?$|number|nr\.?$|コード|番号", re.IGNORECASE)
MONEY = re.compile(r"amount|revenue|sales$|value|price|cost|balance|spend|売上|金額", re.IGNORECASE)

END = re.compile(
    r"clos|won.?(?:time|date)|\bend|finish|完了|終了|受注日|クローズ|abschluss|clôture|cierre", re.IGNORECASE
)
NOT_WHEN = re.compile(
    r"creat|modif|updat|last.?(?:activity|login|contact)|birth|due|ship|deliver|expir|renew|valid|expected|\best\b|"
    r"estimat|engage|open|start|begin|approved.?(?:at|date|time)|carrier|answer|limit|開始|作成|更新|期限|予定|納|angelegt|erstellt",
    re.IGNORECASE,
)
WHEN = re.compile(
    r"order|purchase|invoice|book|post|transaction|period|month|quarter|claim|date$|^date|年月|計上|受注|売上日|請求|取引日|日付|^datum",
    re.IGNORECASE,
)

DATE_KEY = re.compile(r"key$", re.IGNORECASE)
"""A date a second time, as the key of a table of days."""

NAMES_PARTNER = _("“%(column)s” names the partner.")
NO_COLUMN = _("%(question)s: the file has no column “%(answer)s”.")
SAYS_WHEN = _("A row counts in the period of “%(column)s”.")


@dataclass(frozen=True)
class Role:
    """A column that was found for a role, or what is asked; both are empty where the file has no candidate."""

    column: str | None
    questions: tuple[Question, ...] = ()


def partner_column(columns: Sequence[ColumnMeaning], answers: Mapping[str, Any]) -> Role:
    """The column that names the partner: the only one whose name says so, its key before its name.

    A column that names companies counts where none names partners, and only where it is the only one.
    """
    candidates = [column for column in columns if _may_name(column)]
    for pattern in (PARTNER, COMPANY):
        named = [
            column
            for column in candidates
            if pattern.search(column.name) and not ATTRIBUTE.search(_bare(column.name))
        ]
        if named:
            return _only(named, named, answers)
    return _asked("partner_column", candidates, None, answers, NAMES_PARTNER)


def _bare(name: str) -> str:
    """The name without what stands in brackets: `Account Owner` is an attribute, `Name (Partner type: VAR)` is none."""
    return re.sub(r"\(.*?\)", "", name)


def _may_name(column: ColumnMeaning) -> bool:
    is_label = column.type in {"text", "category"}
    is_key = (
        column.type == "number"
        and (column.scale, column.currency) == (1, None)
        and not MONEY.search(column.name)
    )
    return is_label or (is_key and (KEY.search(column.name) or PARTNER.search(column.name)) is not None)


def _only(named: list[ColumnMeaning], offered: list[ColumnMeaning], answers: Mapping[str, Any]) -> Role:
    """The only one; of a key and names of the same thing the key."""
    keys = [column for column in named if KEY.search(column.name)]
    if len(named) == 1:
        return Role(named[0].name)
    if len(keys) == 1 and len({_thing(column.name) for column in named}) == 1:
        return Role(keys[0].name)
    return _asked("partner_column", offered, named[0].name, answers, NAMES_PARTNER)


def _thing(name: str) -> str:
    """What a key or a name is of: `Partner ID` and `Partner Name` are both of “partner”."""
    return re.sub(r"key|name|\bid\b|id$|code|number|no\.?$|nr\.?$|コード|番号|名|[\W_]", "", name.casefold())


def period_column(
    columns: Sequence[ColumnMeaning],
    maybe: Sequence[ColumnMeaning],
    answers: Mapping[str, Any],
    *,
    has_cases: bool,
) -> Role:
    """The column that says when a row counts: the only one of dates; of closed deals the date of closing.

    Where several are left, the one whose name speaks most of it is likely, and it is asked. `has_cases` says that
    rows are deals which end won or lost: the dictionary counts those by the month in which they close. Where no column
    holds dates, `maybe` are those of numbers that can be read as some.
    """
    dated = [column for column in columns if _tells_months(column)]
    if not dated:
        return _asked("period_column", maybe, None, answers, SAYS_WHEN)
    sure = [column for column in dated if not NOT_WHEN.search(column.name)]
    sure = [column for column in sure if not DATE_KEY.search(column.name)] or sure
    ends = [column for column in sure if END.search(column.name)]
    told = [column for column in sure if WHEN.search(column.name)]
    if len(dated) == 1:
        return Role(dated[0].name)
    if has_cases and len(ends) == 1:
        return Role(ends[0].name)
    if len(sure) == 1:
        return Role(sure[0].name)
    likely = next(iter([*(ends if has_cases else []), *told, *sure, *dated]), None)
    return _asked("period_column", dated, likely.name if likely else None, answers, SAYS_WHEN)


def _tells_months(column: ColumnMeaning) -> bool:
    """Whether its rows can be told apart by months or quarters: not by years alone."""
    without_words = re.sub(r"'[^']*'", "", column.format or "M")
    return column.type == "date" or (column.type == "period" and bool(set(without_words) & {"M", "Q"}))


def _asked(
    kind: str, offered: Iterable[ColumnMeaning], likely: str | None, answers: Mapping[str, Any], words: str
) -> Role:
    choices = [
        Choice(
            column.name,
            tuple(example.read or example.raw for example in column.examples[:MOST_READ]),
            Said(words, {"column": column.name}),
        )
        for column in offered
    ]
    question = ask(kind, choices=choices, likely=likely)
    answer = answered(question, answers)
    if answer is None:
        return Role(None, (question,) if choices else ())
    return Role(answer)


def answered_column(kind: str, names: Sequence[str], answers: Mapping[str, Any]) -> str | None:
    """The column that was named for a role before any looking. Raises UnknownAnswer where the file has none such."""
    name = answers.get(kind)
    if name is not None and name not in names:
        raise UnknownAnswer(kind, Said(NO_COLUMN, {"question": kind, "answer": name}))
    return name
