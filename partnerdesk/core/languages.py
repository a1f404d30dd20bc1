"""Which names of another language the workspace asks for beside the English ones."""

from partnerdesk.core.models import Workspace


def workspace_speaks(language: str) -> bool:
    """Whether the workspace's language asks for names in `language`; English alone until an administrator chooses."""
    return Workspace.objects.filter(language=language).exists()
