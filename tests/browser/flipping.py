"""A record at Compare, filled by the application's own functions: test_journeys.py fills them by hand."""

import json
import sys

from django.utils import timezone

from accounts.models import User
from decisions.readiness.move import move_draft
from decisions.states.stages import Stage
from workspace.demo.filling import Filler
from workspace.demo.loading import story_of
from workspace.demo.people import PEOPLE


def tell(framework: str) -> None:
    """Fill the demo's story on all partners, as a record of Maria; print its code."""
    people = {person.key: User.objects.get(email=person.email) for person in PEOPLE}
    story = story_of(framework) | {"question": f"Where does {framework} flip?", "segment": "", "path": ()}
    story |= {"author": "maria", "owner": "maria"}
    filler = Filler(story, people, timezone.now())
    filler.frame()
    move_draft(filler.record, to=Stage.COMPARE, by=filler.by, now=filler.now)
    filler.compare()
    sys.stdout.write(json.dumps(filler.record.code))
