"""Codes of records and meetings: a prefix and a number without a gap."""

from decisions.record.models import CodeCounter


def next_code(prefix: str) -> str:
    """The next code of this prefix: `CP-0007`. Of two who ask at once the second waits for the first."""
    CodeCounter.objects.get_or_create(prefix=prefix)
    counter = CodeCounter.objects.select_for_update().get(prefix=prefix)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{prefix}-{counter.last:04d}"
