"""Gaps get causes: one row for what many months have in common, with what people say about it."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from partnerdesk.core.operations import Together

KINDS = [
    ("missing_value", "missing value"),
    ("missing_partner", "row without a partner"),
    ("unknown_partner", "unknown partner"),
    ("similar_label", "similar labels"),
    ("duplicate_name", "same name twice"),
    ("bad_number", "not a number"),
    ("bad_date", "not a date"),
    ("out_of_range", "value out of range"),
    ("unit_mismatch", "another currency"),
    ("out_of_scale", "another scale"),
    ("unmapped_label", "label that the mapping does not name"),
    ("spelling", "several spellings"),
    ("bad_row", "row whose fields can't be told apart"),
    ("duplicate_row", "same row twice"),
    ("missing_period", "period without data"),
    ("partial_period", "period in part"),
    ("future_period", "period in the future"),
    ("outlier", "unusual period"),
    ("late", "late data"),
    ("partner_without_data", "partner without data"),
]
STATUSES = [("open", "open"), ("accepted", "accepted"), ("answered", "answered"), ("settled", "settled")]

CAUSES = """
    WITH newest AS (
        SELECT DISTINCT ON (source_id, kind, metric_id, "column", label)
               source_id, kind, metric_id, "column", label, concerns
        FROM metrics_gap
        ORDER BY source_id, kind, metric_id, "column", label, status = 'gone', period DESC NULLS FIRST
    ), said AS (
        SELECT source_id, kind, metric_id, "column", label,
               (array_agg(owner_id ORDER BY status = 'gone', period DESC NULLS FIRST)
                FILTER (WHERE owner_id IS NOT NULL))[1] AS owner_id,
               CASE WHEN bool_and(status = 'gone') THEN 'settled'
                    WHEN bool_and(status IN ('gone', 'accepted')) THEN 'accepted' ELSE 'open' END AS status,
               max(note) FILTER (WHERE status = 'accepted') AS note
        FROM metrics_gap GROUP BY source_id, kind, metric_id, "column", label
    )
    INSERT INTO metrics_cause (id, source_id, metric_id, kind, "column", label, concerns, status, owner_id, due_on,
                               accepted_until, reason, asked_id, asked_at, answer, settled_at)
    SELECT gen_random_uuid(), said.source_id, said.metric_id, said.kind, said."column", said.label, newest.concerns,
           said.status, said.owner_id, NULL,
           CASE WHEN said.status = 'accepted' THEN current_date + 90 END,
           CASE WHEN said.status = 'accepted' THEN coalesce(nullif(said.note, ''), '–') ELSE '' END,
           NULL, NULL, '{}', CASE WHEN said.status = 'settled' THEN now() END
    FROM said JOIN newest ON newest.source_id = said.source_id AND newest.kind = said.kind
         AND newest.metric_id IS NOT DISTINCT FROM said.metric_id AND newest."column" = said."column"
         AND newest.label = said.label
"""
"""What was accepted without a day stays so for 90 days. Where only some months were accepted, the cause is open."""

OF_GAPS = """
    UPDATE metrics_gap AS gap SET cause_id = cause.id FROM metrics_cause AS cause
    WHERE cause.source_id = gap.source_id AND cause.kind = gap.kind
          AND cause.metric_id IS NOT DISTINCT FROM gap.metric_id AND cause."column" = gap."column"
          AND cause.label = gap.label
"""
OF_EVENTS = """
    UPDATE metrics_gapevent AS event SET cause_id = coalesce(
        (SELECT gap.cause_id FROM metrics_gap AS gap WHERE gap.id = event.pgh_obj_id), gen_random_uuid())
"""
NOTES = """
    INSERT INTO metrics_causenote (id, cause_id, by_id, at, text)
    SELECT gen_random_uuid(), cause.id, NULL, now(), gap.note
    FROM metrics_gap AS gap JOIN metrics_cause AS cause ON cause.id = gap.cause_id
    WHERE gap.note <> '' AND gap.note <> cause.reason GROUP BY cause.id, gap.note
"""
STATES = "UPDATE metrics_gap SET status = 'open' WHERE status = 'accepted'"
SUMMARIES = "UPDATE metrics_metricsummary SET newest = NULL"
"""Without a newest period they are made anew as soon as the clock is looked at, and whoever watches them is told."""

CHECKED = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"
"""Tables are not altered while references of theirs wait to be checked."""


class Migration(migrations.Migration):
    dependencies = [
        ("metrics", "0007_kept_values"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="Cause",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("kind", models.CharField(choices=KINDS, max_length=24)),
                        ("column", models.CharField(blank=True, max_length=120)),
                        ("label", models.CharField(blank=True, max_length=200)),
                        (
                            "concerns",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60), default=list, size=None
                            ),
                        ),
                        ("status", models.CharField(choices=STATUSES, default="open", max_length=8)),
                        ("due_on", models.DateField(blank=True, null=True)),
                        ("accepted_until", models.DateField(blank=True, null=True)),
                        ("reason", models.CharField(blank=True, max_length=500)),
                        ("asked_at", models.DateTimeField(blank=True, null=True)),
                        ("answer", models.JSONField(blank=True, default=dict)),
                        ("settled_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "asked",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "metric",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="causes",
                                to="metrics.metric",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="causes",
                                to="metrics.source",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("source", "kind", "metric", "column", "label"),
                                name="cause_once",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ["open", "accepted", "answered", "settled"])
                                ),
                                name="cause_status_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("accepted_until__isnull", False),
                                        ("status", "accepted"),
                                        models.Q(("reason", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("status", "accepted"), _negated=True),
                                        ("accepted_until", None),
                                        ("reason", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="cause_accepted_with_day_and_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "answered"), _negated=True),
                                    models.Q(("answer", {}), _negated=True),
                                    _connector="OR",
                                ),
                                name="cause_answered_has_answer",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("settled_at__isnull", False), ("status", "settled")),
                                    models.Q(
                                        models.Q(("status", "settled"), _negated=True), ("settled_at", None)
                                    ),
                                    _connector="OR",
                                ),
                                name="cause_settled_has_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("asked", None), ("asked_at", None)),
                                    models.Q(("asked__isnull", False), ("asked_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="cause_asked_has_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CauseEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("kind", models.CharField(choices=KINDS, max_length=24)),
                        ("column", models.CharField(blank=True, max_length=120)),
                        ("label", models.CharField(blank=True, max_length=200)),
                        (
                            "concerns",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60), default=list, size=None
                            ),
                        ),
                        ("status", models.CharField(choices=STATUSES, default="open", max_length=8)),
                        ("due_on", models.DateField(blank=True, null=True)),
                        ("accepted_until", models.DateField(blank=True, null=True)),
                        ("reason", models.CharField(blank=True, max_length=500)),
                        ("asked_at", models.DateTimeField(blank=True, null=True)),
                        ("answer", models.JSONField(blank=True, default=dict)),
                        ("settled_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "asked",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "metric",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="metrics.metric",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="metrics.cause",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="metrics.source",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CauseNote",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("text", models.CharField(max_length=500)),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "cause",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notes",
                                to="metrics.cause",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True),
                                name="cause_note_says_something",
                            )
                        ],
                        "ordering": ("at", "pk"),
                    },
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="gap",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="gap",
                    name="update_update",
                ),
                migrations.AddField(
                    model_name="gap",
                    name="partner_rows",
                    field=django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveIntegerField(), null=True, size=None
                    ),
                ),
                migrations.AddField(
                    model_name="gap",
                    name="partners",
                    field=django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), null=True, size=None
                    ),
                ),
                migrations.AddField(
                    model_name="gap",
                    name="segments",
                    field=django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), null=True, size=None
                    ),
                ),
                migrations.AddField(
                    model_name="gapevent",
                    name="segments",
                    field=django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), null=True, size=None
                    ),
                ),
                migrations.AddField(
                    model_name="metricsummary",
                    name="settled",
                    field=models.JSONField(default=dict),
                ),
                migrations.AddField(
                    model_name="gap",
                    name="cause",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="gaps",
                        to="metrics.cause",
                    ),
                ),
                migrations.AddField(
                    model_name="gapevent",
                    name="cause",
                    field=models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="metrics.cause",
                    ),
                ),
            ]
        ),
        migrations.RunSQL(
            [CAUSES, OF_GAPS, OF_EVENTS, NOTES, STATES, SUMMARIES, CHECKED], migrations.RunSQL.noop
        ),
        Together(
            [
                migrations.AlterField(
                    model_name="gapevent",
                    name="cause",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="metrics.cause",
                    ),
                ),
                migrations.AlterField(
                    model_name="gap",
                    name="cause",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="gaps", to="metrics.cause"
                    ),
                ),
                migrations.RemoveField(
                    model_name="gap",
                    name="note",
                ),
                migrations.RemoveField(
                    model_name="gap",
                    name="owner",
                ),
                migrations.RemoveField(
                    model_name="gapevent",
                    name="note",
                ),
                migrations.RemoveField(
                    model_name="gapevent",
                    name="owner",
                ),
                migrations.AlterField(
                    model_name="gap",
                    name="status",
                    field=models.CharField(
                        choices=[("open", "open"), ("gone", "gone")], default="open", max_length=8
                    ),
                ),
                migrations.AlterField(
                    model_name="gapevent",
                    name="status",
                    field=models.CharField(
                        choices=[("open", "open"), ("gone", "gone")], default="open", max_length=8
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="gap",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "metrics_gapevent" ("cause_id", "column", "concerns", "count", "examples", "id", "imported_id", "kind", "label", "metric_id", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "segments", "source_id", "status") VALUES (NEW."cause_id", NEW."column", NEW."concerns", NEW."count", NEW."examples", NEW."id", NEW."imported_id", NEW."kind", NEW."label", NEW."metric_id", NEW."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."segments", NEW."source_id", NEW."status"); RETURN NULL;',
                            hash="206b09dfcb5e9d08be5a3d286ed3cfb07d9df7c7",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_0d072",
                            table="metrics_gap",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="gap",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."cause_id" IS DISTINCT FROM (NEW."cause_id") OR OLD."column" IS DISTINCT FROM (NEW."column") OR OLD."concerns" IS DISTINCT FROM (NEW."concerns") OR OLD."count" IS DISTINCT FROM (NEW."count") OR OLD."examples" IS DISTINCT FROM (NEW."examples") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."imported_id" IS DISTINCT FROM (NEW."imported_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."label" IS DISTINCT FROM (NEW."label") OR OLD."metric_id" IS DISTINCT FROM (NEW."metric_id") OR OLD."period" IS DISTINCT FROM (NEW."period") OR OLD."segments" IS DISTINCT FROM (NEW."segments") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."status" IS DISTINCT FROM (NEW."status"))',
                            func='INSERT INTO "metrics_gapevent" ("cause_id", "column", "concerns", "count", "examples", "id", "imported_id", "kind", "label", "metric_id", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "segments", "source_id", "status") VALUES (NEW."cause_id", NEW."column", NEW."concerns", NEW."count", NEW."examples", NEW."id", NEW."imported_id", NEW."kind", NEW."label", NEW."metric_id", NEW."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."segments", NEW."source_id", NEW."status"); RETURN NULL;',
                            hash="3775ea283663d073733c8d30fb281a2ce9e765f1",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_272eb",
                            table="metrics_gap",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="gap",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("status__in", ["open", "gone"])), name="gap_status_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="gap",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("partner_rows", None), ("partners", None)),
                            models.Q(
                                ("partner_rows__len", models.F("partners__len")), ("partners__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="gap_partners_with_rows",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="cause",
                    trigger=pgtrigger.compiler.Trigger(
                        name="cause_moves",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _is_valid_transition BOOLEAN;",
                            func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{accepted:open,accepted:settled,answered:open,answered:settled,open:accepted,open:answered,open:settled,settled:open}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                            hash="37e8019b4ec003ae0d42f8e537e4b4461ce082ac",
                            operation="UPDATE",
                            pgid="pgtrigger_cause_moves_26719",
                            table="metrics_cause",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="cause",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "metrics_causeevent" ("accepted_until", "answer", "asked_at", "asked_id", "column", "concerns", "due_on", "id", "kind", "label", "metric_id", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "settled_at", "source_id", "status") VALUES (NEW."accepted_until", NEW."answer", NEW."asked_at", NEW."asked_id", NEW."column", NEW."concerns", NEW."due_on", NEW."id", NEW."kind", NEW."label", NEW."metric_id", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."settled_at", NEW."source_id", NEW."status"); RETURN NULL;',
                            hash="3d8f4615c623c8ef19f1a5f8616f03756e31ba54",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_33042",
                            table="metrics_cause",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="cause",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "metrics_causeevent" ("accepted_until", "answer", "asked_at", "asked_id", "column", "concerns", "due_on", "id", "kind", "label", "metric_id", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "settled_at", "source_id", "status") VALUES (NEW."accepted_until", NEW."answer", NEW."asked_at", NEW."asked_id", NEW."column", NEW."concerns", NEW."due_on", NEW."id", NEW."kind", NEW."label", NEW."metric_id", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."settled_at", NEW."source_id", NEW."status"); RETURN NULL;',
                            hash="49bfeb399971056cbedbe23bf0a503a88d6fb067",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_3dc5b",
                            table="metrics_cause",
                            when="AFTER",
                        ),
                    ),
                ),
            ]
        ),
    ]
