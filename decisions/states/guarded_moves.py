"""Moves that are a column, guarded in the database: each is only made by what it follows from (docs/adr/0019).

Beside the tables of moves, which say what may follow what, these triggers ask for the reason: nothing is put in force
without a vote for it, ends without a successor or a review that stops it, or is voted on from outside its seats. The
serving role may update nothing but these columns there (`partnerdesk.core.rights`).
"""

import pgtrigger

OPEN_ROUND = "decisions_round r WHERE r.version_id = NEW.version_id AND r.closed_at IS NULL"
APPROVING = """
    SELECT FROM decisions_round r JOIN decisions_vote v ON v.round_id = r.id
    WHERE r.version_id = {version} AND r.closed_at IS NULL AND v.choice = 'approve'
"""


def _refuse(unless: str, words: str) -> str:
    return f"IF NOT ({unless}) THEN RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation'; END IF;"


def _guard(name: str, operation: pgtrigger.Operation, func: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name, operation=operation, when=pgtrigger.Before, func=f"{func}\nRETURN NEW;"
    )


def standing_follows() -> pgtrigger.Trigger:
    """How a version stands follows from its round, from its successor's, or from a review that stops it."""
    into_force = _refuse(
        f"EXISTS ({APPROVING.format(version='NEW.version_id')})",
        "nothing is put in force without a vote for it",
    )
    superseded = _refuse(
        f"""EXISTS (SELECT FROM decisions_version own JOIN decisions_version next ON next.record_id = own.record_id
                AND next.number > own.number WHERE own.id = NEW.version_id
                AND EXISTS ({APPROVING.format(version="next.id")}))""",
        "a version is superseded by another one that was voted for",
    )
    stopped = _refuse(
        """EXISTS (SELECT FROM decisions_review v WHERE v.version_id = NEW.version_id
                AND v.state = 'closed' AND v.outcome = 'stop')""",
        "a version is stopped by a review",
    )
    other = _refuse(f"EXISTS (SELECT FROM {OPEN_ROUND})", "a version that is not voted on stays as it stands")
    return _guard(
        "standing_follows",
        pgtrigger.Update,
        f"""
        IF NEW.version_id <> OLD.version_id THEN
            RAISE EXCEPTION 'a standing stays with its version' USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.state IS DISTINCT FROM OLD.state THEN
            CASE NEW.state
                WHEN 'in_force' THEN {into_force}
                WHEN 'superseded' THEN {superseded}
                WHEN 'stopped' THEN {stopped}
                ELSE {other}
            END CASE;
        END IF;
        """,
    )


def enactment_follows() -> pgtrigger.Trigger:
    """An enactment begins with a version that is in force, and ends once, after it has ceased to be."""
    begins = _refuse(
        """NEW.in_force_to IS NULL AND EXISTS (SELECT FROM decisions_version v
            JOIN decisions_versionstanding s ON s.version_id = v.id
            WHERE v.id = NEW.version_id AND v.record_id = NEW.record_id AND s.state = 'in_force')""",
        "only a version that is in force is enacted",
    )
    ends = _refuse(
        """OLD.in_force_to IS NULL AND EXISTS (SELECT FROM decisions_versionstanding s
            WHERE s.version_id = NEW.version_id AND s.state IN ('superseded', 'stopped'))""",
        "an enactment ends once, with its version",
    )
    return _guard(
        "enactment_follows",
        pgtrigger.Insert | pgtrigger.Update,
        f"""
        IF TG_OP = 'INSERT' THEN {begins}
        ELSIF NEW.in_force_to IS DISTINCT FROM OLD.in_force_to THEN {ends}
        END IF;
        """,
    )


def in_force_follows() -> pgtrigger.Trigger:
    """The version in force is the one whose enactment has no end yet; there is none where all have ended."""
    begins = _refuse("NEW.in_force_id IS NULL", "a record begins without a version in force")
    follows = _refuse(
        """NEW.in_force_id IS NOT DISTINCT FROM (SELECT e.version_id FROM decisions_enactment e
            WHERE e.record_id = NEW.id AND e.in_force_to IS NULL)""",
        "the version in force is the one that is enacted",
    )
    return _guard(
        "in_force_follows",
        pgtrigger.Insert | pgtrigger.Update,
        f"""
        IF TG_OP = 'INSERT' THEN {begins}
        ELSIF NEW.in_force_id IS DISTINCT FROM OLD.in_force_id THEN {follows}
        END IF;
        """,
    )


def in_force_is_kept() -> pgtrigger.Trigger:
    """The record names the version whose enactment has no end: written here, as the owner, and by nobody else.

    The serving role may not write that column (`partnerdesk.core.pinning` says what runs as the owner).
    """
    return pgtrigger.Trigger(
        name="as_owner_in_force",
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=pgtrigger.After,
        func="""
        UPDATE decisions_record SET in_force_id = now.version_id
        FROM (SELECT (SELECT e.version_id FROM decisions_enactment e
            WHERE e.record_id = NEW.record_id AND e.in_force_to IS NULL) AS version_id) AS now
        WHERE id = NEW.record_id AND in_force_id IS DISTINCT FROM now.version_id;
        RETURN NULL;
        """,
    )


def seats_are_settled() -> pgtrigger.Trigger:
    """Seats are given while the round is open and nobody has voted."""
    words = "the seats of a round are settled when it is opened"
    settled = """EXISTS (SELECT FROM decisions_round r WHERE r.id = NEW.round_id AND r.closed_at IS NULL)
            AND NOT EXISTS (SELECT FROM decisions_vote v WHERE v.round_id = NEW.round_id)"""
    return _guard("seats_are_settled", pgtrigger.Insert, _refuse(settled, words))


def votes_have_seats() -> pgtrigger.Trigger:
    """Who has a seat in an open round votes in it, or their deputy."""
    seated = """EXISTS (SELECT FROM decisions_round r JOIN decisions_seat s ON s.round_id = r.id
            WHERE r.id = NEW.round_id AND r.closed_at IS NULL AND NEW.user_id IN (s.user_id, s.deputy_id))"""
    return _guard(
        "votes_have_seats", pgtrigger.Insert, _refuse(seated, "who votes has a seat in an open round")
    )


def outcome_follows() -> pgtrigger.Trigger:
    """A round is opened without an outcome, and closed with the one that its version stands by then."""
    opened = _refuse("NEW.closed_at IS NULL", "a round begins open")
    closed = _refuse(
        """EXISTS (SELECT FROM decisions_versionstanding s WHERE s.version_id = NEW.version_id
            AND s.state = CASE NEW.outcome WHEN 'approved' THEN 'in_force' ELSE NEW.outcome END)""",
        "a round ends with what its version has come to",
    )
    return _guard(
        "outcome_follows",
        pgtrigger.Insert | pgtrigger.Update,
        f"""
        IF TG_OP = 'INSERT' THEN {opened}
        ELSIF NEW.outcome IS DISTINCT FROM OLD.outcome THEN {closed}
        END IF;
        """,
    )
