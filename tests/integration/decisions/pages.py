"""A record's pages as a browser sees them: addresses, forms, what a form sends."""

import lxml.html
from django.urls import reverse

from decisions.states.stages import WORKING_STAGES, Stage


def address(record, name, *arguments):
    return reverse(f"decisions:{name}", args=[record.code, *arguments])


def htmx(record, stage=Stage.FRAME):
    """The headers of a request that htmx sends from the page of a stage."""
    return {"HX-Request": "true", "HX-Current-URL": f"http://testserver{address(record, 'stage', stage)}"}


def forms_of(client, record, stage):
    """The forms that save a unit on the page of a stage, as a browser without JavaScript reads them."""
    page = lxml.html.fromstring(client.get(address(record, "stage", stage)).content)
    return [form for form in page.forms if "/units/" in (form.action or "")]


def form_of(client, record, unit):
    """What the form of a unit sends when nothing is changed in it."""
    wanted = address(record, "save_unit", unit.kind, unit.pk)
    forms = (form for stage in WORKING_STAGES for form in forms_of(client, record, stage))
    return next(dict(form.form_values()) for form in forms if form.action == wanted)


def send(client, unit, sent, **options):
    return client.post(address(unit.record, "save_unit", unit.kind, unit.pk), sent, **options)
