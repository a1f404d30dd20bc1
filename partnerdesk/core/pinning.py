"""The functions of the schema, above all the guards, look names up where nobody but the owner can put something.

Every session may make temporary tables, and PostgreSQL looks among them first: a guard that reads `decisions_meeting`
would read a table of that name which its caller has just made. A pinned function looks there last.
"""

from django.db import connection

PATH = "pg_catalog, public, pg_temp"
OURS = """
SELECT p.oid::regprocedure::text, p.proconfig FROM pg_proc p
WHERE p.pronamespace = 'public'::regnamespace AND p.prokind = 'f'
AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
ORDER BY 1
"""
"""The functions of the schema but for those of extensions."""
AS_OWNER = "pgtrigger_as_owner_"
"""Triggers that are named so write what the serving role may not: their functions run as the owner."""
NEVER_IGNORED = """
CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name NAME) RETURNS BOOLEAN
AS 'BEGIN RETURN FALSE; END;' LANGUAGE plpgsql
"""
"""pgtrigger lets every session switch guards off by a setting. Ours stay on."""


def pin_functions() -> int:
    """Pin every function, as the owner. Whoever makes one anew unpins it, so this follows each migration. How many."""
    with connection.cursor() as cursor:
        cursor.execute(NEVER_IGNORED)
        cursor.execute(OURS)
        names = [name for name, _settings in cursor.fetchall()]
        for name in names:
            runs_as = "DEFINER" if name.startswith(AS_OWNER) else "INVOKER"
            cursor.execute(
                f"ALTER FUNCTION {name} SECURITY {runs_as} SET search_path = {PATH}"
            )  # (names as PostgreSQL quotes them)
    return len(names)


def unpinned() -> list[str]:
    """The functions that look names up elsewhere, or among what their caller has made."""
    with connection.cursor() as cursor:
        cursor.execute(OURS)
        return [name for name, settings in cursor.fetchall() if f"search_path={PATH}" not in (settings or [])]
