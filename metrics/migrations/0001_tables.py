import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from partnerdesk.core.operations import Together


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("partners", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="Metric",
                    fields=[
                        ("key", models.CharField(max_length=60, primary_key=True, serialize=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[("metric", "metric"), ("input", "input")], max_length=6
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
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
                    ],
                    options={
                        "ordering": ("kind", "position", "key"),
                    },
                ),
                migrations.CreateModel(
                    name="StoredFile",
                    fields=[
                        ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                        ("size", models.PositiveBigIntegerField()),
                        ("stored_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                ),
                migrations.CreateModel(
                    name="HandEntry",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("period", models.DateField()),
                        ("value", models.DecimalField(decimal_places=6, max_digits=20, null=True)),
                        (
                            "parts",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.DecimalField(decimal_places=6, max_digits=30),
                                null=True,
                                size=None,
                            ),
                        ),
                        ("currency", models.CharField(blank=True, max_length=3)),
                        ("assessed_on", models.DateField()),
                        ("note", models.CharField(blank=True, max_length=300)),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "assessor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="hand_entries",
                                to="partners.partner",
                            ),
                        ),
                        (
                            "metric",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hand_entries",
                                to="metrics.metric",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "hand entries",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("metric", "partner", "period"), name="hand_entry_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("parts", None), ("value", None)),
                                    models.Q(("parts__isnull", False), ("value__isnull", False)),
                                    _connector="OR",
                                ),
                                name="hand_entry_value_has_parts",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "metrics_handentryevent" ("assessed_on", "assessor_id", "changed_at", "currency", "id", "metric_id", "note", "partner_id", "parts", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "value") VALUES (NEW."assessed_on", NEW."assessor_id", NEW."changed_at", NEW."currency", NEW."id", NEW."metric_id", NEW."note", NEW."partner_id", NEW."parts", NEW."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."revision", NEW."value"); RETURN NULL;',
                                    hash="71179bffa7235a3a02169e0fcdbeb0f3c5ca06b2",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_f6b39",
                                    table="metrics_handentry",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "metrics_handentryevent" ("assessed_on", "assessor_id", "changed_at", "currency", "id", "metric_id", "note", "partner_id", "parts", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "value") VALUES (NEW."assessed_on", NEW."assessor_id", NEW."changed_at", NEW."currency", NEW."id", NEW."metric_id", NEW."note", NEW."partner_id", NEW."parts", NEW."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."revision", NEW."value"); RETURN NULL;',
                                    hash="9c3807a7e93606ee50531f84aad1f19bafe1a5be",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_e1b51",
                                    table="metrics_handentry",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HandEntryEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("period", models.DateField()),
                        ("value", models.DecimalField(decimal_places=6, max_digits=20, null=True)),
                        (
                            "parts",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.DecimalField(decimal_places=6, max_digits=30),
                                null=True,
                                size=None,
                            ),
                        ),
                        ("currency", models.CharField(blank=True, max_length=3)),
                        ("assessed_on", models.DateField()),
                        ("note", models.CharField(blank=True, max_length=300)),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "assessor",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                db_constraint=False,
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
                                to="metrics.handentry",
                            ),
                        ),
                        (
                            "metric",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="metrics.metric",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Import",
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
                                    ("mapping", "to be mapped"),
                                    ("previewing", "being read"),
                                    ("previewed", "to be confirmed"),
                                    ("importing", "being imported"),
                                    ("done", "imported"),
                                    ("refused", "refused"),
                                    ("dropped", "set aside"),
                                ],
                                default="mapping",
                                max_length=10,
                            ),
                        ),
                        ("file_name", models.CharField(max_length=255)),
                        ("partner_file_name", models.CharField(blank=True, max_length=255)),
                        ("mapping", models.JSONField(default=dict)),
                        ("result", models.JSONField(default=dict)),
                        ("details", models.JSONField(default=dict)),
                        ("message", models.TextField(blank=True)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("finished_at", models.DateTimeField(null=True)),
                        (
                            "created_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="imports",
                                to="metrics.source",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="imports",
                                to="metrics.storedfile",
                            ),
                        ),
                        (
                            "partner_file",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="metrics.storedfile",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-created_at",),
                        "indexes": [
                            models.Index(
                                fields=["source", "-created_at"], name="metrics_imp_source__477cea_idx"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Gap",
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
                                    ("missing_value", "missing value"),
                                    ("missing_partner", "row without a partner"),
                                    ("unknown_partner", "unknown partner"),
                                    ("similar_label", "similar labels"),
                                    ("duplicate_name", "same name twice"),
                                    ("bad_number", "not a number"),
                                    ("bad_date", "not a date"),
                                    ("out_of_range", "value out of range"),
                                    ("bad_row", "row with too many or too few fields"),
                                    ("duplicate_row", "same row twice"),
                                    ("missing_period", "period without data"),
                                    ("outlier", "unusual period"),
                                    ("late", "late data"),
                                    ("partner_without_data", "partner without data"),
                                ],
                                max_length=24,
                            ),
                        ),
                        (
                            "concerns",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60), default=list, size=None
                            ),
                        ),
                        ("column", models.CharField(blank=True, max_length=120)),
                        ("label", models.CharField(blank=True, max_length=200)),
                        ("period", models.DateField(null=True)),
                        ("count", models.PositiveIntegerField()),
                        ("examples", models.JSONField(default=list)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("open", "open"),
                                    ("accepted", "accepted"),
                                    ("gone", "gone with a later import"),
                                ],
                                default="open",
                                max_length=8,
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=500)),
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
                            "imported",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="gaps",
                                to="metrics.import",
                            ),
                        ),
                        (
                            "metric",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="gaps",
                                to="metrics.metric",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="gaps",
                                to="metrics.source",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["metric", "period"], name="metrics_gap_metric__50442e_idx")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("source", "kind", "metric", "column", "label", "period"),
                                name="gap_once",
                                nulls_distinct=False,
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "metrics_gapevent" ("column", "concerns", "count", "examples", "id", "imported_id", "kind", "label", "metric_id", "note", "owner_id", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "status") VALUES (NEW."column", NEW."concerns", NEW."count", NEW."examples", NEW."id", NEW."imported_id", NEW."kind", NEW."label", NEW."metric_id", NEW."note", NEW."owner_id", NEW."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."source_id", NEW."status"); RETURN NULL;',
                                    hash="6fc13c78cf7347df883bbbd88e09abb592f93010",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_0d072",
                                    table="metrics_gap",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "metrics_gapevent" ("column", "concerns", "count", "examples", "id", "imported_id", "kind", "label", "metric_id", "note", "owner_id", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "status") VALUES (NEW."column", NEW."concerns", NEW."count", NEW."examples", NEW."id", NEW."imported_id", NEW."kind", NEW."label", NEW."metric_id", NEW."note", NEW."owner_id", NEW."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."source_id", NEW."status"); RETURN NULL;',
                                    hash="a6b95900daf07058a87b593e9afe2b7dc6cf3bd1",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_272eb",
                                    table="metrics_gap",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GapEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("missing_value", "missing value"),
                                    ("missing_partner", "row without a partner"),
                                    ("unknown_partner", "unknown partner"),
                                    ("similar_label", "similar labels"),
                                    ("duplicate_name", "same name twice"),
                                    ("bad_number", "not a number"),
                                    ("bad_date", "not a date"),
                                    ("out_of_range", "value out of range"),
                                    ("bad_row", "row with too many or too few fields"),
                                    ("duplicate_row", "same row twice"),
                                    ("missing_period", "period without data"),
                                    ("outlier", "unusual period"),
                                    ("late", "late data"),
                                    ("partner_without_data", "partner without data"),
                                ],
                                max_length=24,
                            ),
                        ),
                        (
                            "concerns",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60), default=list, size=None
                            ),
                        ),
                        ("column", models.CharField(blank=True, max_length=120)),
                        ("label", models.CharField(blank=True, max_length=200)),
                        ("period", models.DateField(null=True)),
                        ("count", models.PositiveIntegerField()),
                        ("examples", models.JSONField(default=list)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("open", "open"),
                                    ("accepted", "accepted"),
                                    ("gone", "gone with a later import"),
                                ],
                                default="open",
                                max_length=8,
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=500)),
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
                                to="metrics.gap",
                            ),
                        ),
                        (
                            "imported",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="metrics.import",
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
                ),
                migrations.CreateModel(
                    name="Series",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sha256", models.CharField(max_length=64, unique=True)),
                        ("measure", models.CharField(max_length=12)),
                        ("unit", models.CharField(max_length=20)),
                        ("period", models.CharField(max_length=8)),
                        (
                            "metric",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="series",
                                to="metrics.metric",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "series",
                    },
                ),
                migrations.CreateModel(
                    name="DefinitionVersion",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("name", models.CharField(max_length=120)),
                        ("name_ja", models.CharField(blank=True, max_length=120)),
                        ("unit", models.CharField(max_length=20)),
                        ("direction", models.CharField(max_length=6)),
                        ("data", models.JSONField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "created_by",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="metrics.metric",
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="definitions",
                                to="metrics.series",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("metric", "number"), name="definition_version_once"
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="31b478d6e8199a95652b1581165d8a941fe3916e",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_9b7dd",
                                    table="metrics_definitionversion",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="no_truncate",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'this table is kept: TRUNCATE is refused' USING ERRCODE = 'restrict_violation';",
                                    hash="90af672be7e209aabdae688463ff7b2939270908",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_no_truncate_47342",
                                    table="metrics_definitionversion",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Source",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("name", models.SlugField(max_length=60, unique=True, verbose_name="name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("upload", "uploaded file"),
                                    ("hand", "entered by hand"),
                                    ("address", "address on the web"),
                                    ("database", "query on a database"),
                                ],
                                default="upload",
                                max_length=8,
                            ),
                        ),
                        ("mapping", models.JSONField(default=dict)),
                        (
                            "created_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="owner",
                            ),
                        ),
                        ("due_at", models.DateTimeField(null=True)),
                        ("failures", models.PositiveSmallIntegerField(default=0)),
                        ("origin", models.JSONField(default=dict)),
                        ("schedule", models.JSONField(default=dict)),
                        ("sealed_password", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ("name",),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("due_at__isnull", False)),
                                fields=["due_at"],
                                name="source_due",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("due_at", None), ("schedule", {})),
                                    models.Q(
                                        models.Q(("schedule", {}), _negated=True),
                                        ("due_at__isnull", False),
                                        ("kind__in", ["address", "database"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="source_due_by_schedule",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["address", "database"]), ("origin", {}), _connector="XOR"
                                ),
                                name="source_fetched_has_origin",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "metrics_sourceevent" ("created_at", "id", "kind", "mapping", "name", "origin", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "schedule") VALUES (NEW."created_at", NEW."id", NEW."kind", NEW."mapping", NEW."name", NEW."origin", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."schedule"); RETURN NULL;',
                                    hash="b969ed7eb1af20d3b0b3c8b418d974e406063a1f",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_c799f",
                                    table="metrics_source",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."mapping" IS DISTINCT FROM (NEW."mapping") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."origin" IS DISTINCT FROM (NEW."origin") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."schedule" IS DISTINCT FROM (NEW."schedule"))',
                                    func='INSERT INTO "metrics_sourceevent" ("created_at", "id", "kind", "mapping", "name", "origin", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "schedule") VALUES (NEW."created_at", NEW."id", NEW."kind", NEW."mapping", NEW."name", NEW."origin", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."schedule"); RETURN NULL;',
                                    hash="f0943114e4a9f7fe16d426e474a3faf9e2a3d001",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_284a7",
                                    table="metrics_source",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SourceEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("name", models.SlugField(db_index=False, max_length=60, verbose_name="name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("upload", "uploaded file"),
                                    ("hand", "entered by hand"),
                                    ("address", "address on the web"),
                                    ("database", "query on a database"),
                                ],
                                default="upload",
                                max_length=8,
                            ),
                        ),
                        ("mapping", models.JSONField(default=dict)),
                        (
                            "created_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
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
                                to="metrics.source",
                            ),
                        ),
                        ("origin", models.JSONField(default=dict)),
                        ("schedule", models.JSONField(default=dict)),
                    ],
                ),
                migrations.CreateModel(
                    name="Observation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("period", models.DateField()),
                        (
                            "parts",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.DecimalField(decimal_places=6, max_digits=30), size=None
                            ),
                        ),
                        ("currency", models.CharField(blank=True, max_length=3)),
                        ("rows", models.PositiveIntegerField(default=1)),
                        ("replaced_at", models.DateTimeField(null=True)),
                        (
                            "entry",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="observations",
                                to="metrics.handentry",
                            ),
                        ),
                        (
                            "imported",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="observations",
                                to="metrics.import",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="observations",
                                to="partners.partner",
                            ),
                        ),
                        (
                            "replaced_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="metrics.import",
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="observations",
                                to="metrics.series",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="metrics.source",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("replaced_at", None)),
                                fields=("series", "period", "partner", "source"),
                                name="observation_current_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("period__day", 1)), name="observation_first_of_month"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("entry", None), ("imported__isnull", False)),
                                    models.Q(("entry__isnull", False), ("imported", None)),
                                    _connector="OR",
                                ),
                                name="observation_has_origin",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MetricSummary",
                    fields=[
                        (
                            "metric",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="summary",
                                serialize=False,
                                to="metrics.metric",
                            ),
                        ),
                        ("value", models.DecimalField(decimal_places=6, max_digits=30, null=True)),
                        ("unit", models.CharField(max_length=20)),
                        ("first", models.DateField(null=True)),
                        ("last", models.DateField(null=True)),
                        ("newest", models.DateField(null=True)),
                        ("partners", models.PositiveIntegerField(default=0)),
                        ("quality", models.JSONField(default=dict)),
                        ("trend", models.JSONField(default=list)),
                        ("gaps", models.PositiveIntegerField(default=0)),
                        ("computed_at", models.DateTimeField()),
                        (
                            "definition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="metrics.definitionversion",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="MetricChange",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("first_period", models.DateField()),
                        ("last_period", models.DateField()),
                        ("at", models.DateTimeField()),
                        (
                            "imported",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="metrics.import",
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="metrics.series",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("first_period__lte", models.F("last_period"))),
                                name="metric_change_in_order",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Refresh",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "waiting"),
                                    ("running", "running"),
                                    ("done", "done"),
                                    ("unchanged", "unchanged"),
                                    ("failed", "failed"),
                                ],
                                default="waiting",
                                max_length=9,
                            ),
                        ),
                        ("started_at", models.DateTimeField(null=True)),
                        ("finished_at", models.DateTimeField(null=True)),
                        ("rows", models.PositiveIntegerField(default=0)),
                        ("added", models.PositiveIntegerField(default=0)),
                        ("replaced", models.PositiveIntegerField(default=0)),
                        ("removed", models.PositiveIntegerField(default=0)),
                        ("gaps", models.PositiveIntegerField(default=0)),
                        ("message", models.TextField(blank=True)),
                        ("log", models.JSONField(default=list)),
                        ("etag", models.CharField(blank=True, max_length=200)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "imported",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="refresh",
                                to="metrics.import",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="refreshes",
                                to="metrics.source",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-asked_at",),
                        "indexes": [models.Index(fields=["source", "-asked_at"], name="refresh_of_source")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ("waiting", "running")),
                                    ("finished_at__isnull", False),
                                    _connector="XOR",
                                ),
                                name="refresh_finished_has_time",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ("waiting", "running"))),
                                fields=("source",),
                                name="refresh_one_open",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
