"""A mapping in sentences, for people who did not make it."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from metrics.definitions.models import DefinitionVersion
from metrics.files.reading.mapping import MetricColumns
from metrics.imports.asking import answered
from metrics.imports.mapping_choices import DELIMITERS, ENCODINGS, PARTNER_LABELS, date_words, place_label
from metrics.imports.proposal import as_draft
from metrics.measures.zeros import GIVES
from partnerdesk.core import dates


def mapping_words(mapping: dict[str, Any], definitions: Sequence[DefinitionVersion]) -> list[str]:
    """One sentence for each thing that the mapping says."""
    draft = as_draft(mapping)
    form, partner = draft["format"], draft["partner"]
    names = {version.metric_id: version.name for version in definitions}
    is_understood = form.get("as") == "understood"
    missing = [word for word in form.get("missing", []) if word]
    lines = [
        *(_understood(form) if is_understood else [_written(form)]),
        _("Each row belongs to the partner in %(column)s; %(rest)s.")
        % {
            "column": partner["column"],
            "rest": _("unknown partners are added")
            if partner.get("create_unknown")
            else _("rows of unknown partners are left out"),
        },
        _dated(draft["period"]),
    ]
    if missing:
        lines.append(_("%(words)s stand for a missing value.") % {"words": ", ".join(missing)})
    if draft.get("covers"):
        first, last = (_day(draft["covers"][name]) for name in ("from", "to"))
        lines.append(
            _("The file covers the days from %(first)s to %(last)s.") % {"first": first, "last": last}
        )
    if draft.get("gives"):
        lines.append(_(GIVES[draft["gives"]]))
    lines += [_condition(condition) for condition in draft.get("where", [])]
    lines += [_required(rule) for rule in draft.get("required", [])]
    lines += [_metric(spec, names) for spec in draft["metrics"]]
    if draft.get("partners"):
        listed = ", ".join(
            f"{PARTNER_LABELS[name]} = {draft['partners'][name]}"
            for name in PARTNER_LABELS
            if draft["partners"].get(name)
        )
        lines.append(_("A second file lists the partners: %(columns)s.") % {"columns": listed})
    for check in draft.get("labels", []):
        lines.append(
            _("Labels of %(column)s are compared with %(count)s right ones.")
            % {"column": check["column"], "count": len(check.get("values", []))}
        )
    return lines


def _written(form: dict[str, Any]) -> str:
    return _("The file is written in %(encoding)s, its fields are parted by %(delimiter)s.") % {
        "encoding": ENCODINGS.get(form["encoding"], form["encoding"]),
        "delimiter": DELIMITERS.get(form["delimiter"], form["delimiter"]),
    }


def _understood(form: dict[str, Any]) -> list[str]:
    """How a file is read that states nothing: as it proves, and as was answered."""
    lines = [_("What a file proves is read; what it leaves open is asked.")]
    lines += [
        _("Answered: %(question)s %(answer)s.") % {"question": one.words, "answer": one.answer}
        for one in answered([], form.get("answers", {}))
    ]
    return lines


def _dated(period: dict[str, Any]) -> str:
    if "date_format" not in period:
        return _("It is dated by %(column)s.") % {"column": period["column"]}
    named = {"column": period["column"], "format": date_words(period["date_format"])}
    return _("It is dated by %(column)s, written like %(format)s.") % named


def _day(text: str) -> str:
    return dates.day(text)


def _condition(condition: dict[str, Any]) -> str:
    return _("Only rows count where %(column)s is %(values)s.") % {
        "column": condition["column"],
        "values": _(" or ").join(condition["in"]),
    }


def _required(rule: dict[str, Any]) -> str:
    """Of which rows a column is asked."""
    named = {"column": rule["column"], "where": rule["where"]}
    if not rule.get("in"):
        return _("%(column)s is needed only where %(where)s has a value.") % named
    named["values"] = _(" or ").join(rule["in"])
    return _("%(column)s is needed only where %(where)s is %(values)s.") % named


def _metric(spec: dict[str, Any], names: dict[str, str]) -> str:
    places = MetricColumns.model_validate(spec).places
    fields = ", ".join(f"{place_label(place).lower()} {text}" for place, text in places)
    line = f"{names.get(spec['metric'], spec['metric'])}: {fields}"
    for condition in spec.get("where", []):
        line += _(", where %(column)s is %(values)s") % {
            "column": condition["column"],
            "values": _(" or ").join(condition["in"]),
        }
    if spec.get("currency_column"):
        line += _(", each row in the currency of %(column)s, converted") % {"column": spec["currency_column"]}
    return f"{line} ({spec['unit']})" if spec.get("unit") else line
