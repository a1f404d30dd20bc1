"""The pictures of a comparison: levels and colours, alike on page and paper."""

import pytest
from django.utils import timezone

from decisions import models as m
from decisions.comparison.pictures import trade_off_of
from decisions.draft.load import load_draft
from decisions.life import reopen
from tests.integration.decisions.comparison.changing import author_of, flips_of
from tests.integration.people import client_of

pytestmark = pytest.mark.django_db


def test_page_and_paper_draw_the_same_levels(record):
    flips = flips_of(record)
    client = client_of(author_of(record))
    for address in ("compare", "document"):
        page = client.get(f"/records/{record.code}/{address}/").content.decode()
        part = page[page.index("Levels at which it flips") :]
        for row in flips.rows:
            assert f'{row.words} <strong class="num">{row.level}</strong> → {row.to}' in part
        for row in flips.weight_rows:
            assert f"{row['from']} → {row['to']}" in part


# Colours


def colours_of(record):
    """Each option with its colour in pictures of page and paper, and on its badge."""
    content, flips = load_draft(record), flips_of(record)
    page = client_of(author_of(record)).get(f"/records/{record.code}/compare/").content.decode()
    lines = {line.label: line.shade for line in trade_off_of(flips).lines}
    found = {}
    for option in content.all(m.Option):
        assert f'<span class="option-letter option-{option.label.lower()}">{option.label}</span>' in page
        if option.label in lines:
            found[option.pk] = (option.label, lines[option.label])
    return found


def test_an_option_keeps_its_colour_whatever_happens_to_others(record):
    before = colours_of(record)
    assert len({shade.colour for _label, shade in before.values()}) == len(before) == 3
    first, _second, third = m.Option.objects.filter(record=record).order_by("position")
    for chosen in (first.pk, third.pk, None):
        m.Recommendation.objects.filter(record=record).update(option=chosen)
        assert colours_of(record) == before
    by, now = author_of(record), timezone.now()
    reopen.move_row(third, up=True, by=by, now=now)
    assert colours_of(record) == before
    m.Recommendation.objects.filter(record=record).update(option=None)
    reopen.remove_row(m.Option.objects.get(pk=first.pk), by=by, now=now)
    assert colours_of(record) == {pk: shade for pk, shade in before.items() if pk != first.pk}
