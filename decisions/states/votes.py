"""What a vote can say, what can be asked before it, and what a round can come to."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Choice(TextChoices):
    APPROVE = "approve", _("approve")
    REJECT = "reject", _("reject")
    RETURN = "return", _("ask for changes")
    ABSTAIN = "abstain", _("abstain")
    RECUSE = "recuse", _("recuse")


class RoundOutcome(TextChoices):
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("rejected")
    RETURNED = "returned", _("changes requested")
    UNDECIDED = "undecided", _("no decision")
    WITHDRAWN = "withdrawn", _("withdrawn")


class RoundFinding(TextChoices):
    """Why votes come to what they come to."""

    CARRIED = "carried", _("More than the needed share approves.")
    CHANGES = "changes", _("Changes are asked for.")
    AGAINST = "against", _("The votes against it prevail.")
    SHORT = "short", _("Most approve, but not more than the needed share.")
    TIE = "tie", _("As many are for it as are against it.")
    NO_QUORUM = "no_quorum", _("Too few took part.")
    ABSTAINED = "abstained", _("All who took part abstained.")
    AUTHOR_ALONE = "author_alone", _("Nobody but those who wrote it voted.")
    WRITERS_ONLY = "writers_only", _("Nobody approved it but those who wrote it.")
    ALL_RECUSED = "all_recused", _("Everybody has recused.")
    WITHDRAWN = "withdrawn", _("The author took it back.")
    OUTDATED = (
        "outdated",
        _("It was proposed before an update and does not name what would be watched: propose it again."),
    )


class RemarkKind(TextChoices):
    """What somebody says of a version before the vote."""

    QUESTION = "question", _("question")
    CHANGE = "change", _("change asked for")
