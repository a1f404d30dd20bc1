"""Whether beat, queue and worker work together: the mark that the heartbeat job renews is there."""

import os
import sys

from django.core.cache import cache


def main() -> int:
    """Exit 0 where it is; it fades two minutes after the last heartbeat."""
    mark = cache.get("heartbeat")
    print(f"last heartbeat: {mark}" if mark else "no heartbeat for two minutes", file=sys.stderr)
    return 0 if mark else 1


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partnerdesk.settings")
    sys.exit(main())
