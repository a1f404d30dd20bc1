"""Sources: the mapping in words, owners, the next file."""

from metrics.models import Source
from partnerdesk.core.models import Event
from tests.integration.metrics.imports.test_run import LIST, LISTED, ROWS


def test_the_mapping_in_words(signed_in, load):
    load(*ROWS, partner_list=LIST, partners=LISTED, where=[{"column": "partner", "in": ["a", "b"]}],
         labels=[{"column": "partner", "values": ["a", "b"]}])  # fmt: skip
    html = signed_in("viewer").get("/metrics/sources/sales/").content.decode()
    for words in (
        "The file is written in UTF-8, its fields are parted by comma ,.",
        "Each row belongs to the partner in partner; unknown partners are added.",
        "It is dated by date, written like 2024-01-31.",
        "NULL stand for a missing value.",
        "Only rows count where partner is a or b.",
        "Fulfilled revenue: value amount (USD)",
        "A second file lists the partners: Key = key, Name = name, Segment = kind, Country = land.",
        "Labels of partner are compared with 2 right ones.",
    ):
        assert words in html
    assert "1 row without cost, Jan 2024" in html
    assert "Load the next file" not in html


def test_the_list(signed_in, load):
    client = signed_in("manager")
    assert "No source yet" in client.get("/metrics/sources/").content.decode()
    load(*ROWS)
    html = client.get("/metrics/sources/").content.decode()
    assert "/metrics/sources/sales/" in html
    assert "/metrics/gaps/?source=sales" in html


def test_an_owner(signed_in, person, load):
    load(*ROWS)
    owner = person("manager")
    assert (
        signed_in("manager").post("/metrics/sources/sales/owner/", {"owner": str(owner.pk)}).status_code
        == 302
    )
    assert Source.objects.get().owner == owner
    assert Event.objects.filter(kind="source.owner_set").exists()
    assert signed_in("manager").post("/metrics/sources/sales/owner/", {"owner": "x"}).status_code == 422


def test_who_may_and_how(signed_in, load):
    load(*ROWS)
    viewer = signed_in("viewer")
    assert viewer.post("/metrics/sources/sales/owner/", {"owner": ""}).status_code == 403
    assert viewer.get("/metrics/sources/sales/owner/").status_code == 405
    assert viewer.post("/metrics/sources/sales/").status_code == 405
    assert viewer.get("/metrics/sources/none/").status_code == 404
