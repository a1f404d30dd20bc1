"""A committee and a version that waits for its votes, made by the application's own functions."""

import json
import sys
from typing import Any

from accounts.models import User
from decisions.states.stages import Stage
from tests.factories import make_committee, make_record


def tell() -> None:
    """Propose a decision of Maria to four people, Ines in the chair; print its code."""
    people = {user.email.split("@")[0]: user for user in User.objects.all()}
    committee = make_committee(*(people[name] for name in ("ines", "kenji", "tom", "jonas")), threshold=60)
    given: dict[str, Any] = {"author": people["maria"], "owner": people["maria"], "approver": people["ines"]}
    question = "Do we let the committee decide on the marketplace?"
    record = make_record(to=Stage.PROPOSED, question=question, committee=committee, **given)
    sys.stdout.write(json.dumps({"code": record.code, "committee": committee.name}))
