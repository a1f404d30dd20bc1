import uuid

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from partnerdesk.core.operations import Together


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("frameworks", "0001_tables"),
        ("metrics", "0001_tables"),
        ("partners", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="CodeCounter",
                    fields=[
                        ("prefix", models.CharField(max_length=2, primary_key=True, serialize=False)),
                        ("last", models.PositiveIntegerField(default=0)),
                    ],
                ),
                migrations.CreateModel(
                    name="Version",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("content", models.BinaryField()),
                        ("sha256", models.CharField(max_length=64, unique=True)),
                        ("previous_sha256", models.CharField(blank=True, max_length=64)),
                        ("proposed_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="decisions.record",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("number", 1), ("previous_sha256", "")),
                                    models.Q(
                                        ("number__gt", 1), models.Q(("previous_sha256", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="version_chained",
                            ),
                            models.UniqueConstraint(fields=("record", "number"), name="version_number_once"),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="01f89cc98e76717bf63bbe86c3fe69817c1b8120",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_8a83d",
                                    table="decisions_version",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="no_truncate",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'this table is kept: TRUNCATE is refused' USING ERRCODE = 'restrict_violation';",
                                    hash="f8aae76039f3e736de750cc3574206aa6dca6a37",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_no_truncate_ca922",
                                    table="decisions_version",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Record",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("code", models.CharField(max_length=12, unique=True)),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("none", "no draft"),
                                    ("frame", "Frame"),
                                    ("compare", "Compare"),
                                    ("commit", "Commit"),
                                    ("proposed", "Proposed"),
                                ],
                                default="frame",
                                max_length=8,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "open"), ("closed", "closed"), ("archived", "archived")],
                                default="open",
                                max_length=8,
                            ),
                        ),
                        ("is_private", models.BooleanField(default=False)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "framework_version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="records",
                                to="frameworks.frameworkversion",
                            ),
                        ),
                        (
                            "in_force",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="decisions.version",
                            ),
                        ),
                        ("open_remarks", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state", "open"), ("stage", "none"), _connector="OR"),
                                name="record_closed_without_draft",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("stage__in", ["none", "frame", "compare", "commit", "proposed"])
                                ),
                                name="record_stage_known",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="draft_begins_in_frame",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (NEW.\"stage\" IN ('none', 'compare', 'commit', 'proposed'))",
                                    func="RAISE EXCEPTION 'a record begins in frame' USING ERRCODE = 'check_violation';",
                                    hash="7909e2c877f5d5ebe4aa5e944e50cfec13a9928f",
                                    operation="INSERT",
                                    pgid="pgtrigger_draft_begins_in_frame_5564a",
                                    table="decisions_record",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="draft_moves",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{none:frame,none:compare,frame:compare,frame:none,compare:commit,compare:frame,compare:none,commit:proposed,commit:compare,commit:none,proposed:commit,proposed:none}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="24eee2154e1b25ab33fb21d63ef661c4a81e4486",
                                    operation="UPDATE",
                                    pgid="pgtrigger_draft_moves_5c97e",
                                    table="decisions_record",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_recordevent" ("code", "created_at", "created_by_id", "framework_version_id", "id", "in_force_id", "is_private", "open_remarks", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stage", "state") VALUES (NEW."code", NEW."created_at", NEW."created_by_id", NEW."framework_version_id", NEW."id", NEW."in_force_id", NEW."is_private", NEW."open_remarks", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."stage", NEW."state"); RETURN NULL;',
                                    hash="69ae15383e79559fe9d0efbee3e6dd4cff789380",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_69902",
                                    table="decisions_record",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="no_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="13abeb22337388e5a300ed9dc1bcaef16a9c7292",
                                    operation="DELETE",
                                    pgid="pgtrigger_no_delete_ccf8b",
                                    table="decisions_record",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="retention_moves",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{open:closed,closed:open,closed:archived,archived:closed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="8440294917b6500a3bfa46dfa865721cbf2b50d4",
                                    operation="UPDATE",
                                    pgid="pgtrigger_retention_moves_890bf",
                                    table="decisions_record",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."framework_version_id" IS DISTINCT FROM (NEW."framework_version_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."in_force_id" IS DISTINCT FROM (NEW."in_force_id") OR OLD."is_private" IS DISTINCT FROM (NEW."is_private") OR OLD."open_remarks" IS DISTINCT FROM (NEW."open_remarks") OR OLD."stage" IS DISTINCT FROM (NEW."stage") OR OLD."state" IS DISTINCT FROM (NEW."state"))',
                                    func='INSERT INTO "decisions_recordevent" ("code", "created_at", "created_by_id", "framework_version_id", "id", "in_force_id", "is_private", "open_remarks", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stage", "state") VALUES (NEW."code", NEW."created_at", NEW."created_by_id", NEW."framework_version_id", NEW."id", NEW."in_force_id", NEW."is_private", NEW."open_remarks", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."stage", NEW."state"); RETURN NULL;',
                                    hash="317f1dbf4e5e04b2871292a8de89098edbcf828f",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_581f0",
                                    table="decisions_record",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RecordEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("code", models.CharField(max_length=12)),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("none", "no draft"),
                                    ("frame", "Frame"),
                                    ("compare", "Compare"),
                                    ("commit", "Commit"),
                                    ("proposed", "Proposed"),
                                ],
                                default="frame",
                                max_length=8,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "open"), ("closed", "closed"), ("archived", "archived")],
                                default="open",
                                max_length=8,
                            ),
                        ),
                        ("is_private", models.BooleanField(default=False)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "created_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "framework_version",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="frameworks.frameworkversion",
                            ),
                        ),
                        (
                            "in_force",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.version",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="decisions.record",
                            ),
                        ),
                        ("open_remarks", models.PositiveSmallIntegerField(default=0)),
                    ],
                ),
                migrations.CreateModel(
                    name="ActionItem",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("text", models.CharField(blank=True, max_length=300, verbose_name="action")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="due")),
                        ("done_on", models.DateField(blank=True, null=True, verbose_name="done")),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="owner",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)s_rows",
                                to="decisions.record",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("position", "saved_at", "pk"),
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_actionitemevent" ("done_on", "due_on", "id", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id", "text") VALUES (OLD."done_on", OLD."due_on", OLD."id", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."record_id", OLD."revision", OLD."save_id", OLD."saved_at", OLD."saved_by_id", OLD."text"); RETURN NULL;',
                                    hash="5f59de72d69a1b93e47a6735a26e04f2692051e3",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_d5a17",
                                    table="decisions_actionitem",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_actionitemevent" ("done_on", "due_on", "id", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id", "text") VALUES (NEW."done_on", NEW."due_on", NEW."id", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id", NEW."text"); RETURN NULL;',
                                    hash="e8888ec08d20fbe6c9ee48a6e18117eae022f3a7",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_dae84",
                                    table="decisions_actionitem",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "decisions_actionitemevent" ("done_on", "due_on", "id", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id", "text") VALUES (NEW."done_on", NEW."due_on", NEW."id", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id", NEW."text"); RETURN NULL;',
                                    hash="02f6a602a869f912488da163b29cb1981b128f51",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_f373c",
                                    table="decisions_actionitem",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ActionItemEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("text", models.CharField(blank=True, max_length=300, verbose_name="action")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="due")),
                        ("done_on", models.DateField(blank=True, null=True, verbose_name="done")),
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
                                verbose_name="owner",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="decisions.actionitem",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.record",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Approval",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "coi",
                            models.CharField(
                                blank=True,
                                help_text="Name them. “none” is a declaration; an empty field is not.",
                                max_length=500,
                                verbose_name="conflicts of interest",
                            ),
                        ),
                        (
                            "approver",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="approver",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)s",
                                to="decisions.record",
                            ),
                        ),
                        (
                            "committee",
                            models.ForeignKey(
                                blank=True,
                                help_text="Its members vote. Without one the approver decides alone.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="decisions.committee",
                                verbose_name="committee",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approver", None),
                                    models.Q(("approver", models.F("author")), _negated=True),
                                    _connector="OR",
                                ),
                                name="approver_is_not_author",
                                violation_error_message="Who wrote the record can't approve it: name somebody else.",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_approvalevent" ("approver_id", "author_id", "coi", "committee_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id", "revision", "save_id", "saved_at", "saved_by_id") VALUES (OLD."approver_id", OLD."author_id", OLD."coi", OLD."committee_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."record_id", OLD."revision", OLD."save_id", OLD."saved_at", OLD."saved_by_id"); RETURN NULL;',
                                    hash="9b19d6bf926e13152907675f517216b0d0ccc50d",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_8a8a8",
                                    table="decisions_approval",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_approvalevent" ("approver_id", "author_id", "coi", "committee_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id", "revision", "save_id", "saved_at", "saved_by_id") VALUES (NEW."approver_id", NEW."author_id", NEW."coi", NEW."committee_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id"); RETURN NULL;',
                                    hash="0cb654eca8bec0eddf34a4d2ea26be5e875049e8",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_575c9",
                                    table="decisions_approval",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "decisions_approvalevent" ("approver_id", "author_id", "coi", "committee_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id", "revision", "save_id", "saved_at", "saved_by_id") VALUES (NEW."approver_id", NEW."author_id", NEW."coi", NEW."committee_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id"); RETURN NULL;',
                                    hash="309bdb4e199b9a4250a5707a41fcb52c0b859d78",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_b0e2f",
                                    table="decisions_approval",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ApprovalEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "coi",
                            models.CharField(
                                blank=True,
                                help_text="Name them. “none” is a declaration; an empty field is not.",
                                max_length=500,
                                verbose_name="conflicts of interest",
                            ),
                        ),
                        (
                            "approver",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="approver",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                db_constraint=False,
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
                                to="decisions.approval",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.record",
                            ),
                        ),
                        (
                            "committee",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="Its members vote. Without one the approver decides alone.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.committee",
                                verbose_name="committee",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Brief",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "question",
                            models.CharField(
                                blank=True,
                                help_text="One question that a choice answers.",
                                max_length=300,
                                verbose_name="decision question",
                            ),
                        ),
                        (
                            "decision_class",
                            models.CharField(
                                choices=[("light", "light"), ("standard", "standard"), ("major", "major")],
                                default="standard",
                                max_length=8,
                                verbose_name="class",
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
                                verbose_name="owner",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)s",
                                to="decisions.record",
                            ),
                        ),
                    ],
                    options={
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_briefevent" ("decision_class", "id", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "record_id", "revision", "save_id", "saved_at", "saved_by_id") VALUES (OLD."decision_class", OLD."id", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."question", OLD."record_id", OLD."revision", OLD."save_id", OLD."saved_at", OLD."saved_by_id"); RETURN NULL;',
                                    hash="9dec92de15a773fa8b5782d737b7e202ead4f6b1",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_ac35c",
                                    table="decisions_brief",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_briefevent" ("decision_class", "id", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "record_id", "revision", "save_id", "saved_at", "saved_by_id") VALUES (NEW."decision_class", NEW."id", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."question", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id"); RETURN NULL;',
                                    hash="21d564dbb4f747849bffb5c015ba0261513827f2",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_d34e4",
                                    table="decisions_brief",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "decisions_briefevent" ("decision_class", "id", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "record_id", "revision", "save_id", "saved_at", "saved_by_id") VALUES (NEW."decision_class", NEW."id", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."question", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id"); RETURN NULL;',
                                    hash="90d093f85cc040e025667c377f70e78564a56905",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_65b41",
                                    table="decisions_brief",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BriefEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "question",
                            models.CharField(
                                blank=True,
                                help_text="One question that a choice answers.",
                                max_length=300,
                                verbose_name="decision question",
                            ),
                        ),
                        (
                            "decision_class",
                            models.CharField(
                                choices=[("light", "light"), ("standard", "standard"), ("major", "major")],
                                default="standard",
                                max_length=8,
                                verbose_name="class",
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
                                verbose_name="owner",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="decisions.brief",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.record",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Cohort",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                        ("is_pilot", models.BooleanField(default=True, verbose_name="this is the pilot")),
                        (
                            "partner_ids",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.UUIDField(),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="partners",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)s_rows",
                                to="decisions.record",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("position", "saved_at", "pk"),
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_cohortevent" ("id", "is_pilot", "name", "partner_ids", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id") VALUES (OLD."id", OLD."is_pilot", OLD."name", OLD."partner_ids", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."record_id", OLD."revision", OLD."save_id", OLD."saved_at", OLD."saved_by_id"); RETURN NULL;',
                                    hash="04d11a78ccffb4595c112e3cfaecf6d23428c472",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_9b7dd",
                                    table="decisions_cohort",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_cohortevent" ("id", "is_pilot", "name", "partner_ids", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id") VALUES (NEW."id", NEW."is_pilot", NEW."name", NEW."partner_ids", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id"); RETURN NULL;',
                                    hash="88232eaf0773b4b20f4a9f07776a0d391178402d",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_2d7b0",
                                    table="decisions_cohort",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "decisions_cohortevent" ("id", "is_pilot", "name", "partner_ids", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id") VALUES (NEW."id", NEW."is_pilot", NEW."name", NEW."partner_ids", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id"); RETURN NULL;',
                                    hash="53bd2803d0d3e104fd7c3d00711cafc3b80967e7",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_239da",
                                    table="decisions_cohort",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CohortEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                        ("is_pilot", models.BooleanField(default=True, verbose_name="this is the pilot")),
                        (
                            "partner_ids",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.UUIDField(),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="partners",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="decisions.cohort",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.record",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Constraint",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("text", models.CharField(blank=True, max_length=300, verbose_name="constraint")),
                        (
                            "source",
                            models.CharField(blank=True, max_length=200, verbose_name="where it comes from"),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)s_rows",
                                to="decisions.record",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("position", "saved_at", "pk"),
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_constraintevent" ("id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id", "source", "text") VALUES (OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."record_id", OLD."revision", OLD."save_id", OLD."saved_at", OLD."saved_by_id", OLD."source", OLD."text"); RETURN NULL;',
                                    hash="81112108d9deb51d44a4ac0ec8a55e0ba0792477",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_90aa6",
                                    table="decisions_constraint",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_constraintevent" ("id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id", "source", "text") VALUES (NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id", NEW."source", NEW."text"); RETURN NULL;',
                                    hash="5754df0a55ca1f9b104a7ca435e98bb8d4843ceb",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_a0845",
                                    table="decisions_constraint",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "decisions_constraintevent" ("id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id", "source", "text") VALUES (NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id", NEW."source", NEW."text"); RETURN NULL;',
                                    hash="4cfe4978a1fa133a99e1eb9368a34604e423e4a2",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_0c059",
                                    table="decisions_constraint",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConstraintEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("text", models.CharField(blank=True, max_length=300, verbose_name="constraint")),
                        (
                            "source",
                            models.CharField(blank=True, max_length=200, verbose_name="where it comes from"),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="decisions.constraint",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.record",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="VersionStanding",
                    fields=[
                        (
                            "version",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="standing",
                                serialize=False,
                                to="decisions.version",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "proposed"),
                                    ("in_force", "in force"),
                                    ("rejected", "rejected"),
                                    ("returned", "changes requested"),
                                    ("undecided", "no decision"),
                                    ("withdrawn", "withdrawn"),
                                    ("superseded", "superseded"),
                                    ("stopped", "stopped"),
                                ],
                                default="proposed",
                                max_length=10,
                            ),
                        ),
                        ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_versionstandingevent" ("changed_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "version_id") VALUES (NEW."changed_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."version_id", NEW."state", NEW."version_id"); RETURN NULL;',
                                    hash="a4bdc880cc2aea4df36860e7009dee6a012a93d2",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_15693",
                                    table="decisions_versionstanding",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="no_truncate",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'this table is kept: TRUNCATE is refused' USING ERRCODE = 'restrict_violation';",
                                    hash="ee7374e0d945799d68ef0976fc4b844b6c9d4ba5",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_no_truncate_07524",
                                    table="decisions_versionstanding",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "decisions_versionstandingevent" ("changed_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "version_id") VALUES (NEW."changed_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."version_id", NEW."state", NEW."version_id"); RETURN NULL;',
                                    hash="697d37ef445001526272f35091ea4fdc724a900a",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_78b58",
                                    table="decisions_versionstanding",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="version_begins_proposed",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (NEW.\"state\" IN ('in_force', 'rejected', 'returned', 'undecided', 'withdrawn', 'superseded', 'stopped'))",
                                    func="RAISE EXCEPTION 'a version begins as proposed' USING ERRCODE = 'check_violation';",
                                    hash="f58ec5ecf19a9d4479832f4e0f215e2689801489",
                                    operation="INSERT",
                                    pgid="pgtrigger_version_begins_proposed_53ed8",
                                    table="decisions_versionstanding",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="version_moves",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{proposed:in_force,proposed:rejected,proposed:returned,proposed:undecided,proposed:withdrawn,in_force:superseded,in_force:stopped}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="8da21b1621c5b8ae7a15550163cc397a5c15329b",
                                    operation="UPDATE",
                                    pgid="pgtrigger_version_moves_53541",
                                    table="decisions_versionstanding",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VersionStandingEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "proposed"),
                                    ("in_force", "in force"),
                                    ("rejected", "rejected"),
                                    ("returned", "changes requested"),
                                    ("undecided", "no decision"),
                                    ("withdrawn", "withdrawn"),
                                    ("superseded", "superseded"),
                                    ("stopped", "stopped"),
                                ],
                                default="proposed",
                                max_length=10,
                            ),
                        ),
                        ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "version",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                serialize=False,
                                to="decisions.version",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="decisions.versionstanding",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Artifact",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("one-pager", "one-pager"),
                                    ("full-record", "full record"),
                                    ("scorecard", "scorecard"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("paper", models.CharField(default="A4", max_length=6)),
                        ("language", models.CharField(default="en", max_length=8)),
                        (
                            "standing",
                            models.CharField(
                                choices=[
                                    ("proposed", "proposed"),
                                    ("in_force", "in force"),
                                    ("rejected", "rejected"),
                                    ("returned", "changes requested"),
                                    ("undecided", "no decision"),
                                    ("withdrawn", "withdrawn"),
                                    ("superseded", "superseded"),
                                    ("stopped", "stopped"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("sha256", models.CharField(db_index=True, max_length=64)),
                        ("size", models.PositiveIntegerField()),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="artifacts",
                                to="decisions.version",
                            ),
                        ),
                        ("is_external", models.BooleanField(db_default=False, default=False)),
                        ("edition", models.PositiveSmallIntegerField(db_default=1, default=1)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=(
                                    "version",
                                    "kind",
                                    "paper",
                                    "language",
                                    "standing",
                                    "is_external",
                                    "edition",
                                ),
                                name="artifact_once",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="d4b1747f765be18484c16deeef0375ce6054bd72",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_42337",
                                    table="decisions_artifact",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="no_truncate",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'this table is kept: TRUNCATE is refused' USING ERRCODE = 'restrict_violation';",
                                    hash="18966ffc61ea873498ac8b28b6076975fdf8ff77",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_no_truncate_e4529",
                                    table="decisions_artifact",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Evidence",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("title", models.CharField(blank=True, max_length=200, verbose_name="evidence")),
                        (
                            "sort",
                            models.CharField(
                                choices=[
                                    ("baseline", "baseline from observations"),
                                    ("document", "document or data"),
                                    ("attested", "attested by a person"),
                                ],
                                default="document",
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "statement",
                            models.TextField(blank=True, max_length=20000, verbose_name="what it says"),
                        ),
                        (
                            "attested_by",
                            models.CharField(blank=True, max_length=120, verbose_name="attested by"),
                        ),
                        ("source", models.CharField(blank=True, max_length=300, verbose_name="source")),
                        ("dated_on", models.DateField(blank=True, null=True, verbose_name="dated")),
                        ("expires_on", models.DateField(blank=True, null=True, verbose_name="expires")),
                        (
                            "saved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)s_rows",
                                to="decisions.record",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "evidence",
                        "ordering": ("position", "saved_at", "pk"),
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_evidenceevent" ("attested_by", "dated_on", "expires_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id", "sort", "source", "statement", "title") VALUES (OLD."attested_by", OLD."dated_on", OLD."expires_on", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."record_id", OLD."revision", OLD."save_id", OLD."saved_at", OLD."saved_by_id", OLD."sort", OLD."source", OLD."statement", OLD."title"); RETURN NULL;',
                                    hash="690c2c9af1a4fe06778bb02e1838f6ed9a57ff90",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_19881",
                                    table="decisions_evidence",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_evidenceevent" ("attested_by", "dated_on", "expires_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id", "sort", "source", "statement", "title") VALUES (NEW."attested_by", NEW."dated_on", NEW."expires_on", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id", NEW."sort", NEW."source", NEW."statement", NEW."title"); RETURN NULL;',
                                    hash="65faaa3a995ce1184a7616b1c4c64453271d76bb",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_745f2",
                                    table="decisions_evidence",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "decisions_evidenceevent" ("attested_by", "dated_on", "expires_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id", "sort", "source", "statement", "title") VALUES (NEW."attested_by", NEW."dated_on", NEW."expires_on", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id", NEW."sort", NEW."source", NEW."statement", NEW."title"); RETURN NULL;',
                                    hash="7b40a775d74daba0ff49cdf9cafaa78b47c53ab6",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_4efba",
                                    table="decisions_evidence",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EvidenceEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("title", models.CharField(blank=True, max_length=200, verbose_name="evidence")),
                        (
                            "sort",
                            models.CharField(
                                choices=[
                                    ("baseline", "baseline from observations"),
                                    ("document", "document or data"),
                                    ("attested", "attested by a person"),
                                ],
                                default="document",
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "statement",
                            models.TextField(blank=True, max_length=20000, verbose_name="what it says"),
                        ),
                        (
                            "attested_by",
                            models.CharField(blank=True, max_length=120, verbose_name="attested by"),
                        ),
                        ("source", models.CharField(blank=True, max_length=300, verbose_name="source")),
                        ("dated_on", models.DateField(blank=True, null=True, verbose_name="dated")),
                        ("expires_on", models.DateField(blank=True, null=True, verbose_name="expires")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="decisions.evidence",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.record",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Guardrail",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("key", models.CharField(blank=True, max_length=60)),
                        ("watches", models.CharField(default="statement", max_length=30)),
                        ("label", models.CharField(blank=True, max_length=120, verbose_name="guardrail")),
                        ("limit", models.CharField(blank=True, max_length=300, verbose_name="limit")),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="owner",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)s_rows",
                                to="decisions.record",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("position", "saved_at", "pk"),
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_guardrailevent" ("id", "key", "label", "limit", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id", "watches") VALUES (OLD."id", OLD."key", OLD."label", OLD."limit", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."record_id", OLD."revision", OLD."save_id", OLD."saved_at", OLD."saved_by_id", OLD."watches"); RETURN NULL;',
                                    hash="006ad466d48b8947b795397a1aec4886a5071d26",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_52c6a",
                                    table="decisions_guardrail",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_guardrailevent" ("id", "key", "label", "limit", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id", "watches") VALUES (NEW."id", NEW."key", NEW."label", NEW."limit", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id", NEW."watches"); RETURN NULL;',
                                    hash="c6f3bd8cd9a27430b31fa659d9883186d8207dbd",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_def38",
                                    table="decisions_guardrail",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "decisions_guardrailevent" ("id", "key", "label", "limit", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id", "watches") VALUES (NEW."id", NEW."key", NEW."label", NEW."limit", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id", NEW."watches"); RETURN NULL;',
                                    hash="14d1a4261be1d50fe169cdacc76b8d8a19a88a2f",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_dfc39",
                                    table="decisions_guardrail",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GuardrailEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("key", models.CharField(blank=True, max_length=60)),
                        ("watches", models.CharField(default="statement", max_length=30)),
                        ("label", models.CharField(blank=True, max_length=120, verbose_name="guardrail")),
                        ("limit", models.CharField(blank=True, max_length=300, verbose_name="limit")),
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
                                verbose_name="owner",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="decisions.guardrail",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.record",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="InputItem",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("position", models.PositiveIntegerField(default=0)),
                        (
                            "gap_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="why it is missing"),
                        ),
                        ("gap_due_on", models.DateField(blank=True, null=True, verbose_name="by when")),
                        ("key", models.CharField(blank=True, max_length=60)),
                        ("is_asked", models.BooleanField(default=False)),
                        ("label", models.CharField(blank=True, max_length=120, verbose_name="input")),
                        ("value", models.CharField(blank=True, max_length=500, verbose_name="what is known")),
                        ("as_of", models.DateField(blank=True, null=True, verbose_name="as of")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                        (
                            "gap_owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who closes the gap",
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
                                verbose_name="owner",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)s_rows",
                                to="decisions.record",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("position", "saved_at", "pk"),
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_inputitemevent" ("as_of", "gap_due_on", "gap_owner_id", "gap_reason", "id", "is_asked", "key", "label", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id", "source", "value") VALUES (OLD."as_of", OLD."gap_due_on", OLD."gap_owner_id", OLD."gap_reason", OLD."id", OLD."is_asked", OLD."key", OLD."label", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."record_id", OLD."revision", OLD."save_id", OLD."saved_at", OLD."saved_by_id", OLD."source", OLD."value"); RETURN NULL;',
                                    hash="a2603c4640c1f83396b5fd3bf21c69df68a8b59b",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_581e4",
                                    table="decisions_inputitem",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_inputitemevent" ("as_of", "gap_due_on", "gap_owner_id", "gap_reason", "id", "is_asked", "key", "label", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id", "source", "value") VALUES (NEW."as_of", NEW."gap_due_on", NEW."gap_owner_id", NEW."gap_reason", NEW."id", NEW."is_asked", NEW."key", NEW."label", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id", NEW."source", NEW."value"); RETURN NULL;',
                                    hash="a73b80afc200bd861b3fb5cf6efddaa65c239fd5",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_42e6a",
                                    table="decisions_inputitem",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "decisions_inputitemevent" ("as_of", "gap_due_on", "gap_owner_id", "gap_reason", "id", "is_asked", "key", "label", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id", "source", "value") VALUES (NEW."as_of", NEW."gap_due_on", NEW."gap_owner_id", NEW."gap_reason", NEW."id", NEW."is_asked", NEW."key", NEW."label", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id", NEW."source", NEW."value"); RETURN NULL;',
                                    hash="099769035ca7d016b4a38b0657b790fee24e329f",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_216e5",
                                    table="decisions_inputitem",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InputItemEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("position", models.PositiveIntegerField(default=0)),
                        (
                            "gap_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="why it is missing"),
                        ),
                        ("gap_due_on", models.DateField(blank=True, null=True, verbose_name="by when")),
                        ("key", models.CharField(blank=True, max_length=60)),
                        ("is_asked", models.BooleanField(default=False)),
                        ("label", models.CharField(blank=True, max_length=120, verbose_name="input")),
                        ("value", models.CharField(blank=True, max_length=500, verbose_name="what is known")),
                        ("as_of", models.DateField(blank=True, null=True, verbose_name="as of")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                        (
                            "gap_owner",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who closes the gap",
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
                                verbose_name="owner",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="decisions.inputitem",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.record",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="MetricBinding",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("position", models.PositiveIntegerField(default=0)),
                        (
                            "gap_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="why it is missing"),
                        ),
                        ("gap_due_on", models.DateField(blank=True, null=True, verbose_name="by when")),
                        ("key", models.CharField(max_length=60)),
                        (
                            "is_asked",
                            models.BooleanField(default=True, help_text="the framework asks for it"),
                        ),
                        (
                            "first_month",
                            models.DateField(blank=True, null=True, verbose_name="baseline from"),
                        ),
                        ("last_month", models.DateField(blank=True, null=True, verbose_name="baseline to")),
                        (
                            "good_from",
                            models.DecimalField(
                                blank=True,
                                decimal_places=6,
                                max_digits=20,
                                null=True,
                                verbose_name="green from",
                            ),
                        ),
                        (
                            "poor_from",
                            models.DecimalField(
                                blank=True,
                                decimal_places=6,
                                max_digits=20,
                                null=True,
                                verbose_name="red from",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                        (
                            "definition",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="metrics.definitionversion",
                            ),
                        ),
                        (
                            "gap_owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who closes the gap",
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
                                verbose_name="owner",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)s_rows",
                                to="decisions.record",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("position", "saved_at", "pk"),
                        "constraints": [
                            models.UniqueConstraint(fields=("record", "key"), name="metric_binding_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("first_month", None), ("last_month", None)),
                                    models.Q(
                                        ("first_month__isnull", False),
                                        ("last_month__gte", models.F("first_month")),
                                    ),
                                    _connector="OR",
                                ),
                                name="metric_window_paired",
                                violation_error_message="Give both the first and the last month, in order, or neither.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_metricbindingevent" ("definition_id", "first_month", "gap_due_on", "gap_owner_id", "gap_reason", "good_from", "id", "is_asked", "key", "last_month", "note", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "poor_from", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id") VALUES (OLD."definition_id", OLD."first_month", OLD."gap_due_on", OLD."gap_owner_id", OLD."gap_reason", OLD."good_from", OLD."id", OLD."is_asked", OLD."key", OLD."last_month", OLD."note", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."poor_from", OLD."position", OLD."record_id", OLD."revision", OLD."save_id", OLD."saved_at", OLD."saved_by_id"); RETURN NULL;',
                                    hash="71f6cd31b135408d2e51754b77db907975e6f548",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_20fb6",
                                    table="decisions_metricbinding",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_metricbindingevent" ("definition_id", "first_month", "gap_due_on", "gap_owner_id", "gap_reason", "good_from", "id", "is_asked", "key", "last_month", "note", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "poor_from", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id") VALUES (NEW."definition_id", NEW."first_month", NEW."gap_due_on", NEW."gap_owner_id", NEW."gap_reason", NEW."good_from", NEW."id", NEW."is_asked", NEW."key", NEW."last_month", NEW."note", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."poor_from", NEW."position", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id"); RETURN NULL;',
                                    hash="ca369cc26653f323173fbe2c6b4b03f2b68690ea",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_ed50c",
                                    table="decisions_metricbinding",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "decisions_metricbindingevent" ("definition_id", "first_month", "gap_due_on", "gap_owner_id", "gap_reason", "good_from", "id", "is_asked", "key", "last_month", "note", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "poor_from", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id") VALUES (NEW."definition_id", NEW."first_month", NEW."gap_due_on", NEW."gap_owner_id", NEW."gap_reason", NEW."good_from", NEW."id", NEW."is_asked", NEW."key", NEW."last_month", NEW."note", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."poor_from", NEW."position", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id"); RETURN NULL;',
                                    hash="2ffe4c8eadb126e95619c4ff84271b915b724d5b",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_9c09b",
                                    table="decisions_metricbinding",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MetricBindingEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("position", models.PositiveIntegerField(default=0)),
                        (
                            "gap_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="why it is missing"),
                        ),
                        ("gap_due_on", models.DateField(blank=True, null=True, verbose_name="by when")),
                        ("key", models.CharField(max_length=60)),
                        (
                            "is_asked",
                            models.BooleanField(default=True, help_text="the framework asks for it"),
                        ),
                        (
                            "first_month",
                            models.DateField(blank=True, null=True, verbose_name="baseline from"),
                        ),
                        ("last_month", models.DateField(blank=True, null=True, verbose_name="baseline to")),
                        (
                            "good_from",
                            models.DecimalField(
                                blank=True,
                                decimal_places=6,
                                max_digits=20,
                                null=True,
                                verbose_name="green from",
                            ),
                        ),
                        (
                            "poor_from",
                            models.DecimalField(
                                blank=True,
                                decimal_places=6,
                                max_digits=20,
                                null=True,
                                verbose_name="red from",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                        (
                            "definition",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="metrics.definitionversion",
                            ),
                        ),
                        (
                            "gap_owner",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who closes the gap",
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
                                verbose_name="owner",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="decisions.metricbinding",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.record",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Criterion",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("name", models.CharField(blank=True, max_length=120, verbose_name="criterion")),
                        ("unit", models.CharField(blank=True, max_length=40, verbose_name="unit")),
                        (
                            "worst",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="worst"
                            ),
                        ),
                        (
                            "best",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="best"
                            ),
                        ),
                        (
                            "swing",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                help_text="0 to 100, beside the largest swing’s 100",
                                max_digits=5,
                                null=True,
                                verbose_name="weight",
                            ),
                        ),
                        (
                            "side",
                            models.CharField(
                                blank=True,
                                choices=[("left", "left"), ("right", "right"), ("", "neither")],
                                default="",
                                max_length=5,
                                verbose_name="side",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "metric",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="decisions.metricbinding",
                                verbose_name="metric",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)s_rows",
                                to="decisions.record",
                            ),
                        ),
                        (
                            "asked_best",
                            models.DecimalField(
                                blank=True,
                                decimal_places=6,
                                max_digits=20,
                                null=True,
                                verbose_name="best when the weight was asked",
                            ),
                        ),
                        (
                            "asked_worst",
                            models.DecimalField(
                                blank=True,
                                decimal_places=6,
                                max_digits=20,
                                null=True,
                                verbose_name="worst when the weight was asked",
                            ),
                        ),
                        (
                            "rank",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="rank of the swing"
                            ),
                        ),
                        (
                            "rubric",
                            models.TextField(
                                blank=True,
                                help_text="five lines, the lowest first",
                                max_length=1000,
                                verbose_name="what 1 to 5 mean",
                            ),
                        ),
                        (
                            "scale",
                            models.CharField(
                                blank=True,
                                choices=[("", "a number"), ("rubric", "a rubric, 1 to 5")],
                                default="",
                                max_length=6,
                                verbose_name="measured as",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "criteria",
                        "ordering": ("position", "saved_at", "pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("worst", None),
                                    ("best", None),
                                    models.Q(("worst", models.F("best")), _negated=True),
                                    _connector="OR",
                                ),
                                name="criterion_anchors_differ",
                                violation_error_message="Worst and best must differ.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("rank", None), ("rank__range", (1, 200)), _connector="OR"
                                ),
                                name="criterion_rank_range",
                                violation_error_message="Ranks begin at 1, the largest swing.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("swing", None), ("swing__range", (0, 100)), _connector="OR"
                                ),
                                name="criterion_swing_range",
                                violation_error_message="A weight lies between 0 and 100.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_criterionevent" ("asked_best", "asked_worst", "best", "id", "metric_id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "rank", "record_id", "revision", "rubric", "save_id", "saved_at", "saved_by_id", "scale", "side", "swing", "unit", "worst") VALUES (OLD."asked_best", OLD."asked_worst", OLD."best", OLD."id", OLD."metric_id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."rank", OLD."record_id", OLD."revision", OLD."rubric", OLD."save_id", OLD."saved_at", OLD."saved_by_id", OLD."scale", OLD."side", OLD."swing", OLD."unit", OLD."worst"); RETURN NULL;',
                                    hash="48f85c842a023a89db818544e3e3adda63e3b13b",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_a1972",
                                    table="decisions_criterion",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_criterionevent" ("asked_best", "asked_worst", "best", "id", "metric_id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "rank", "record_id", "revision", "rubric", "save_id", "saved_at", "saved_by_id", "scale", "side", "swing", "unit", "worst") VALUES (NEW."asked_best", NEW."asked_worst", NEW."best", NEW."id", NEW."metric_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."rank", NEW."record_id", NEW."revision", NEW."rubric", NEW."save_id", NEW."saved_at", NEW."saved_by_id", NEW."scale", NEW."side", NEW."swing", NEW."unit", NEW."worst"); RETURN NULL;',
                                    hash="492314a357102614f4e7344a7b04432e7b70d337",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_69f37",
                                    table="decisions_criterion",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "decisions_criterionevent" ("asked_best", "asked_worst", "best", "id", "metric_id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "rank", "record_id", "revision", "rubric", "save_id", "saved_at", "saved_by_id", "scale", "side", "swing", "unit", "worst") VALUES (NEW."asked_best", NEW."asked_worst", NEW."best", NEW."id", NEW."metric_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."rank", NEW."record_id", NEW."revision", NEW."rubric", NEW."save_id", NEW."saved_at", NEW."saved_by_id", NEW."scale", NEW."side", NEW."swing", NEW."unit", NEW."worst"); RETURN NULL;',
                                    hash="8c0dde000423a06b21a7c0ce45e71655433fba6d",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_9ec71",
                                    table="decisions_criterion",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CriterionEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("name", models.CharField(blank=True, max_length=120, verbose_name="criterion")),
                        ("unit", models.CharField(blank=True, max_length=40, verbose_name="unit")),
                        (
                            "worst",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="worst"
                            ),
                        ),
                        (
                            "best",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="best"
                            ),
                        ),
                        (
                            "swing",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                help_text="0 to 100, beside the largest swing’s 100",
                                max_digits=5,
                                null=True,
                                verbose_name="weight",
                            ),
                        ),
                        (
                            "side",
                            models.CharField(
                                blank=True,
                                choices=[("left", "left"), ("right", "right"), ("", "neither")],
                                default="",
                                max_length=5,
                                verbose_name="side",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="decisions.criterion",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
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
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.metricbinding",
                                verbose_name="metric",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.record",
                            ),
                        ),
                        (
                            "asked_best",
                            models.DecimalField(
                                blank=True,
                                decimal_places=6,
                                max_digits=20,
                                null=True,
                                verbose_name="best when the weight was asked",
                            ),
                        ),
                        (
                            "asked_worst",
                            models.DecimalField(
                                blank=True,
                                decimal_places=6,
                                max_digits=20,
                                null=True,
                                verbose_name="worst when the weight was asked",
                            ),
                        ),
                        (
                            "rank",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="rank of the swing"
                            ),
                        ),
                        (
                            "rubric",
                            models.TextField(
                                blank=True,
                                help_text="five lines, the lowest first",
                                max_length=1000,
                                verbose_name="what 1 to 5 mean",
                            ),
                        ),
                        (
                            "scale",
                            models.CharField(
                                blank=True,
                                choices=[("", "a number"), ("rubric", "a rubric, 1 to 5")],
                                default="",
                                max_length=6,
                                verbose_name="measured as",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Option",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("label", models.CharField(max_length=1)),
                        ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                        (
                            "description",
                            models.TextField(blank=True, max_length=20000, verbose_name="what it is"),
                        ),
                        (
                            "differs",
                            models.TextField(
                                blank=True, max_length=20000, verbose_name="what will be done differently"
                            ),
                        ),
                        (
                            "constraints",
                            models.TextField(blank=True, max_length=20000, verbose_name="constraints"),
                        ),
                        (
                            "is_status_quo",
                            models.BooleanField(default=False, verbose_name="this is the status quo"),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)s_rows",
                                to="decisions.record",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("position", "saved_at", "pk"),
                        "constraints": [
                            models.UniqueConstraint(
                                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                                fields=("record", "label"),
                                name="option_label_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("is_status_quo", True)),
                                fields=("record",),
                                name="option_one_status_quo",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_optionevent" ("constraints", "description", "differs", "id", "is_status_quo", "label", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id") VALUES (OLD."constraints", OLD."description", OLD."differs", OLD."id", OLD."is_status_quo", OLD."label", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."record_id", OLD."revision", OLD."save_id", OLD."saved_at", OLD."saved_by_id"); RETURN NULL;',
                                    hash="3c66ea52df088ba90e700a5ee04498a5a87a552c",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_521ec",
                                    table="decisions_option",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_optionevent" ("constraints", "description", "differs", "id", "is_status_quo", "label", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id") VALUES (NEW."constraints", NEW."description", NEW."differs", NEW."id", NEW."is_status_quo", NEW."label", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id"); RETURN NULL;',
                                    hash="e9980307055cde47e20505442032047e6597a9cf",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_88bfc",
                                    table="decisions_option",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "decisions_optionevent" ("constraints", "description", "differs", "id", "is_status_quo", "label", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id") VALUES (NEW."constraints", NEW."description", NEW."differs", NEW."id", NEW."is_status_quo", NEW."label", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id"); RETURN NULL;',
                                    hash="cb61fa4be798bdb4860d206ae579206d7481df4e",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_1b1f4",
                                    table="decisions_option",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OptionEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("label", models.CharField(max_length=1)),
                        ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                        (
                            "description",
                            models.TextField(blank=True, max_length=20000, verbose_name="what it is"),
                        ),
                        (
                            "differs",
                            models.TextField(
                                blank=True, max_length=20000, verbose_name="what will be done differently"
                            ),
                        ),
                        (
                            "constraints",
                            models.TextField(blank=True, max_length=20000, verbose_name="constraints"),
                        ),
                        (
                            "is_status_quo",
                            models.BooleanField(default=False, verbose_name="this is the status quo"),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="decisions.option",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.record",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="OutputArtifact",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("content", models.TextField(blank=True, max_length=20000, verbose_name="content")),
                        (
                            "saved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)s",
                                to="decisions.record",
                            ),
                        ),
                    ],
                    options={
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_outputartifactevent" ("content", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id", "revision", "save_id", "saved_at", "saved_by_id") VALUES (OLD."content", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."record_id", OLD."revision", OLD."save_id", OLD."saved_at", OLD."saved_by_id"); RETURN NULL;',
                                    hash="5ab0e5486c0c072cbbaeb6906621e19aecded643",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_24c01",
                                    table="decisions_outputartifact",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_outputartifactevent" ("content", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id", "revision", "save_id", "saved_at", "saved_by_id") VALUES (NEW."content", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id"); RETURN NULL;',
                                    hash="0c9e1870ea8b45669bfcc8f103dc6aa755c49323",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_8763c",
                                    table="decisions_outputartifact",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "decisions_outputartifactevent" ("content", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id", "revision", "save_id", "saved_at", "saved_by_id") VALUES (NEW."content", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id"); RETURN NULL;',
                                    hash="ffd086ef8d6bd1f008822006fb49de486de02653",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_c5cc5",
                                    table="decisions_outputartifact",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OutputArtifactEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("content", models.TextField(blank=True, max_length=20000, verbose_name="content")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="decisions.outputartifact",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.record",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="People",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "decides",
                            models.TextField(blank=True, max_length=20000, verbose_name="who decides"),
                        ),
                        (
                            "consulted",
                            models.TextField(blank=True, max_length=20000, verbose_name="who is consulted"),
                        ),
                        (
                            "informed",
                            models.TextField(blank=True, max_length=20000, verbose_name="who is informed"),
                        ),
                        (
                            "told",
                            models.TextField(
                                blank=True, max_length=20000, verbose_name="how and when they are told"
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)s",
                                to="decisions.record",
                            ),
                        ),
                    ],
                    options={
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_peopleevent" ("consulted", "decides", "id", "informed", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id", "revision", "save_id", "saved_at", "saved_by_id", "told") VALUES (OLD."consulted", OLD."decides", OLD."id", OLD."informed", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."record_id", OLD."revision", OLD."save_id", OLD."saved_at", OLD."saved_by_id", OLD."told"); RETURN NULL;',
                                    hash="fed0844b0f71ad0f8349dc0cf90d775415c3b9e9",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_7435f",
                                    table="decisions_people",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_peopleevent" ("consulted", "decides", "id", "informed", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id", "revision", "save_id", "saved_at", "saved_by_id", "told") VALUES (NEW."consulted", NEW."decides", NEW."id", NEW."informed", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id", NEW."told"); RETURN NULL;',
                                    hash="a68bc47d2f38f9f5dba2b4a26e2c88697edc12fa",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_8ac0a",
                                    table="decisions_people",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "decisions_peopleevent" ("consulted", "decides", "id", "informed", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id", "revision", "save_id", "saved_at", "saved_by_id", "told") VALUES (NEW."consulted", NEW."decides", NEW."id", NEW."informed", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id", NEW."told"); RETURN NULL;',
                                    hash="0738a4b97f6073c9a4726f7026d3de496384a165",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_7f8e2",
                                    table="decisions_people",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PeopleEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "decides",
                            models.TextField(blank=True, max_length=20000, verbose_name="who decides"),
                        ),
                        (
                            "consulted",
                            models.TextField(blank=True, max_length=20000, verbose_name="who is consulted"),
                        ),
                        (
                            "informed",
                            models.TextField(blank=True, max_length=20000, verbose_name="who is informed"),
                        ),
                        (
                            "told",
                            models.TextField(
                                blank=True, max_length=20000, verbose_name="how and when they are told"
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="decisions.people",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.record",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Recommendation",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "rationale",
                            models.TextField(blank=True, max_length=20000, verbose_name="rationale"),
                        ),
                        (
                            "why_not_best",
                            models.TextField(
                                blank=True,
                                max_length=20000,
                                verbose_name="why not the option with the highest value",
                            ),
                        ),
                        (
                            "reversal_signal",
                            models.TextField(
                                blank=True,
                                help_text="What would make us undo the choice?",
                                max_length=20000,
                                verbose_name="reversal signal",
                            ),
                        ),
                        (
                            "option",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="decisions.option",
                                verbose_name="selected option",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)s",
                                to="decisions.record",
                            ),
                        ),
                    ],
                    options={
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_recommendationevent" ("id", "option_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rationale", "record_id", "reversal_signal", "revision", "save_id", "saved_at", "saved_by_id", "why_not_best") VALUES (OLD."id", OLD."option_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."rationale", OLD."record_id", OLD."reversal_signal", OLD."revision", OLD."save_id", OLD."saved_at", OLD."saved_by_id", OLD."why_not_best"); RETURN NULL;',
                                    hash="779a426e8bb4bb7bc22d19de5c2fd2e1046e8bb0",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_830af",
                                    table="decisions_recommendation",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_recommendationevent" ("id", "option_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rationale", "record_id", "reversal_signal", "revision", "save_id", "saved_at", "saved_by_id", "why_not_best") VALUES (NEW."id", NEW."option_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."rationale", NEW."record_id", NEW."reversal_signal", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id", NEW."why_not_best"); RETURN NULL;',
                                    hash="dc21fef4e5b57a5d580dc38a5d202a77e57fe365",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_4edc9",
                                    table="decisions_recommendation",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "decisions_recommendationevent" ("id", "option_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rationale", "record_id", "reversal_signal", "revision", "save_id", "saved_at", "saved_by_id", "why_not_best") VALUES (NEW."id", NEW."option_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."rationale", NEW."record_id", NEW."reversal_signal", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id", NEW."why_not_best"); RETURN NULL;',
                                    hash="6b6806cee5d7ae93e54b6b32b1b8618f1814c4a9",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_339b5",
                                    table="decisions_recommendation",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RecommendationEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "rationale",
                            models.TextField(blank=True, max_length=20000, verbose_name="rationale"),
                        ),
                        (
                            "why_not_best",
                            models.TextField(
                                blank=True,
                                max_length=20000,
                                verbose_name="why not the option with the highest value",
                            ),
                        ),
                        (
                            "reversal_signal",
                            models.TextField(
                                blank=True,
                                help_text="What would make us undo the choice?",
                                max_length=20000,
                                verbose_name="reversal signal",
                            ),
                        ),
                        (
                            "option",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.option",
                                verbose_name="selected option",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="decisions.recommendation",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.record",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Summary",
                    fields=[
                        (
                            "record",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="summary",
                                serialize=False,
                                to="decisions.record",
                            ),
                        ),
                        ("question", models.CharField(blank=True, max_length=300)),
                        (
                            "decision_class",
                            models.CharField(
                                choices=[("light", "light"), ("standard", "standard"), ("major", "major")],
                                default="standard",
                                max_length=8,
                            ),
                        ),
                        ("framework_key", models.CharField(max_length=60)),
                        ("framework_name", models.CharField(max_length=120)),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("none", "no draft"),
                                    ("frame", "Frame"),
                                    ("compare", "Compare"),
                                    ("commit", "Commit"),
                                    ("proposed", "Proposed"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("is_private", models.BooleanField(default=False)),
                        ("blockers", models.PositiveSmallIntegerField(default=0)),
                        ("best_option", models.CharField(blank=True, max_length=120)),
                        ("version_number", models.PositiveIntegerField(null=True)),
                        ("next_review_on", models.DateField(null=True)),
                        ("updated_at", models.DateTimeField()),
                        ("recheck_at", models.DateTimeField(null=True)),
                        (
                            "owner",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("is_archived", models.BooleanField(db_default=False, default=False)),
                    ],
                    options={
                        "verbose_name_plural": "summaries",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("recheck_at__isnull", False)),
                                fields=["recheck_at"],
                                name="summary_due",
                            ),
                            models.Index(
                                fields=["framework_key", "-updated_at", "-record"], name="summary_framework"
                            ),
                            models.Index(fields=["-updated_at", "-record"], name="summary_newest"),
                            models.Index(fields=["owner", "-updated_at", "-record"], name="summary_owner"),
                            models.Index(
                                condition=models.Q(("is_private", False)),
                                fields=["-updated_at", "-record"],
                                name="summary_public",
                            ),
                            models.Index(fields=["stage", "-updated_at", "-record"], name="summary_stage"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Estimate",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("position", models.PositiveIntegerField(default=0)),
                        (
                            "form",
                            models.CharField(
                                choices=[
                                    ("value", "value"),
                                    ("change", "change on the baseline"),
                                    ("factor", "factor of the baseline"),
                                ],
                                default="value",
                                max_length=6,
                                verbose_name="stated as",
                            ),
                        ),
                        (
                            "low",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="low"
                            ),
                        ),
                        (
                            "likely",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="likely"
                            ),
                        ),
                        (
                            "high",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="high"
                            ),
                        ),
                        (
                            "basis",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "not said"),
                                    ("fact", "fact"),
                                    ("assumption", "assumption"),
                                    ("question", "open question"),
                                ],
                                default="",
                                max_length=10,
                                verbose_name="rests on",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                        (
                            "criterion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="estimates",
                                to="decisions.criterion",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "evidence",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="decisions.evidence",
                                verbose_name="evidence",
                            ),
                        ),
                        (
                            "option",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="estimates",
                                to="decisions.option",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)s_rows",
                                to="decisions.record",
                            ),
                        ),
                        (
                            "statement",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="decisions.statement",
                                verbose_name="statement",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("position", "saved_at", "pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("low", None),
                                        ("likely", None),
                                        ("low__lte", models.F("likely")),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("high", None),
                                        ("likely", None),
                                        ("high__gte", models.F("likely")),
                                        _connector="OR",
                                    ),
                                ),
                                name="estimate_in_order",
                                violation_error_message="Low, likely and high must be in order.",
                            ),
                            models.UniqueConstraint(fields=("option", "criterion"), name="estimate_once"),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_estimateevent" ("basis", "criterion_id", "evidence_id", "form", "high", "id", "likely", "low", "note", "option_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id", "statement_id") VALUES (OLD."basis", OLD."criterion_id", OLD."evidence_id", OLD."form", OLD."high", OLD."id", OLD."likely", OLD."low", OLD."note", OLD."option_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."record_id", OLD."revision", OLD."save_id", OLD."saved_at", OLD."saved_by_id", OLD."statement_id"); RETURN NULL;',
                                    hash="624c3acc20c26790792fb1588e87de69970911e9",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_c5304",
                                    table="decisions_estimate",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_estimateevent" ("basis", "criterion_id", "evidence_id", "form", "high", "id", "likely", "low", "note", "option_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id", "statement_id") VALUES (NEW."basis", NEW."criterion_id", NEW."evidence_id", NEW."form", NEW."high", NEW."id", NEW."likely", NEW."low", NEW."note", NEW."option_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id", NEW."statement_id"); RETURN NULL;',
                                    hash="21d9305818d12f9484406fe9e00bf6a3ca0366ad",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_05d28",
                                    table="decisions_estimate",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "decisions_estimateevent" ("basis", "criterion_id", "evidence_id", "form", "high", "id", "likely", "low", "note", "option_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id", "statement_id") VALUES (NEW."basis", NEW."criterion_id", NEW."evidence_id", NEW."form", NEW."high", NEW."id", NEW."likely", NEW."low", NEW."note", NEW."option_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id", NEW."statement_id"); RETURN NULL;',
                                    hash="9603345d16b0c0e5750512cada71a7d87db8730c",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_41e4b",
                                    table="decisions_estimate",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EstimateEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("position", models.PositiveIntegerField(default=0)),
                        (
                            "form",
                            models.CharField(
                                choices=[
                                    ("value", "value"),
                                    ("change", "change on the baseline"),
                                    ("factor", "factor of the baseline"),
                                ],
                                default="value",
                                max_length=6,
                                verbose_name="stated as",
                            ),
                        ),
                        (
                            "low",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="low"
                            ),
                        ),
                        (
                            "likely",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="likely"
                            ),
                        ),
                        (
                            "high",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="high"
                            ),
                        ),
                        (
                            "basis",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "not said"),
                                    ("fact", "fact"),
                                    ("assumption", "assumption"),
                                    ("question", "open question"),
                                ],
                                default="",
                                max_length=10,
                                verbose_name="rests on",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                        (
                            "criterion",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.criterion",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="decisions.estimate",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "evidence",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.evidence",
                                verbose_name="evidence",
                            ),
                        ),
                        (
                            "option",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.option",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.record",
                            ),
                        ),
                        (
                            "statement",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.statement",
                                verbose_name="statement",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Access",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "via",
                            models.CharField(
                                choices=[
                                    ("author", "author"),
                                    ("owner", "owner"),
                                    ("approver", "approver"),
                                    ("collaborator", "collaborator"),
                                    ("voter", "votes or voted on it"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="access",
                                to="decisions.record",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "access",
                        "indexes": [
                            models.Index(fields=["user", "record"], name="decisions_a_user_id_6cd7a5_idx")
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("record", "user", "via"), name="access_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewPlan",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "confirmed_on",
                            models.DateField(blank=True, null=True, verbose_name="confirmed on"),
                        ),
                        (
                            "next_review_on",
                            models.DateField(blank=True, null=True, verbose_name="next review"),
                        ),
                        (
                            "rhythm",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "not set yet"),
                                    ("monthly", "every month"),
                                    ("quarterly", "every quarter"),
                                    ("half_yearly", "every half-year"),
                                    ("yearly", "every year"),
                                ],
                                default="",
                                max_length=12,
                                verbose_name="then",
                            ),
                        ),
                        (
                            "post_review_on",
                            models.DateField(blank=True, null=True, verbose_name="post-review"),
                        ),
                        (
                            "stop_conditions",
                            models.TextField(blank=True, max_length=20000, verbose_name="stop conditions"),
                        ),
                        (
                            "escalation",
                            models.TextField(blank=True, max_length=20000, verbose_name="escalation path"),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="inputs and assumptions confirmed by",
                            ),
                        ),
                        (
                            "record",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)s",
                                to="decisions.record",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_reviewplanevent" ("confirmed_by_id", "confirmed_on", "escalation", "id", "next_review_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_review_on", "record_id", "revision", "rhythm", "save_id", "saved_at", "saved_by_id", "stop_conditions") VALUES (OLD."confirmed_by_id", OLD."confirmed_on", OLD."escalation", OLD."id", OLD."next_review_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."post_review_on", OLD."record_id", OLD."revision", OLD."rhythm", OLD."save_id", OLD."saved_at", OLD."saved_by_id", OLD."stop_conditions"); RETURN NULL;',
                                    hash="25a3a31a855c25388bd0855f3ed8609c5e6a60af",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_725c7",
                                    table="decisions_reviewplan",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_reviewplanevent" ("confirmed_by_id", "confirmed_on", "escalation", "id", "next_review_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_review_on", "record_id", "revision", "rhythm", "save_id", "saved_at", "saved_by_id", "stop_conditions") VALUES (NEW."confirmed_by_id", NEW."confirmed_on", NEW."escalation", NEW."id", NEW."next_review_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."post_review_on", NEW."record_id", NEW."revision", NEW."rhythm", NEW."save_id", NEW."saved_at", NEW."saved_by_id", NEW."stop_conditions"); RETURN NULL;',
                                    hash="7a368cc96bc06e1497bc7bc903b0091bc48c776e",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_b245a",
                                    table="decisions_reviewplan",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "decisions_reviewplanevent" ("confirmed_by_id", "confirmed_on", "escalation", "id", "next_review_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_review_on", "record_id", "revision", "rhythm", "save_id", "saved_at", "saved_by_id", "stop_conditions") VALUES (NEW."confirmed_by_id", NEW."confirmed_on", NEW."escalation", NEW."id", NEW."next_review_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."post_review_on", NEW."record_id", NEW."revision", NEW."rhythm", NEW."save_id", NEW."saved_at", NEW."saved_by_id", NEW."stop_conditions"); RETURN NULL;',
                                    hash="d214446c52fac811056387c35db4889963385360",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_e6927",
                                    table="decisions_reviewplan",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewPlanEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "confirmed_on",
                            models.DateField(blank=True, null=True, verbose_name="confirmed on"),
                        ),
                        (
                            "next_review_on",
                            models.DateField(blank=True, null=True, verbose_name="next review"),
                        ),
                        (
                            "rhythm",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "not set yet"),
                                    ("monthly", "every month"),
                                    ("quarterly", "every quarter"),
                                    ("half_yearly", "every half-year"),
                                    ("yearly", "every year"),
                                ],
                                default="",
                                max_length=12,
                                verbose_name="then",
                            ),
                        ),
                        (
                            "post_review_on",
                            models.DateField(blank=True, null=True, verbose_name="post-review"),
                        ),
                        (
                            "stop_conditions",
                            models.TextField(blank=True, max_length=20000, verbose_name="stop conditions"),
                        ),
                        (
                            "escalation",
                            models.TextField(blank=True, max_length=20000, verbose_name="escalation path"),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="inputs and assumptions confirmed by",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="decisions.reviewplan",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.record",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Risk",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("statement", models.CharField(blank=True, max_length=300, verbose_name="risk")),
                        (
                            "mitigation",
                            models.CharField(blank=True, max_length=300, verbose_name="mitigation"),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="owner",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)s_rows",
                                to="decisions.record",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("position", "saved_at", "pk"),
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_riskevent" ("id", "mitigation", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id", "statement") VALUES (OLD."id", OLD."mitigation", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."record_id", OLD."revision", OLD."save_id", OLD."saved_at", OLD."saved_by_id", OLD."statement"); RETURN NULL;',
                                    hash="0b69b14182853f16501422c510aafae9176b88a3",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_002f7",
                                    table="decisions_risk",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_riskevent" ("id", "mitigation", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id", "statement") VALUES (NEW."id", NEW."mitigation", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id", NEW."statement"); RETURN NULL;',
                                    hash="ad67595fa906c0fafd71a7721c575197326b5096",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_4cf53",
                                    table="decisions_risk",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "decisions_riskevent" ("id", "mitigation", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id", "statement") VALUES (NEW."id", NEW."mitigation", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id", NEW."statement"); RETURN NULL;',
                                    hash="0099416cb5079a03797adf978453e95c6b1f1a34",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_ada21",
                                    table="decisions_risk",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RiskEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("statement", models.CharField(blank=True, max_length=300, verbose_name="risk")),
                        (
                            "mitigation",
                            models.CharField(blank=True, max_length=300, verbose_name="mitigation"),
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
                                verbose_name="owner",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="decisions.risk",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.record",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Round",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("sha256", models.CharField(max_length=64)),
                        ("opened_at", models.DateTimeField()),
                        ("closed_at", models.DateTimeField(null=True)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("approved", "approved"),
                                    ("rejected", "rejected"),
                                    ("returned", "changes requested"),
                                    ("undecided", "no decision"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "version",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="round",
                                to="decisions.version",
                            ),
                        ),
                        (
                            "closed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("ends_at", models.DateTimeField(null=True)),
                        (
                            "finding",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("carried", "More than the needed share approves."),
                                    ("changes", "Changes are asked for."),
                                    ("against", "The votes against it prevail."),
                                    ("short", "Most approve, but not more than the needed share."),
                                    ("tie", "As many are for it as are against it."),
                                    ("no_quorum", "Too few took part."),
                                    ("abstained", "All who took part abstained."),
                                    ("author_alone", "Nobody but the author voted."),
                                    ("all_recused", "Everybody has recused."),
                                    ("withdrawn", "The author took it back."),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("quorum", models.DecimalField(decimal_places=2, default=100, max_digits=5)),
                        ("recused_leave", models.BooleanField(default=True)),
                        ("threshold", models.DecimalField(decimal_places=2, default=50, max_digits=5)),
                        (
                            "committee",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rounds",
                                to="decisions.committee",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("closed_at", None)), fields=["ends_at"], name="round_due"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at", None), ("outcome", "")),
                                    models.Q(
                                        ("closed_at__isnull", False), models.Q(("outcome", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="round_closed_has_outcome",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("committee", None), ("ends_at__isnull", False), _connector="OR"
                                ),
                                name="round_of_committee_ends",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="closed_once",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."closed_at" IS NOT NULL)',
                                    func="RAISE EXCEPTION 'a closed round is kept' USING ERRCODE = 'restrict_violation';",
                                    hash="321600cc1b73871d92c9ea581058c2b69bd3de4b",
                                    operation="UPDATE",
                                    pgid="pgtrigger_closed_once_638f2",
                                    table="decisions_round",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="no_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="928ae43f8c633a0293bf1c54d72728adeba23b22",
                                    operation="DELETE",
                                    pgid="pgtrigger_no_delete_6fe9b",
                                    table="decisions_round",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="no_truncate",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'this table is kept: TRUNCATE is refused' USING ERRCODE = 'restrict_violation';",
                                    hash="44ed48298e90223fd73ff3d93e38f08f8377be29",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_no_truncate_faeea",
                                    table="decisions_round",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="rules_are_kept",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."committee_id" IS DISTINCT FROM (NEW."committee_id") OR OLD."opened_at" IS DISTINCT FROM (NEW."opened_at") OR OLD."opened_by_id" IS DISTINCT FROM (NEW."opened_by_id") OR OLD."quorum" IS DISTINCT FROM (NEW."quorum") OR OLD."recused_leave" IS DISTINCT FROM (NEW."recused_leave") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."threshold" IS DISTINCT FROM (NEW."threshold") OR OLD."version_id" IS DISTINCT FROM (NEW."version_id"))',
                                    func="RAISE EXCEPTION 'a round keeps what it began with' USING ERRCODE = 'restrict_violation';",
                                    hash="7e5b64bd5baf2fa150ddc9d5965f130bf223ab77",
                                    operation="UPDATE",
                                    pgid="pgtrigger_rules_are_kept_09348",
                                    table="decisions_round",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Scenario",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("name", models.CharField(blank=True, max_length=120, verbose_name="scenario")),
                        (
                            "narrative",
                            models.TextField(blank=True, max_length=20000, verbose_name="what happens"),
                        ),
                        (
                            "probability_pct",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=5,
                                null=True,
                                verbose_name="probability, %",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)s_rows",
                                to="decisions.record",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("position", "saved_at", "pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("probability_pct", None),
                                    ("probability_pct__range", (0, 100)),
                                    _connector="OR",
                                ),
                                name="scenario_probability_range",
                                violation_error_message="A probability lies between 0 and 100 %.",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_scenarioevent" ("id", "name", "narrative", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "probability_pct", "record_id", "revision", "save_id", "saved_at", "saved_by_id") VALUES (OLD."id", OLD."name", OLD."narrative", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."probability_pct", OLD."record_id", OLD."revision", OLD."save_id", OLD."saved_at", OLD."saved_by_id"); RETURN NULL;',
                                    hash="f73257dbcabd257d8ec5a4066e8b56533a38308e",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_2e4a6",
                                    table="decisions_scenario",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_scenarioevent" ("id", "name", "narrative", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "probability_pct", "record_id", "revision", "save_id", "saved_at", "saved_by_id") VALUES (NEW."id", NEW."name", NEW."narrative", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."probability_pct", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id"); RETURN NULL;',
                                    hash="4905ff79b62ad18a15410a8471cc09f8b783eb54",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_b1310",
                                    table="decisions_scenario",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "decisions_scenarioevent" ("id", "name", "narrative", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "probability_pct", "record_id", "revision", "save_id", "saved_at", "saved_by_id") VALUES (NEW."id", NEW."name", NEW."narrative", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."probability_pct", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id"); RETURN NULL;',
                                    hash="737d91d02421dd9696242cfc52ac12f27ec2ecac",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_2edaf",
                                    table="decisions_scenario",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ScenarioEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("name", models.CharField(blank=True, max_length=120, verbose_name="scenario")),
                        (
                            "narrative",
                            models.TextField(blank=True, max_length=20000, verbose_name="what happens"),
                        ),
                        (
                            "probability_pct",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=5,
                                null=True,
                                verbose_name="probability, %",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="decisions.scenario",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.record",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Scope",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "horizon_from",
                            models.DateField(blank=True, null=True, verbose_name="horizon from"),
                        ),
                        ("horizon_to", models.DateField(blank=True, null=True, verbose_name="horizon to")),
                        (
                            "partners",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "not set yet"),
                                    ("all", "all partners"),
                                    ("segment", "a segment, as of a date"),
                                    ("list", "a fixed list"),
                                ],
                                default="",
                                max_length=8,
                                verbose_name="partners",
                            ),
                        ),
                        ("segment", models.CharField(blank=True, max_length=80, verbose_name="segment")),
                        ("segment_on", models.DateField(blank=True, null=True, verbose_name="as of")),
                        (
                            "partner_ids",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.UUIDField(),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="partners",
                            ),
                        ),
                        (
                            "first_month",
                            models.DateField(blank=True, null=True, verbose_name="baselines from"),
                        ),
                        ("last_month", models.DateField(blank=True, null=True, verbose_name="baselines to")),
                        (
                            "months",
                            models.PositiveSmallIntegerField(default=12, verbose_name="newest months"),
                        ),
                        (
                            "note",
                            models.TextField(
                                blank=True, max_length=20000, verbose_name="what is in and what is out"
                            ),
                        ),
                        (
                            "record",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)s",
                                to="decisions.record",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("horizon_from", None),
                                    ("horizon_to", None),
                                    ("horizon_to__gte", models.F("horizon_from")),
                                    _connector="OR",
                                ),
                                name="scope_horizon_in_order",
                                violation_error_message="The horizon ends before it begins.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("months__range", (1, 240))), name="scope_months"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("first_month", None), ("last_month", None)),
                                    models.Q(
                                        ("first_month__isnull", False),
                                        ("last_month__gte", models.F("first_month")),
                                    ),
                                    _connector="OR",
                                ),
                                name="scope_window_paired",
                                violation_error_message="Give both the first and the last month, in order, or neither.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_scopeevent" ("first_month", "horizon_from", "horizon_to", "id", "last_month", "months", "note", "partner_ids", "partners", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id", "revision", "save_id", "saved_at", "saved_by_id", "segment", "segment_on") VALUES (OLD."first_month", OLD."horizon_from", OLD."horizon_to", OLD."id", OLD."last_month", OLD."months", OLD."note", OLD."partner_ids", OLD."partners", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."record_id", OLD."revision", OLD."save_id", OLD."saved_at", OLD."saved_by_id", OLD."segment", OLD."segment_on"); RETURN NULL;',
                                    hash="79f95b20bc8a605f68fc0f570258b545a51d449c",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_2d81b",
                                    table="decisions_scope",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_scopeevent" ("first_month", "horizon_from", "horizon_to", "id", "last_month", "months", "note", "partner_ids", "partners", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id", "revision", "save_id", "saved_at", "saved_by_id", "segment", "segment_on") VALUES (NEW."first_month", NEW."horizon_from", NEW."horizon_to", NEW."id", NEW."last_month", NEW."months", NEW."note", NEW."partner_ids", NEW."partners", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id", NEW."segment", NEW."segment_on"); RETURN NULL;',
                                    hash="9f7b3b769378f42cb43d6478055a3baac7e32216",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_8399f",
                                    table="decisions_scope",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "decisions_scopeevent" ("first_month", "horizon_from", "horizon_to", "id", "last_month", "months", "note", "partner_ids", "partners", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id", "revision", "save_id", "saved_at", "saved_by_id", "segment", "segment_on") VALUES (NEW."first_month", NEW."horizon_from", NEW."horizon_to", NEW."id", NEW."last_month", NEW."months", NEW."note", NEW."partner_ids", NEW."partners", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id", NEW."segment", NEW."segment_on"); RETURN NULL;',
                                    hash="6c9176e9b09bddf24dd6073a5b763564ca49c949",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_dabcd",
                                    table="decisions_scope",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ScopeEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "horizon_from",
                            models.DateField(blank=True, null=True, verbose_name="horizon from"),
                        ),
                        ("horizon_to", models.DateField(blank=True, null=True, verbose_name="horizon to")),
                        (
                            "partners",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "not set yet"),
                                    ("all", "all partners"),
                                    ("segment", "a segment, as of a date"),
                                    ("list", "a fixed list"),
                                ],
                                default="",
                                max_length=8,
                                verbose_name="partners",
                            ),
                        ),
                        ("segment", models.CharField(blank=True, max_length=80, verbose_name="segment")),
                        ("segment_on", models.DateField(blank=True, null=True, verbose_name="as of")),
                        (
                            "partner_ids",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.UUIDField(),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="partners",
                            ),
                        ),
                        (
                            "first_month",
                            models.DateField(blank=True, null=True, verbose_name="baselines from"),
                        ),
                        ("last_month", models.DateField(blank=True, null=True, verbose_name="baselines to")),
                        (
                            "months",
                            models.PositiveSmallIntegerField(default=12, verbose_name="newest months"),
                        ),
                        (
                            "note",
                            models.TextField(
                                blank=True, max_length=20000, verbose_name="what is in and what is out"
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="decisions.scope",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.record",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Seat",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="seats",
                                to="decisions.round",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "deputy",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("is_chair", models.BooleanField(default=False)),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("round", "user"), name="seat_once")],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="fcca6f61d3da7057ab3ec820a3b057805ea72ed5",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_cc44b",
                                    table="decisions_seat",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="no_truncate",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'this table is kept: TRUNCATE is refused' USING ERRCODE = 'restrict_violation';",
                                    hash="26efc99872d611fe4b607db7f93cd377e8cc164a",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_no_truncate_78110",
                                    table="decisions_seat",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Statement",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("position", models.PositiveIntegerField(default=0)),
                        (
                            "sort",
                            models.CharField(
                                choices=[
                                    ("fact", "fact"),
                                    ("assumption", "assumption"),
                                    ("question", "open question"),
                                ],
                                default="assumption",
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("text", models.CharField(blank=True, max_length=500, verbose_name="statement")),
                        ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                        ("answer", models.CharField(blank=True, max_length=500, verbose_name="answer")),
                        (
                            "assumption_set",
                            models.CharField(
                                blank=True,
                                help_text="options are compared on one set of assumptions",
                                max_length=40,
                                verbose_name="set",
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
                                verbose_name="owner",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)s_rows",
                                to="decisions.record",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("position", "saved_at", "pk"),
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_statementevent" ("answer", "assumption_set", "id", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id", "sort", "text", "valid_until") VALUES (OLD."answer", OLD."assumption_set", OLD."id", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."record_id", OLD."revision", OLD."save_id", OLD."saved_at", OLD."saved_by_id", OLD."sort", OLD."text", OLD."valid_until"); RETURN NULL;',
                                    hash="c6252e03d6beae449c1436a6706d737e6d14ffa6",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_0f23a",
                                    table="decisions_statement",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_statementevent" ("answer", "assumption_set", "id", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id", "sort", "text", "valid_until") VALUES (NEW."answer", NEW."assumption_set", NEW."id", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id", NEW."sort", NEW."text", NEW."valid_until"); RETURN NULL;',
                                    hash="ce8a56402b8f7cca4f80c079861698e1eb396780",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_278f2",
                                    table="decisions_statement",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "decisions_statementevent" ("answer", "assumption_set", "id", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id", "sort", "text", "valid_until") VALUES (NEW."answer", NEW."assumption_set", NEW."id", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id", NEW."sort", NEW."text", NEW."valid_until"); RETURN NULL;',
                                    hash="036bc414c16733ca8bffac2ca884c0de9978bd29",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_c1e0a",
                                    table="decisions_statement",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StatementEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("position", models.PositiveIntegerField(default=0)),
                        (
                            "sort",
                            models.CharField(
                                choices=[
                                    ("fact", "fact"),
                                    ("assumption", "assumption"),
                                    ("question", "open question"),
                                ],
                                default="assumption",
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("text", models.CharField(blank=True, max_length=500, verbose_name="statement")),
                        ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                        ("answer", models.CharField(blank=True, max_length=500, verbose_name="answer")),
                        (
                            "assumption_set",
                            models.CharField(
                                blank=True,
                                help_text="options are compared on one set of assumptions",
                                max_length=40,
                                verbose_name="set",
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
                                verbose_name="owner",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="decisions.statement",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.record",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="TextBlock",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("key", models.CharField(max_length=60)),
                        ("body", models.TextField(blank=True, max_length=20000, verbose_name="text")),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)s_rows",
                                to="decisions.record",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("position", "saved_at", "pk"),
                        "constraints": [models.UniqueConstraint(fields=("record", "key"), name="text_once")],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_textblockevent" ("body", "id", "key", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id") VALUES (OLD."body", OLD."id", OLD."key", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."record_id", OLD."revision", OLD."save_id", OLD."saved_at", OLD."saved_by_id"); RETURN NULL;',
                                    hash="1ea39a5aafb2d79a30f57de7c34e6d54b807fef2",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_a5e6a",
                                    table="decisions_textblock",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_textblockevent" ("body", "id", "key", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id") VALUES (NEW."body", NEW."id", NEW."key", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id"); RETURN NULL;',
                                    hash="89dc8474a7eb95a3bf844c7fe177103ecc84e766",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_58dd8",
                                    table="decisions_textblock",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "decisions_textblockevent" ("body", "id", "key", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id") VALUES (NEW."body", NEW."id", NEW."key", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id"); RETURN NULL;',
                                    hash="76b3732066f32e78f3775322104d1a8af4daa886",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_c436e",
                                    table="decisions_textblock",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TextBlockEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("key", models.CharField(max_length=60)),
                        ("body", models.TextField(blank=True, max_length=20000, verbose_name="text")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="decisions.textblock",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.record",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Threshold",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("position", models.PositiveIntegerField(default=0)),
                        (
                            "direction",
                            models.CharField(
                                choices=[("below", "below"), ("above", "above")],
                                default="below",
                                max_length=5,
                                verbose_name="fires",
                            ),
                        ),
                        (
                            "level",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="level"
                            ),
                        ),
                        (
                            "effect",
                            models.CharField(
                                choices=[
                                    ("review", "review"),
                                    ("pause", "pause"),
                                    ("stop", "stop"),
                                    ("scale", "scale"),
                                ],
                                default="review",
                                max_length=6,
                                verbose_name="effect",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                        (
                            "metric",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="decisions.metricbinding",
                                verbose_name="metric",
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
                                verbose_name="owner",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)s_rows",
                                to="decisions.record",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("active_from", models.DateField(blank=True, null=True, verbose_name="active from")),
                        (
                            "break_even",
                            models.DecimalField(
                                blank=True,
                                decimal_places=6,
                                max_digits=20,
                                null=True,
                                verbose_name="where the choice flips",
                            ),
                        ),
                        (
                            "clear_level",
                            models.DecimalField(
                                blank=True,
                                decimal_places=6,
                                help_text="further on the safe side; empty: the level itself",
                                max_digits=20,
                                null=True,
                                verbose_name="clears at",
                            ),
                        ),
                        (
                            "cohort",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="decisions.cohort",
                                verbose_name="measured on",
                            ),
                        ),
                        (
                            "samples",
                            models.PositiveSmallIntegerField(
                                default=1,
                                help_text="how many breaching periods it takes",
                                verbose_name="samples in a row",
                            ),
                        ),
                        (
                            "window_months",
                            models.PositiveSmallIntegerField(default=1, verbose_name="over, months"),
                        ),
                        (
                            "by_partner",
                            models.BooleanField(default=False, verbose_name="each partner by itself"),
                        ),
                        (
                            "hold_samples",
                            models.PositiveSmallIntegerField(
                                default=0,
                                help_text="how many clear periods end it; 0: the first one",
                                verbose_name="clear samples in a row",
                            ),
                        ),
                        ("on_date", models.DateField(blank=True, null=True, verbose_name="on")),
                        (
                            "watches",
                            models.CharField(
                                choices=[
                                    ("level", "the metric itself"),
                                    ("change", "its change against the baseline"),
                                    ("change_pct", "its change against the baseline, in %"),
                                    ("year", "its change against a year before"),
                                    ("year_pct", "its change against a year before, in %"),
                                    ("path", "its distance from the expected path"),
                                    ("stale", "whether its data still come"),
                                    ("date", "a date"),
                                ],
                                default="level",
                                max_length=10,
                                verbose_name="watches",
                            ),
                        ),
                        (
                            "when_silent",
                            models.CharField(
                                choices=[("say", "say so"), ("open", "open a case")],
                                default="say",
                                max_length=4,
                                verbose_name="where no data come",
                            ),
                        ),
                        (
                            "segment",
                            models.CharField(blank=True, max_length=80, verbose_name="or on a segment"),
                        ),
                    ],
                    options={
                        "ordering": ("position", "saved_at", "pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("level", None),
                                    ("clear_level", None),
                                    models.Q(("clear_level__gte", models.F("level")), ("direction", "below")),
                                    models.Q(("clear_level__lte", models.F("level")), ("direction", "above")),
                                    _connector="OR",
                                ),
                                name="threshold_clears_on_the_safe_side",
                                violation_error_message="It clears on the safe side of the level, or at it.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("hold_samples__range", (0, 60))),
                                name="threshold_hold_range",
                                violation_error_message="Between 0 and 60 clear samples.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("cohort", None), ("segment", ""), _connector="OR"),
                                name="threshold_one_partner_set",
                                violation_error_message="Either a cohort or a segment: choose one of them.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("samples__range", (1, 60))),
                                name="threshold_samples_range",
                                violation_error_message="Between 1 and 60 samples.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("window_months__range", (1, 60))),
                                name="threshold_window_range",
                                violation_error_message="A window of 1 to 60 months.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_thresholdevent" ("active_from", "break_even", "by_partner", "clear_level", "cohort_id", "direction", "effect", "hold_samples", "id", "level", "metric_id", "note", "on_date", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "samples", "save_id", "saved_at", "saved_by_id", "segment", "watches", "when_silent", "window_months") VALUES (OLD."active_from", OLD."break_even", OLD."by_partner", OLD."clear_level", OLD."cohort_id", OLD."direction", OLD."effect", OLD."hold_samples", OLD."id", OLD."level", OLD."metric_id", OLD."note", OLD."on_date", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."record_id", OLD."revision", OLD."samples", OLD."save_id", OLD."saved_at", OLD."saved_by_id", OLD."segment", OLD."watches", OLD."when_silent", OLD."window_months"); RETURN NULL;',
                                    hash="dccafe4353894d7976c0106305a14b872a6b9ebf",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_14b96",
                                    table="decisions_threshold",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_thresholdevent" ("active_from", "break_even", "by_partner", "clear_level", "cohort_id", "direction", "effect", "hold_samples", "id", "level", "metric_id", "note", "on_date", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "samples", "save_id", "saved_at", "saved_by_id", "segment", "watches", "when_silent", "window_months") VALUES (NEW."active_from", NEW."break_even", NEW."by_partner", NEW."clear_level", NEW."cohort_id", NEW."direction", NEW."effect", NEW."hold_samples", NEW."id", NEW."level", NEW."metric_id", NEW."note", NEW."on_date", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."record_id", NEW."revision", NEW."samples", NEW."save_id", NEW."saved_at", NEW."saved_by_id", NEW."segment", NEW."watches", NEW."when_silent", NEW."window_months"); RETURN NULL;',
                                    hash="3cf5b5c7176e66712b85a033955146344808badb",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_c7532",
                                    table="decisions_threshold",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "decisions_thresholdevent" ("active_from", "break_even", "by_partner", "clear_level", "cohort_id", "direction", "effect", "hold_samples", "id", "level", "metric_id", "note", "on_date", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "samples", "save_id", "saved_at", "saved_by_id", "segment", "watches", "when_silent", "window_months") VALUES (NEW."active_from", NEW."break_even", NEW."by_partner", NEW."clear_level", NEW."cohort_id", NEW."direction", NEW."effect", NEW."hold_samples", NEW."id", NEW."level", NEW."metric_id", NEW."note", NEW."on_date", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."record_id", NEW."revision", NEW."samples", NEW."save_id", NEW."saved_at", NEW."saved_by_id", NEW."segment", NEW."watches", NEW."when_silent", NEW."window_months"); RETURN NULL;',
                                    hash="6b6cda9cedbb0125478f6f109c20800e520656e4",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_be555",
                                    table="decisions_threshold",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ThresholdEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("position", models.PositiveIntegerField(default=0)),
                        (
                            "direction",
                            models.CharField(
                                choices=[("below", "below"), ("above", "above")],
                                default="below",
                                max_length=5,
                                verbose_name="fires",
                            ),
                        ),
                        (
                            "level",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="level"
                            ),
                        ),
                        (
                            "effect",
                            models.CharField(
                                choices=[
                                    ("review", "review"),
                                    ("pause", "pause"),
                                    ("stop", "stop"),
                                    ("scale", "scale"),
                                ],
                                default="review",
                                max_length=6,
                                verbose_name="effect",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                        (
                            "metric",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.metricbinding",
                                verbose_name="metric",
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
                                verbose_name="owner",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="decisions.threshold",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.record",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("active_from", models.DateField(blank=True, null=True, verbose_name="active from")),
                        (
                            "break_even",
                            models.DecimalField(
                                blank=True,
                                decimal_places=6,
                                max_digits=20,
                                null=True,
                                verbose_name="where the choice flips",
                            ),
                        ),
                        (
                            "clear_level",
                            models.DecimalField(
                                blank=True,
                                decimal_places=6,
                                help_text="further on the safe side; empty: the level itself",
                                max_digits=20,
                                null=True,
                                verbose_name="clears at",
                            ),
                        ),
                        (
                            "cohort",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.cohort",
                                verbose_name="measured on",
                            ),
                        ),
                        (
                            "samples",
                            models.PositiveSmallIntegerField(
                                default=1,
                                help_text="how many breaching periods it takes",
                                verbose_name="samples in a row",
                            ),
                        ),
                        (
                            "window_months",
                            models.PositiveSmallIntegerField(default=1, verbose_name="over, months"),
                        ),
                        (
                            "by_partner",
                            models.BooleanField(default=False, verbose_name="each partner by itself"),
                        ),
                        (
                            "hold_samples",
                            models.PositiveSmallIntegerField(
                                default=0,
                                help_text="how many clear periods end it; 0: the first one",
                                verbose_name="clear samples in a row",
                            ),
                        ),
                        ("on_date", models.DateField(blank=True, null=True, verbose_name="on")),
                        (
                            "watches",
                            models.CharField(
                                choices=[
                                    ("level", "the metric itself"),
                                    ("change", "its change against the baseline"),
                                    ("change_pct", "its change against the baseline, in %"),
                                    ("year", "its change against a year before"),
                                    ("year_pct", "its change against a year before, in %"),
                                    ("path", "its distance from the expected path"),
                                    ("stale", "whether its data still come"),
                                    ("date", "a date"),
                                ],
                                default="level",
                                max_length=10,
                                verbose_name="watches",
                            ),
                        ),
                        (
                            "when_silent",
                            models.CharField(
                                choices=[("say", "say so"), ("open", "open a case")],
                                default="say",
                                max_length=4,
                                verbose_name="where no data come",
                            ),
                        ),
                        (
                            "segment",
                            models.CharField(blank=True, max_length=80, verbose_name="or on a segment"),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Vote",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "choice",
                            models.CharField(
                                choices=[
                                    ("approve", "approve"),
                                    ("reject", "reject"),
                                    ("return", "ask for changes"),
                                    ("abstain", "abstain"),
                                    ("recuse", "recuse"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("comment", models.TextField(blank=True)),
                        ("cast_at", models.DateTimeField()),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="votes",
                                to="decisions.round",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("condition", models.TextField(blank=True)),
                        (
                            "entered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("is_declared", models.BooleanField(default=False)),
                    ],
                    options={
                        "ordering": ("cast_at",),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("condition", ""), ("choice", "approve"), _connector="OR"),
                                name="condition_of_an_approval",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="06371be1e11cbc1ae2e2939ae2b97d1a162e88b4",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_8cb9f",
                                    table="decisions_vote",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="no_truncate",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'this table is kept: TRUNCATE is refused' USING ERRCODE = 'restrict_violation';",
                                    hash="b4bddc813520bc96de1b6da083a2ee95dc0c06ba",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_no_truncate_991a5",
                                    table="decisions_vote",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Waiver",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("code", models.CharField(max_length=60)),
                        ("subject", models.CharField(blank=True, max_length=80)),
                        ("message", models.CharField(max_length=500)),
                        ("reason", models.CharField(max_length=500)),
                        ("given_at", models.DateTimeField()),
                        (
                            "given_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="waivers",
                                to="decisions.record",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="waiver_has_reason"
                            ),
                            models.UniqueConstraint(fields=("record", "code", "subject"), name="waiver_once"),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_waiverevent" ("code", "given_at", "given_by_id", "id", "message", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "record_id", "subject") VALUES (NEW."code", NEW."given_at", NEW."given_by_id", NEW."id", NEW."message", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."record_id", NEW."subject"); RETURN NULL;',
                                    hash="7a2976d30b113cbca56f5337972d4d6271b18e3b",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_ed8aa",
                                    table="decisions_waiver",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "decisions_waiverevent" ("code", "given_at", "given_by_id", "id", "message", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "record_id", "subject") VALUES (NEW."code", NEW."given_at", NEW."given_by_id", NEW."id", NEW."message", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."record_id", NEW."subject"); RETURN NULL;',
                                    hash="610e8550bcd8b0bad65177397d5203ca0df1210c",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_c9a8a",
                                    table="decisions_waiver",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WaiverEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("code", models.CharField(max_length=60)),
                        ("subject", models.CharField(blank=True, max_length=80)),
                        ("message", models.CharField(max_length=500)),
                        ("reason", models.CharField(max_length=500)),
                        ("given_at", models.DateTimeField()),
                        (
                            "given_by",
                            models.ForeignKey(
                                db_constraint=False,
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
                                to="decisions.waiver",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.record",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Enactment",
                    fields=[
                        (
                            "version",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="enactment",
                                serialize=False,
                                to="decisions.version",
                            ),
                        ),
                        ("in_force_from", models.DateTimeField()),
                        ("in_force_to", models.DateTimeField(null=True)),
                        ("approvals", models.JSONField()),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enactments",
                                to="decisions.record",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("in_force_to", None),
                                    ("in_force_to__gte", models.F("in_force_from")),
                                    _connector="OR",
                                ),
                                name="enactment_in_order",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("in_force_to", None)),
                                fields=("record",),
                                name="one_in_force",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="no_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="1053cde4e35ff7baca209c36d658a878f7c949f9",
                                    operation="DELETE",
                                    pgid="pgtrigger_no_delete_68c33",
                                    table="decisions_enactment",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="no_truncate",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'this table is kept: TRUNCATE is refused' USING ERRCODE = 'restrict_violation';",
                                    hash="d65fc9160e8cddad05326fee543ae7bd77a36f32",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_no_truncate_03c53",
                                    table="decisions_enactment",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="only_its_end_changes",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."approvals" IS DISTINCT FROM (NEW."approvals") OR OLD."in_force_from" IS DISTINCT FROM (NEW."in_force_from") OR OLD."record_id" IS DISTINCT FROM (NEW."record_id") OR OLD."version_id" IS DISTINCT FROM (NEW."version_id"))',
                                    func="RAISE EXCEPTION 'an enactment is kept' USING ERRCODE = 'restrict_violation';",
                                    hash="7cd50464b9cc5bd7584c545d9808848a741094f4",
                                    operation="UPDATE",
                                    pgid="pgtrigger_only_its_end_changes_50677",
                                    table="decisions_enactment",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExpectedPath",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("position", models.PositiveIntegerField(default=0)),
                        (
                            "ramp_from",
                            models.DateField(blank=True, null=True, verbose_name="first effect in"),
                        ),
                        (
                            "target",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="target"
                            ),
                        ),
                        ("target_by", models.DateField(blank=True, null=True, verbose_name="reached by")),
                        (
                            "cohort",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="decisions.cohort",
                                verbose_name="measured on",
                            ),
                        ),
                        (
                            "criterion",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="path",
                                to="decisions.criterion",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)s_rows",
                                to="decisions.record",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("position", "saved_at", "pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ramp_from", None),
                                    ("target_by", None),
                                    ("ramp_from__lt", models.F("target_by")),
                                    _connector="OR",
                                ),
                                name="path_in_order",
                                violation_error_message="The target comes after the first effect.",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_expectedpathevent" ("cohort_id", "criterion_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "ramp_from", "record_id", "revision", "save_id", "saved_at", "saved_by_id", "target", "target_by") VALUES (OLD."cohort_id", OLD."criterion_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."ramp_from", OLD."record_id", OLD."revision", OLD."save_id", OLD."saved_at", OLD."saved_by_id", OLD."target", OLD."target_by"); RETURN NULL;',
                                    hash="ca44e9cb02e254d7ae544de0d7141c9c74e8565a",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_d704b",
                                    table="decisions_expectedpath",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_expectedpathevent" ("cohort_id", "criterion_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "ramp_from", "record_id", "revision", "save_id", "saved_at", "saved_by_id", "target", "target_by") VALUES (NEW."cohort_id", NEW."criterion_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."ramp_from", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id", NEW."target", NEW."target_by"); RETURN NULL;',
                                    hash="2bdf6ab9be83e4fdb07e8347b01b164d36d5f627",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_21847",
                                    table="decisions_expectedpath",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "decisions_expectedpathevent" ("cohort_id", "criterion_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "ramp_from", "record_id", "revision", "save_id", "saved_at", "saved_by_id", "target", "target_by") VALUES (NEW."cohort_id", NEW."criterion_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."ramp_from", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id", NEW."target", NEW."target_by"); RETURN NULL;',
                                    hash="3845dad412039140cc3316ccde0f942a751a2f78",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_d41c9",
                                    table="decisions_expectedpath",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExpectedPathEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("position", models.PositiveIntegerField(default=0)),
                        (
                            "ramp_from",
                            models.DateField(blank=True, null=True, verbose_name="first effect in"),
                        ),
                        (
                            "target",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="target"
                            ),
                        ),
                        ("target_by", models.DateField(blank=True, null=True, verbose_name="reached by")),
                        (
                            "cohort",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.cohort",
                                verbose_name="measured on",
                            ),
                        ),
                        (
                            "criterion",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.criterion",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="decisions.expectedpath",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.record",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Override",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("position", models.PositiveIntegerField(default=0)),
                        (
                            "at",
                            models.CharField(
                                choices=[
                                    ("low", "at its low end"),
                                    ("high", "at its high end"),
                                    ("value", "at this level"),
                                ],
                                default="low",
                                max_length=5,
                                verbose_name="is",
                            ),
                        ),
                        (
                            "level",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="level"
                            ),
                        ),
                        (
                            "criterion",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="decisions.criterion",
                                verbose_name="criterion",
                            ),
                        ),
                        (
                            "option",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="decisions.option",
                                verbose_name="option",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)s_rows",
                                to="decisions.record",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "scenario",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="overrides",
                                to="decisions.scenario",
                                verbose_name="scenario",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("position", "saved_at", "pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("at", "value"), ("level", None), _connector="OR"),
                                name="override_level_where_stated",
                                violation_error_message="A level of its own goes with “at this level”.",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_overrideevent" ("at", "criterion_id", "id", "level", "option_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id", "scenario_id") VALUES (OLD."at", OLD."criterion_id", OLD."id", OLD."level", OLD."option_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."record_id", OLD."revision", OLD."save_id", OLD."saved_at", OLD."saved_by_id", OLD."scenario_id"); RETURN NULL;',
                                    hash="2ff5e3ef38f7888b80df2f69cdb19a8af5209d64",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_7a1d2",
                                    table="decisions_override",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_overrideevent" ("at", "criterion_id", "id", "level", "option_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id", "scenario_id") VALUES (NEW."at", NEW."criterion_id", NEW."id", NEW."level", NEW."option_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id", NEW."scenario_id"); RETURN NULL;',
                                    hash="cb15652417e3a52f11e81ee13619dec35de4c24a",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_75f3e",
                                    table="decisions_override",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "decisions_overrideevent" ("at", "criterion_id", "id", "level", "option_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id", "scenario_id") VALUES (NEW."at", NEW."criterion_id", NEW."id", NEW."level", NEW."option_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id", NEW."scenario_id"); RETURN NULL;',
                                    hash="d0661b01ffc1d3275315db5dec6242b0d680db1c",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_d97fd",
                                    table="decisions_override",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OverrideEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("position", models.PositiveIntegerField(default=0)),
                        (
                            "at",
                            models.CharField(
                                choices=[
                                    ("low", "at its low end"),
                                    ("high", "at its high end"),
                                    ("value", "at this level"),
                                ],
                                default="low",
                                max_length=5,
                                verbose_name="is",
                            ),
                        ),
                        (
                            "level",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="level"
                            ),
                        ),
                        (
                            "criterion",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.criterion",
                                verbose_name="criterion",
                            ),
                        ),
                        (
                            "option",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.option",
                                verbose_name="option",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="decisions.override",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.record",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "scenario",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.scenario",
                                verbose_name="scenario",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ScenarioRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("inputs_sha256", models.CharField(max_length=64)),
                        ("seed", models.PositiveIntegerField()),
                        ("draws", models.PositiveIntegerField()),
                        ("result", models.JSONField()),
                        ("ran_at", models.DateTimeField()),
                        (
                            "ran_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="scenario_run",
                                to="decisions.record",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Case",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "open"),
                                    ("acknowledged", "acknowledged"),
                                    ("in_review", "in review"),
                                    ("closed", "closed"),
                                ],
                                default="open",
                                max_length=12,
                            ),
                        ),
                        ("what", models.CharField(max_length=500)),
                        ("value", models.FloatField(null=True)),
                        ("worst", models.FloatField(null=True)),
                        ("opened_at", models.DateTimeField()),
                        ("acknowledged_at", models.DateTimeField(null=True)),
                        ("snoozed_until", models.DateField(null=True)),
                        ("snooze_reason", models.CharField(blank=True, max_length=300)),
                        ("escalated", models.PositiveSmallIntegerField(default=0)),
                        ("escalate_at", models.DateTimeField(null=True)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("continue", "continue"),
                                    ("adapt", "adapt"),
                                    ("stop", "stop"),
                                    ("superseded", "superseded"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("closed_at", models.DateTimeField(null=True)),
                        ("closing_words", models.CharField(blank=True, max_length=500)),
                        (
                            "acknowledged_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "closed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cases",
                                to="decisions.record",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cases",
                                to="decisions.version",
                            ),
                        ),
                        (
                            "review",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cases",
                                to="decisions.review",
                            ),
                        ),
                        (
                            "trigger",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cases",
                                to="decisions.trigger",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-opened_at",),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("escalate_at__isnull", False)),
                                fields=["escalate_at"],
                                name="case_escalates",
                            ),
                            models.Index(fields=["record", "-opened_at"], name="case_of_record"),
                            models.Index(
                                condition=models.Q(("state", "closed"), _negated=True),
                                fields=["owner", "opened_at"],
                                name="case_waiting",
                            ),
                            models.Index(
                                condition=models.Q(("snoozed_until__isnull", False)),
                                fields=["snoozed_until"],
                                name="case_wakes",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("closed_at__isnull", False),
                                        ("state", "closed"),
                                        models.Q(("outcome", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("state", "closed"), _negated=True),
                                        ("closed_at", None),
                                        ("outcome", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="case_closed_has_outcome",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "closed"), _negated=True),
                                fields=("version", "trigger"),
                                name="case_one_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("snoozed_until", None),
                                    models.Q(("snooze_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="case_snoozed_has_reason",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="case_moves",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{open:acknowledged,open:in_review,open:closed,acknowledged:in_review,acknowledged:closed,in_review:closed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="93b99ddbbe0b55f3d4fd8887e96471fde5ffb919",
                                    operation="UPDATE",
                                    pgid="pgtrigger_case_moves_fa574",
                                    table="decisions_case",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="no_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="99da79e18e2bf71c7c24efe2c073eedbd9fdcbc4",
                                    operation="DELETE",
                                    pgid="pgtrigger_no_delete_1d940",
                                    table="decisions_case",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="no_truncate",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'this table is kept: TRUNCATE is refused' USING ERRCODE = 'restrict_violation';",
                                    hash="3d8a0acd3fb6618897fa81e807ef54f300096846",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_no_truncate_a3c4a",
                                    table="decisions_case",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChoiceInput",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("criterion", models.CharField(max_length=40)),
                        ("window_months", models.PositiveSmallIntegerField(default=1)),
                        ("active_from", models.DateField(null=True)),
                        ("period", models.DateField(null=True)),
                        ("value", models.FloatField(null=True)),
                        (
                            "series",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="metrics.series",
                            ),
                        ),
                        (
                            "trigger",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="inputs",
                                to="decisions.trigger",
                            ),
                        ),
                        (
                            "watched",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="decisions.watchedset",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("trigger", "criterion"), name="choice_input_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Condition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("state", models.CharField(default="normal", max_length=10)),
                        ("breaches", models.PositiveSmallIntegerField(default=0)),
                        ("clears", models.PositiveSmallIntegerField(default=0)),
                        ("period", models.DateField(null=True)),
                        ("value", models.FloatField(null=True)),
                        ("since", models.DateField(null=True)),
                        ("stale_on", models.DateField(null=True)),
                        ("evaluated_at", models.DateTimeField(null=True)),
                        (
                            "partner",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="partners.partner",
                            ),
                        ),
                        (
                            "trigger",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="conditions",
                                to="decisions.trigger",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("stale_on__isnull", False)),
                                fields=["stale_on"],
                                name="condition_stale",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("trigger", "partner"), name="condition_once", nulls_distinct=False
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Episode",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("opened", models.DateField()),
                        ("closed", models.DateField(null=True)),
                        ("value", models.FloatField(null=True)),
                        ("seen_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        (
                            "case",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="episodes",
                                to="decisions.case",
                            ),
                        ),
                        (
                            "condition",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="episodes",
                                to="decisions.condition",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("opened",),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_at", None)),
                                fields=("condition", "opened"),
                                name="episode_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("closed", None), ("withdrawn_at", None)),
                                fields=("condition",),
                                name="episode_one_open",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Escalation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("step", models.PositiveSmallIntegerField()),
                        ("after_days", models.PositiveSmallIntegerField()),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="escalations",
                                to="decisions.version",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("step",),
                        "constraints": [
                            models.UniqueConstraint(fields=("version", "step"), name="escalation_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EscalationStep",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("position", models.PositiveIntegerField(default=0)),
                        (
                            "after_days",
                            models.PositiveSmallIntegerField(
                                default=3, verbose_name="after days without an answer"
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="then tell",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)s_rows",
                                to="decisions.record",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("position", "saved_at", "pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("after_days__range", (1, 90))),
                                name="escalation_days_range",
                                violation_error_message="Between 1 and 90 days.",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_escalationstepevent" ("after_days", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id") VALUES (OLD."after_days", OLD."id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."record_id", OLD."revision", OLD."save_id", OLD."saved_at", OLD."saved_by_id"); RETURN NULL;',
                                    hash="08a2d2f928cc27108841b6947a6386f1d66b9e7c",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_627e4",
                                    table="decisions_escalationstep",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_escalationstepevent" ("after_days", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id") VALUES (NEW."after_days", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id"); RETURN NULL;',
                                    hash="40fad6a4dbb796ac4e99b03c0f5f71d9137a3a6c",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_2ea27",
                                    table="decisions_escalationstep",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "decisions_escalationstepevent" ("after_days", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "record_id", "revision", "save_id", "saved_at", "saved_by_id") VALUES (NEW."after_days", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."record_id", NEW."revision", NEW."save_id", NEW."saved_at", NEW."saved_by_id"); RETURN NULL;',
                                    hash="1333d718c120db7bca357b3c12e0872b79cf9555",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_bc7bf",
                                    table="decisions_escalationstep",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EscalationStepEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("save_id", models.UUIDField(null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("position", models.PositiveIntegerField(default=0)),
                        (
                            "after_days",
                            models.PositiveSmallIntegerField(
                                default=3, verbose_name="after days without an answer"
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="then tell",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="decisions.escalationstep",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.record",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Review",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("initial", "initial review"),
                                    ("operating", "operating review"),
                                    ("post", "post-review"),
                                    ("case", "review of a case"),
                                ],
                                max_length=9,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "planned"),
                                    ("open", "open"),
                                    ("closed", "closed"),
                                    ("dropped", "dropped"),
                                ],
                                default="planned",
                                max_length=7,
                            ),
                        ),
                        ("due_on", models.DateField()),
                        ("opened_at", models.DateTimeField(null=True)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("continue", "continue"),
                                    ("adapt", "adapt"),
                                    ("stop", "stop"),
                                    ("superseded", "superseded"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("words", models.TextField(blank=True, max_length=20000)),
                        ("findings", models.JSONField(default=dict)),
                        ("closed_at", models.DateTimeField(null=True)),
                        (
                            "closed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="decisions.record",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="decisions.version",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("due_on", "kind"),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ["planned", "open"])),
                                fields=["due_on"],
                                name="review_ahead",
                            ),
                            models.Index(fields=["record", "-due_on"], name="review_of_record"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("closed_at__isnull", False),
                                        ("state", "closed"),
                                        models.Q(("outcome", ""), _negated=True),
                                        models.Q(("words", ""), _negated=True),
                                    ),
                                    models.Q(models.Q(("state", "closed"), _negated=True), ("outcome", "")),
                                    _connector="OR",
                                ),
                                name="review_closed_has_outcome",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["planned", "open"])),
                                fields=("version", "kind"),
                                name="review_one_ahead",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "open"), _negated=True),
                                    ("opened_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="review_open_has_time",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="no_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="01b7e41b94ac148e2a1eee31d8780eaad72b157f",
                                    operation="DELETE",
                                    pgid="pgtrigger_no_delete_43be7",
                                    table="decisions_review",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="no_truncate",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'this table is kept: TRUNCATE is refused' USING ERRCODE = 'restrict_violation';",
                                    hash="bbd06cc786962f0a87a4055b97edcdde68422821",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_no_truncate_1928a",
                                    table="decisions_review",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="review_moves",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{planned:open,planned:dropped,open:closed,open:dropped}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="39febd4fc28973217e3ecddf123e2311f46788b3",
                                    operation="UPDATE",
                                    pgid="pgtrigger_review_moves_eff16",
                                    table="decisions_review",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Trigger",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("level", "the metric itself"),
                                    ("change", "its change against the baseline"),
                                    ("change_pct", "its change against the baseline, in %"),
                                    ("year", "its change against a year before"),
                                    ("year_pct", "its change against a year before, in %"),
                                    ("path", "its distance from the expected path"),
                                    ("stale", "whether its data still come"),
                                    ("date", "a date"),
                                    ("choice", "whether it would still be chosen"),
                                    ("assumption", "an assumption past its date"),
                                    ("guardrail", "a guardrail"),
                                    ("report", "what people report"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("label", models.CharField(max_length=300)),
                        ("by_partner", models.BooleanField(default=False)),
                        ("unit", models.CharField(blank=True, max_length=20)),
                        ("window_months", models.PositiveSmallIntegerField(default=1)),
                        ("is_below", models.BooleanField(default=True)),
                        ("level", models.FloatField(null=True)),
                        ("clear_level", models.FloatField(null=True)),
                        ("samples", models.PositiveSmallIntegerField(default=1)),
                        ("hold_samples", models.PositiveSmallIntegerField(default=0)),
                        ("setting", models.JSONField(default=dict)),
                        ("active_from", models.DateField(null=True)),
                        ("due_on", models.DateField(null=True)),
                        (
                            "when_silent",
                            models.CharField(
                                choices=[("say", "say so"), ("open", "open a case")],
                                default="say",
                                max_length=4,
                            ),
                        ),
                        (
                            "effect",
                            models.CharField(
                                choices=[
                                    ("review", "review"),
                                    ("pause", "pause"),
                                    ("stop", "stop"),
                                    ("scale", "scale"),
                                ],
                                default="review",
                                max_length=6,
                            ),
                        ),
                        ("armed_at", models.DateTimeField()),
                        ("disarmed_at", models.DateTimeField(null=True)),
                        (
                            "definition",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="metrics.definitionversion",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="triggers",
                                to="decisions.record",
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="metrics.series",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="triggers",
                                to="decisions.version",
                            ),
                        ),
                        (
                            "watched",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="decisions.watchedset",
                            ),
                        ),
                        ("segment", models.CharField(blank=True, max_length=80)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("disarmed_at", None), ("series__isnull", False)),
                                fields=["series", "watched"],
                                name="trigger_armed",
                            ),
                            models.Index(
                                condition=models.Q(("disarmed_at", None), ("due_on__isnull", False)),
                                fields=["due_on"],
                                name="trigger_due",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("level", None),
                                    models.Q(("clear_level__gte", models.F("level")), ("is_below", True)),
                                    models.Q(("clear_level__lte", models.F("level")), ("is_below", False)),
                                    _connector="OR",
                                ),
                                name="trigger_clears_on_the_safe_side",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        (
                                            "kind__in",
                                            ("level", "change", "change_pct", "year", "year_pct", "path"),
                                        ),
                                        _negated=True,
                                    ),
                                    models.Q(
                                        ("clear_level__isnull", False),
                                        ("level__isnull", False),
                                        ("series__isnull", False),
                                        ("watched__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="trigger_samples_complete",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WatchedPartner",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="partners.partner",
                            ),
                        ),
                        (
                            "watched",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="members",
                                to="decisions.watchedset",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["partner", "watched"], name="watched_by_partner")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("watched", "partner"), name="watched_partner_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WatchedSet",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sha256", models.CharField(max_length=64, unique=True)),
                        ("is_everybody", models.BooleanField(default=False)),
                    ],
                ),
                migrations.CreateModel(
                    name="Committee",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        (
                            "purpose",
                            models.CharField(blank=True, max_length=300, verbose_name="what it decides"),
                        ),
                        (
                            "voting_days",
                            models.PositiveSmallIntegerField(
                                default=7,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(90),
                                ],
                                verbose_name="days to vote",
                            ),
                        ),
                        (
                            "is_active",
                            models.BooleanField(default=True, verbose_name="it takes new proposals"),
                        ),
                    ],
                    options={
                        "ordering": ("name",),
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("name"),
                                name="committee_name_once",
                                violation_error_message="There is a committee of this name already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("voting_days__range", (1, 90))),
                                name="committee_voting_days",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_committeeevent" ("id", "is_active", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "voting_days") VALUES (NEW."id", NEW."is_active", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."purpose", NEW."voting_days"); RETURN NULL;',
                                    hash="0de778f590c13a44d46645f7ce4399d5a65aa3cf",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_b4f8c",
                                    table="decisions_committee",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "decisions_committeeevent" ("id", "is_active", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "voting_days") VALUES (NEW."id", NEW."is_active", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."purpose", NEW."voting_days"); RETURN NULL;',
                                    hash="223924ba35aa867cde954af11ba054cac4cbba8d",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_29104",
                                    table="decisions_committee",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CommitteeEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        (
                            "purpose",
                            models.CharField(blank=True, max_length=300, verbose_name="what it decides"),
                        ),
                        (
                            "voting_days",
                            models.PositiveSmallIntegerField(
                                default=7,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(90),
                                ],
                                verbose_name="days to vote",
                            ),
                        ),
                        (
                            "is_active",
                            models.BooleanField(default=True, verbose_name="it takes new proposals"),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="decisions.committee",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="CommitteeRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "decision_class",
                            models.CharField(
                                choices=[("light", "light"), ("standard", "standard"), ("major", "major")],
                                max_length=8,
                            ),
                        ),
                        (
                            "quorum",
                            models.DecimalField(
                                decimal_places=2, default=50, max_digits=5, verbose_name="quorum, % of seats"
                            ),
                        ),
                        (
                            "threshold",
                            models.DecimalField(
                                decimal_places=2,
                                default=50,
                                max_digits=5,
                                verbose_name="approval, more than % of votes cast",
                            ),
                        ),
                        (
                            "recused_leave",
                            models.BooleanField(
                                default=True, verbose_name="who recuses leaves the base of the quorum"
                            ),
                        ),
                        (
                            "committee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rules",
                                to="decisions.committee",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("committee", "decision_class"), name="rule_once"),
                            models.CheckConstraint(
                                condition=models.Q(("quorum__gt", 0), ("quorum__lte", 100)),
                                name="rule_quorum",
                                violation_error_message="The quorum is more than 0 %% and at most 100 %%.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("threshold__gte", 50), ("threshold__lt", 100)),
                                name="rule_threshold",
                                violation_error_message="The threshold is at least 50 %% and less than 100 %%.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_committeeruleevent" ("committee_id", "decision_class", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quorum", "recused_leave", "threshold") VALUES (NEW."committee_id", NEW."decision_class", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."quorum", NEW."recused_leave", NEW."threshold"); RETURN NULL;',
                                    hash="b9d3053e6e763fde87b62ef21a4fb0dd1434c1b3",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_67a1f",
                                    table="decisions_committeerule",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "decisions_committeeruleevent" ("committee_id", "decision_class", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quorum", "recused_leave", "threshold") VALUES (NEW."committee_id", NEW."decision_class", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."quorum", NEW."recused_leave", NEW."threshold"); RETURN NULL;',
                                    hash="1b24feeb68d21f618ba2619372eb55d6fd258ea4",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_deee6",
                                    table="decisions_committeerule",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CommitteeRuleEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "decision_class",
                            models.CharField(
                                choices=[("light", "light"), ("standard", "standard"), ("major", "major")],
                                max_length=8,
                            ),
                        ),
                        (
                            "quorum",
                            models.DecimalField(
                                decimal_places=2, default=50, max_digits=5, verbose_name="quorum, % of seats"
                            ),
                        ),
                        (
                            "threshold",
                            models.DecimalField(
                                decimal_places=2,
                                default=50,
                                max_digits=5,
                                verbose_name="approval, more than % of votes cast",
                            ),
                        ),
                        (
                            "recused_leave",
                            models.BooleanField(
                                default=True, verbose_name="who recuses leaves the base of the quorum"
                            ),
                        ),
                        (
                            "committee",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.committee",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="decisions.committeerule",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Interest",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("reason", models.CharField(max_length=300, verbose_name="why")),
                        ("declared_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "partner",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="partners.partner",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="interests",
                                to="decisions.record",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="interests",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="interest_has_reason"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("partner__isnull", False), ("record", None)),
                                    models.Q(("partner", None), ("record__isnull", False)),
                                    _connector="OR",
                                ),
                                name="interest_in_one",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None), ("partner__isnull", False)),
                                fields=("user", "partner"),
                                name="interest_once_per_partner",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None), ("record__isnull", False)),
                                fields=("user", "record"),
                                name="interest_once_per_record",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_interestevent" ("declared_at", "ended_at", "id", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "record_id", "user_id") VALUES (NEW."declared_at", NEW."ended_at", NEW."id", NEW."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."record_id", NEW."user_id"); RETURN NULL;',
                                    hash="9869c1262cbea1c4428b689bfe738cc12547af63",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_28550",
                                    table="decisions_interest",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "decisions_interestevent" ("declared_at", "ended_at", "id", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "record_id", "user_id") VALUES (NEW."declared_at", NEW."ended_at", NEW."id", NEW."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."record_id", NEW."user_id"); RETURN NULL;',
                                    hash="6d9b9d76d9ba30dd83225ea0af81009afb06fde8",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_e41e8",
                                    table="decisions_interest",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InterestEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("reason", models.CharField(max_length=300, verbose_name="why")),
                        ("declared_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "partner",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="partners.partner",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="decisions.interest",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.record",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Member",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("is_chair", models.BooleanField(default=False, verbose_name="takes the chair")),
                        (
                            "committee",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="members",
                                to="decisions.committee",
                            ),
                        ),
                        (
                            "deputy",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="deputy",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="member",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("deputy", None),
                                    models.Q(("deputy", models.F("user")), _negated=True),
                                    _connector="OR",
                                ),
                                name="deputy_is_another",
                                violation_error_message="Nobody is their own deputy.",
                            ),
                            models.UniqueConstraint(
                                fields=("committee", "deputy"),
                                name="deputy_once",
                                violation_error_message="This person is the deputy of another member already.",
                            ),
                            models.UniqueConstraint(
                                fields=("committee", "user"),
                                name="member_once",
                                violation_error_message="This person is a member already.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("is_chair", True)),
                                fields=("committee",),
                                name="one_chair",
                                violation_error_message="A committee has one chair.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "decisions_memberevent" ("committee_id", "deputy_id", "id", "is_chair", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."committee_id", NEW."deputy_id", NEW."id", NEW."is_chair", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."user_id"); RETURN NULL;',
                                    hash="ad783b9620a4bb7bd2ce3d2e803c7650d8f43185",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_07175",
                                    table="decisions_member",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "decisions_memberevent" ("committee_id", "deputy_id", "id", "is_chair", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."committee_id", NEW."deputy_id", NEW."id", NEW."is_chair", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."user_id"); RETURN NULL;',
                                    hash="c4379f5dfe3f714d15c2a2accb274778f5db6cfa",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_9f5f0",
                                    table="decisions_member",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MemberEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("is_chair", models.BooleanField(default=False, verbose_name="takes the chair")),
                        (
                            "committee",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="decisions.committee",
                            ),
                        ),
                        (
                            "deputy",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="deputy",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="decisions.member",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="member",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Remark",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("question", "question"), ("change", "change asked for")],
                                max_length=8,
                            ),
                        ),
                        ("section", models.CharField(blank=True, max_length=60)),
                        ("text", models.TextField()),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="remarks",
                                to="decisions.version",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("at", "pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True), name="remark_has_text"
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="20705c96a1ca928af1b220ec4dd15e20066d987c",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_a8175",
                                    table="decisions_remark",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="no_truncate",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'this table is kept: TRUNCATE is refused' USING ERRCODE = 'restrict_violation';",
                                    hash="ca6ac8472831d984d765698184a916d399d2e242",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_no_truncate_f45bb",
                                    table="decisions_remark",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RemarkAnswer",
                    fields=[
                        (
                            "remark",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="answer",
                                serialize=False,
                                to="decisions.remark",
                            ),
                        ),
                        ("text", models.TextField()),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True), name="answer_has_text"
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="eeb0f81d7acdf4ad29357a1c72a3f2a74406bda1",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_11464",
                                    table="decisions_remarkanswer",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="no_truncate",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'this table is kept: TRUNCATE is refused' USING ERRCODE = 'restrict_violation';",
                                    hash="bb5580407044e040057901cc34ddeb3ff397c66b",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_no_truncate_a6f8f",
                                    table="decisions_remarkanswer",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Meeting",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("code", models.CharField(max_length=12, unique=True)),
                        ("starts_at", models.DateTimeField(verbose_name="begins")),
                        ("place", models.CharField(blank=True, max_length=200, verbose_name="where")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "planned"),
                                    ("running", "running"),
                                    ("drafted", "minutes drafted"),
                                    ("approved", "minutes approved"),
                                    ("cancelled", "cancelled"),
                                ],
                                default="planned",
                                max_length=9,
                            ),
                        ),
                        ("called_at", models.DateTimeField()),
                        ("opened_at", models.DateTimeField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "called_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "committee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="meetings",
                                to="decisions.committee",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-starts_at",),
                        "indexes": [
                            models.Index(fields=["committee", "-starts_at"], name="meeting_of_committee")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_at", None),
                                    models.Q(
                                        ("ended_at__gte", models.F("opened_at")), ("opened_at__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="meeting_in_order",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="meeting_is_kept",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.\"state\" IN ('approved', 'cancelled'))",
                                    func="RAISE EXCEPTION 'the minutes of this meeting are kept' USING ERRCODE = 'restrict_violation';",
                                    hash="9457ccf600e0b294383d92e412044dbc3d8bb44d",
                                    operation="UPDATE",
                                    pgid="pgtrigger_meeting_is_kept_a2c5c",
                                    table="decisions_meeting",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="meeting_moves",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{planned:running,planned:cancelled,running:drafted,drafted:approved}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="deceebec0b5a3c6e1ded2b90e936e918ae516125",
                                    operation="UPDATE",
                                    pgid="pgtrigger_meeting_moves_3aebd",
                                    table="decisions_meeting",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="no_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="1ed90f806639b00b2fac532f2060f5c22d991d8e",
                                    operation="DELETE",
                                    pgid="pgtrigger_no_delete_0ea12",
                                    table="decisions_meeting",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="no_truncate",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'this table is kept: TRUNCATE is refused' USING ERRCODE = 'restrict_violation';",
                                    hash="08681fab643cdc4daa7f493d3d74d3bb11822206",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_no_truncate_5973a",
                                    table="decisions_meeting",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attendee",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("is_chair", models.BooleanField(default=False)),
                        (
                            "presence",
                            models.CharField(
                                choices=[
                                    ("present", "present"),
                                    ("deputy", "deputy came"),
                                    ("excused", "excused"),
                                    ("absent", "absent"),
                                ],
                                default="absent",
                                max_length=7,
                            ),
                        ),
                        (
                            "deputy",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attendees",
                                to="decisions.meeting",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-is_chair", "user__name"),
                        "constraints": [
                            models.UniqueConstraint(fields=("meeting", "user"), name="attendee_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("presence", "deputy"), _negated=True),
                                    ("deputy__isnull", False),
                                    _connector="OR",
                                ),
                                name="deputy_came_has_deputy",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="kept_with_its_meeting",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE found uuid;",
                                    func="\n        IF TG_OP = 'DELETE' THEN found := OLD.meeting_id; ELSE found := NEW.meeting_id; END IF;\n        IF EXISTS (SELECT 1 FROM decisions_meeting WHERE id = found AND state IN ('approved', 'cancelled')) THEN\n            RAISE EXCEPTION 'the minutes of this meeting are kept' USING ERRCODE = 'restrict_violation';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ",
                                    hash="8627cb17a5aa5e9ff9cd5d73cbe0726132bd3325",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_kept_with_its_meeting_4f047",
                                    table="decisions_attendee",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="no_truncate",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'this table is kept: TRUNCATE is refused' USING ERRCODE = 'restrict_violation';",
                                    hash="af7b2fa181afa81045eefed6535a049859ff27af",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_no_truncate_9539e",
                                    table="decisions_attendee",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgendaItem",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("proposal", "proposal"),
                                    ("case", "triggered review"),
                                    ("review", "scheduled review"),
                                    ("action", "late action"),
                                    ("carried", "action of a meeting"),
                                    ("topic", "topic"),
                                ],
                                default="topic",
                                max_length=8,
                            ),
                        ),
                        ("title", models.CharField(max_length=300, verbose_name="topic")),
                        (
                            "planned_minutes",
                            models.PositiveSmallIntegerField(
                                default=10,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(240),
                                ],
                                verbose_name="minutes",
                            ),
                        ),
                        ("action", models.UUIDField(null=True)),
                        (
                            "notes",
                            models.TextField(blank=True, max_length=20000, verbose_name="what was said"),
                        ),
                        (
                            "decision",
                            models.TextField(blank=True, max_length=2000, verbose_name="what was decided"),
                        ),
                        ("revision", models.PositiveIntegerField(default=0)),
                        (
                            "case",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="decisions.case",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="decisions.record",
                            ),
                        ),
                        (
                            "review",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="decisions.review",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="decisions.version",
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agenda",
                                to="decisions.meeting",
                            ),
                        ),
                        (
                            "carried",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="decisions.meetingaction",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("position", "pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind", "topic"),
                                    ("kind", "action"),
                                    models.Q(("kind", "proposal"), ("version__isnull", False)),
                                    models.Q(("case__isnull", False), ("kind", "case")),
                                    models.Q(("kind", "review"), ("review__isnull", False)),
                                    models.Q(("carried__isnull", False), ("kind", "carried")),
                                    _connector="OR",
                                ),
                                name="agenda_item_has_subject",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("title", ""), _negated=True), name="agenda_item_has_title"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("planned_minutes__range", (1, 240))),
                                name="agenda_item_minutes",
                            ),
                            models.UniqueConstraint(
                                fields=("meeting", "action"), name="agenda_item_once_action"
                            ),
                            models.UniqueConstraint(
                                fields=("meeting", "carried"), name="agenda_item_once_carried"
                            ),
                            models.UniqueConstraint(fields=("meeting", "case"), name="agenda_item_once_case"),
                            models.UniqueConstraint(
                                fields=("meeting", "review"), name="agenda_item_once_review"
                            ),
                            models.UniqueConstraint(
                                fields=("meeting", "version"), name="agenda_item_once_version"
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="kept_with_its_meeting",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE found uuid;",
                                    func="\n        IF TG_OP = 'DELETE' THEN found := OLD.meeting_id; ELSE found := NEW.meeting_id; END IF;\n        IF EXISTS (SELECT 1 FROM decisions_meeting WHERE id = found AND state IN ('approved', 'cancelled')) THEN\n            RAISE EXCEPTION 'the minutes of this meeting are kept' USING ERRCODE = 'restrict_violation';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ",
                                    hash="26ce009b00f4cd4d6036c7da79e493486f149575",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_kept_with_its_meeting_a51d8",
                                    table="decisions_agendaitem",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="no_truncate",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'this table is kept: TRUNCATE is refused' USING ERRCODE = 'restrict_violation';",
                                    hash="f15b8b27a9e4c8e96db5ce9d5886a5e69690441b",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_no_truncate_c9303",
                                    table="decisions_agendaitem",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MeetingAction",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("text", models.CharField(max_length=300, verbose_name="what is to be done")),
                        ("due_on", models.DateField(verbose_name="by when")),
                        ("made_at", models.DateTimeField()),
                        ("done_at", models.DateTimeField(null=True)),
                        (
                            "done_words",
                            models.CharField(blank=True, max_length=300, verbose_name="what came of it"),
                        ),
                        (
                            "done_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="actions",
                                to="decisions.agendaitem",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="by whom",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("due_on", "pk"),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("done_at", None)),
                                fields=["owner", "due_on"],
                                name="meeting_action_waits",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("done_at", None), ("done_by", None)),
                                    models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="meeting_action_done_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True),
                                name="meeting_action_has_text",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="action_is_kept",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."item_id" IS DISTINCT FROM (NEW."item_id") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."text" IS DISTINCT FROM (NEW."text"))',
                                    func="RAISE EXCEPTION 'an action is kept as it was agreed' USING ERRCODE = 'restrict_violation';",
                                    hash="6a20025a3e25c16b84b9ffe4a87ed365bb89b4f5",
                                    operation="UPDATE",
                                    pgid="pgtrigger_action_is_kept_05472",
                                    table="decisions_meetingaction",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="no_truncate",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'this table is kept: TRUNCATE is refused' USING ERRCODE = 'restrict_violation';",
                                    hash="b2d3302c45992bb8665a2a21808301bac15aa768",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_no_truncate_2c818",
                                    table="decisions_meetingaction",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MeetingPaper",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("pack", "committee pack"), ("minutes", "minutes")], max_length=7
                            ),
                        ),
                        ("content_sha256", models.CharField(db_index=True, max_length=64)),
                        ("sha256", models.CharField(db_index=True, max_length=64)),
                        ("size", models.PositiveIntegerField()),
                        ("made_at", models.DateTimeField()),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="papers",
                                to="decisions.meeting",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-made_at",),
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="fd2169d7e19f088274b30f506be82faadf0e2f5c",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_9db10",
                                    table="decisions_meetingpaper",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="no_truncate",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'this table is kept: TRUNCATE is refused' USING ERRCODE = 'restrict_violation';",
                                    hash="e2a3d0ef03d1d6a6e1cf11e333f9e237a67f12f4",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_no_truncate_ecdfd",
                                    table="decisions_meetingpaper",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Minutes",
                    fields=[
                        (
                            "meeting",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="minutes",
                                serialize=False,
                                to="decisions.meeting",
                            ),
                        ),
                        ("content", models.BinaryField()),
                        ("sha256", models.CharField(max_length=64, unique=True)),
                        ("previous_sha256", models.CharField(blank=True, max_length=64)),
                        ("approved_at", models.DateTimeField()),
                        (
                            "approved_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "minutes",
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="f0bc0d0e4046735372cd6e56f542ce36e5c0045a",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_f7c16",
                                    table="decisions_minutes",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="no_truncate",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'this table is kept: TRUNCATE is refused' USING ERRCODE = 'restrict_violation';",
                                    hash="0e85eaa0a8b2113db3428f05a564187409884195",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_no_truncate_9926d",
                                    table="decisions_minutes",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RecordLink",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("succeeds", "follows"), ("supersedes", "takes the place of")],
                                max_length=10,
                            ),
                        ),
                        ("rows", models.JSONField(default=dict)),
                        ("made_at", models.DateTimeField()),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "newer",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="follows",
                                to="decisions.record",
                            ),
                        ),
                        (
                            "older",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="followed_by",
                                to="decisions.record",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("made_at",),
                        "constraints": [
                            models.UniqueConstraint(fields=("newer", "older"), name="record_link_once"),
                            models.CheckConstraint(
                                condition=models.Q(("newer", models.F("older")), _negated=True),
                                name="record_link_to_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Scorecard",
                    fields=[
                        (
                            "version",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="scorecard",
                                serialize=False,
                                to="decisions.version",
                            ),
                        ),
                        ("content", models.BinaryField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("published_at", models.DateTimeField()),
                    ],
                    options={
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="98314b8e146072127bcb29712b4cebe31d3ef81f",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_d9fd0",
                                    table="decisions_scorecard",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="no_truncate",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'this table is kept: TRUNCATE is refused' USING ERRCODE = 'restrict_violation';",
                                    hash="0f71a92d93f43dce5c9d09c1cc9984e1a340d092",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_no_truncate_e33cc",
                                    table="decisions_scorecard",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ErasedPaper",
                    fields=[
                        ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                        ("erased_at", models.DateTimeField()),
                    ],
                    options={
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="5ec1b0e8e29486064a30b3a61f03ab64f48880da",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_d697e",
                                    table="decisions_erasedpaper",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="no_truncate",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'this table is kept: TRUNCATE is refused' USING ERRCODE = 'restrict_violation';",
                                    hash="6b265940e17363cb15b0ffdb06b373979686e755",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_no_truncate_f1a7e",
                                    table="decisions_erasedpaper",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
