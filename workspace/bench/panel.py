"""A changed estimate until the panel is drawn again, against a round trip that only writes a row."""

import uuid
from collections.abc import Callable
from decimal import Decimal
from statistics import median

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path, reverse
from django.utils import timezone

from accounts.models import User
from decisions import models as m
from decisions.life import reopen
from decisions.life.create import create_record
from frameworks.models import FrameworkVersion
from workspace.bench import record_making
from workspace.bench.sizes import Sizes
from workspace.bench.table import BenchFigure, BenchResult, Goal
from workspace.bench.timing import in_turns
from workspace.bench.visiting import BACKEND

OPTIONS, CRITERIA = 5, 12
AS_HTMX = {"HX-Request": "true"}
HOST = "127.0.0.1"


def measure_panel(sizes: Sizes) -> list[BenchResult]:
    """Both in the same transaction, which is undone."""
    with transaction.atomic(), override_settings(ROOT_URLCONF=__name__):
        record_making.prepare_people()
        by = User.objects.get(email=record_making.ADMINISTRATOR)
        record = _record(by)
        client = Client(headers=AS_HTMX, SERVER_NAME=HOST)
        client.force_login(by, backend=BACKEND)
        estimate = m.Estimate.objects.filter(record=record).earliest("pk")
        change = _change(client, record, estimate)
        size = change()
        row = reverse("bench_row", args=[estimate.pk, size])
        calls: dict[str, Callable[[], object]] = {"estimate": change, "one row": lambda: client.post(row)}
        times = {name: median(found) for name, found in in_turns(calls, sizes.rounds * sizes.calls).items()}
        transaction.set_rollback(True)
    figures = (
        *(BenchFigure(name, value, "s") for name, value in times.items()),
        BenchFigure("answer", size, "bytes"),
    )
    case = f"estimate to redrawn panel, {OPTIONS} options, {CRITERIA} criteria"
    return [BenchResult("panel", case, Goal(2.0), times["estimate"] / times["one row"], figures)]


def _record(by: User) -> m.Record:
    """A record whose options all have their estimates."""
    now = timezone.now()
    version = FrameworkVersion.objects.filter(framework__key="channel-performance").newest().get()
    record = create_record(version, question="How fast?", decision_class="standard", owner=by, by=by, now=now)
    for kind, model, count in (("option", m.Option, OPTIONS), ("criterion", m.Criterion, CRITERIA)):
        for _ in range(count - model.objects.filter(record=record).count()):
            reopen.add_row(record, kind, pk=uuid.uuid4(), by=by, now=now)
    for place, criterion in enumerate(m.Criterion.objects.filter(record=record)):
        side = ("left", "right")[place % 2]
        m.Criterion.objects.filter(pk=criterion.pk).update(
            name=f"Criterion {place}", worst=0, best=100, swing=90 - 5 * place, side=side, metric=None
        )
    for place, found in enumerate(m.Estimate.objects.filter(record=record).order_by("pk")):
        likely = 20 + place * 37 % 60
        m.Estimate.objects.filter(pk=found.pk).update(
            form="value", low=likely - 10, likely=likely, high=likely + 15, basis="assumption"
        )
    return record


def _change(client: Client, record: m.Record, estimate: m.Estimate) -> Callable[[], int]:
    """Saves another level each time, and returns how many bytes came back."""
    address = reverse("decisions:save_unit", args=[record.code, "estimate", estimate.pk])
    stage = reverse("decisions:stage", args=[record.code, "compare"])
    level = Decimal(30)

    def change() -> int:
        nonlocal level
        level = Decimal(30) if level > 60 else level + 1
        revision = m.Estimate.objects.values_list("revision", flat=True).get(pk=estimate.pk)
        sent = {"form": "value", "low": "10", "likely": str(level), "high": "90", "basis": "assumption"}
        answer = client.post(
            address,
            sent | {"revision": revision, "save_id": str(uuid.uuid4())},
            headers={"HX-Current-URL": f"http://{HOST}{stage}"},
        )
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")
        return len(answer.content)

    return change


def one_row(request: HttpRequest, pk: uuid.UUID, size: int) -> HttpResponse:
    """Writes one row as a save does, locked, and answers with `size` bytes."""
    with transaction.atomic():
        row = m.Estimate.objects.select_for_update().get(pk=pk)
        row.likely, row.revision = Decimal(30 + row.revision % 30), row.revision + 1
        row.save()
    return HttpResponse(b" " * size)


# While it is measured, these are the addresses.
urlpatterns = [
    path("bench/row/<uuid:pk>/<int:size>/", one_row, name="bench_row"),
    path("", include("partnerdesk.urls")),
]
