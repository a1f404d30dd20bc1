"""Check the chain of events, and hold it against heads that were signed before."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from partnerdesk.core.chain_check import check_chain
from partnerdesk.core.signed_heads import NoHead, SignedHead, kept_heads, public_key, read_head


class Command(BaseCommand):
    help = (
        "Check every event against its seal, and the chain against signed heads; print what is found as JSON."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--head",
            dest="heads",
            type=Path,
            nargs="+",
            metavar="FILE",
            help="heads that were kept elsewhere (default: all in the folder of heads)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        heads = self.heads(options["heads"] or kept_heads())
        found = check_chain(heads)
        json.dump(found.as_data() | {"public_key": public_key()}, sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")
        if not heads:
            self.stderr.write("No signed head was given: a cut-off end would not be seen.")
        if found.sealed_at_upgrade:
            self.stderr.write(
                f"What stood before was sealed at the upgrade on {found.sealed_at_upgrade[:10]}."
            )
        if not found.is_intact:
            first = found.breaks[0]
            place = f" at position {first.position}" if first.position else ""
            place = f" in {first.table}, row {first.key}" if first.table else place
            raise CommandError(f"The chain is broken{place}: {first.words}", returncode=1)
        if found.other_keys:
            raise CommandError(f"The chain holds. {found.other_keys[0].words}", returncode=1)

    def heads(self, paths: list[Path]) -> list[SignedHead]:
        try:
            return [read_head(path) for path in paths]
        except NoHead as error:
            raise CommandError(str(error), returncode=1) from error
