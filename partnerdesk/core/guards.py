"""Database triggers that keep what was written: no change, no deletion, no TRUNCATE."""

import pgtrigger


def append_only(*, truncate_only: bool = False) -> list[pgtrigger.Trigger]:
    """Triggers for a table whose rows are inserted once.

    `truncate_only` is for tables whose rows may change: only emptying the table is refused.
    """
    truncate = pgtrigger.Trigger(
        name="no_truncate",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'this table is kept: TRUNCATE is refused' USING ERRCODE = 'restrict_violation';",
    )
    if truncate_only:
        return [truncate]
    protect = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
    return [protect, truncate]
