"""Tables of exchange rates, the rates that imports use, and what is imported anew because of them."""

import uuid

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
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
    ("missing_rate", "no rate of exchange"),
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


class Migration(migrations.Migration):
    dependencies = [
        ("metrics", "0008_causes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="RateTable",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("source", models.CharField(max_length=120, verbose_name="source")),
                        ("dated_on", models.DateField(verbose_name="date")),
                        ("file_name", models.CharField(max_length=255)),
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
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="metrics.storedfile",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("source", ""), _negated=True),
                                name="rate_table_has_source",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="b93daba241a05e6e45ca400db3f37faffc00147b",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_87574",
                                    table="metrics_ratetable",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="no_truncate",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'this table is kept: TRUNCATE is refused' USING ERRCODE = 'restrict_violation';",
                                    hash="3bb57b75e666421ab1dac58dc278e917340cb797",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_no_truncate_e902e",
                                    table="metrics_ratetable",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="proven",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE before text; after text; key text;",
                                    func="\n            IF TG_OP <> 'INSERT' THEN before := encode(sha256(convert_to(jsonb_build_array(OLD.\"id\", OLD.\"source\", OLD.\"dated_on\", OLD.\"file_id\", extract(epoch FROM OLD.\"created_at\"))::text, 'UTF8')), 'hex'); key := OLD.\"id\"::text; END IF;\n            IF TG_OP <> 'DELETE' THEN after := encode(sha256(convert_to(jsonb_build_array(NEW.\"id\", NEW.\"source\", NEW.\"dated_on\", NEW.\"file_id\", extract(epoch FROM NEW.\"created_at\"))::text, 'UTF8')), 'hex'); key := NEW.\"id\"::text; END IF;\n            IF before IS DISTINCT FROM after THEN\n                INSERT INTO core_event (at, kind, subject_kind, subject_id, data) VALUES (\n                    clock_timestamp(),\n                    CASE TG_OP WHEN 'INSERT' THEN 'row.added' WHEN 'UPDATE' THEN 'row.changed' ELSE 'row.removed' END,\n                    'metrics_ratetable', md5('metrics_ratetable:' || key)::uuid,\n                    jsonb_build_object('key', key, 'sha256', coalesce(after, before),\n                        'application', current_setting('application_name')));\n            END IF;\n            RETURN NULL;\n        ",
                                    hash="d0fbcbb43f1d84a90faa581d2f4956d11b3c7db6",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_proven_4391e",
                                    table="metrics_ratetable",
                                    when="AFTER",
                                ),
                            ),
                        ],
                        "ordering": ("-dated_on", "-created_at"),
                    },
                ),
                migrations.CreateModel(
                    name="Rate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("currency", models.CharField(max_length=3)),
                        ("to", models.CharField(max_length=3)),
                        ("month", models.DateField()),
                        ("rate", models.DecimalField(decimal_places=15, max_digits=25)),
                        (
                            "table",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rates",
                                to="metrics.ratetable",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["currency", "to", "month"], name="rate_of_month")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("table", "currency", "to", "month"), name="rate_once_in_table"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("rate__gt", 0)), name="rate_above_zero"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("month__day", 1)), name="rate_first_of_month"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("currency", models.F("to")), _negated=True),
                                name="rate_between_two_currencies",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("currency__regex", "^[A-Z]{3}$"), ("to__regex", "^[A-Z]{3}$")
                                ),
                                name="rate_of_codes",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="02c8932f44184495ae8afb3d748ac040d617c93c",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_8e17d",
                                    table="metrics_rate",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="no_truncate",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'this table is kept: TRUNCATE is refused' USING ERRCODE = 'restrict_violation';",
                                    hash="334a4c641b3f1aaca7c05c05241e6575b589be0d",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_no_truncate_c2d97",
                                    table="metrics_rate",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="proven",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE before text; after text; key text;",
                                    func="\n            IF TG_OP <> 'INSERT' THEN before := encode(sha256(convert_to(jsonb_build_array(OLD.\"id\", OLD.\"table_id\", OLD.\"currency\", OLD.\"to\", OLD.\"month\", OLD.\"rate\")::text, 'UTF8')), 'hex'); key := OLD.\"id\"::text; END IF;\n            IF TG_OP <> 'DELETE' THEN after := encode(sha256(convert_to(jsonb_build_array(NEW.\"id\", NEW.\"table_id\", NEW.\"currency\", NEW.\"to\", NEW.\"month\", NEW.\"rate\")::text, 'UTF8')), 'hex'); key := NEW.\"id\"::text; END IF;\n            IF before IS DISTINCT FROM after THEN\n                INSERT INTO core_event (at, kind, subject_kind, subject_id, data) VALUES (\n                    clock_timestamp(),\n                    CASE TG_OP WHEN 'INSERT' THEN 'row.added' WHEN 'UPDATE' THEN 'row.changed' ELSE 'row.removed' END,\n                    'metrics_rate', md5('metrics_rate:' || key)::uuid,\n                    jsonb_build_object('key', key, 'sha256', coalesce(after, before),\n                        'application', current_setting('application_name')));\n            END IF;\n            RETURN NULL;\n        ",
                                    hash="1dc28ae168a69e9ee2d17ceb6fc76aeaeb464f56",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_proven_0a54d",
                                    table="metrics_rate",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.AlterField(
                    model_name="gap",
                    name="kind",
                    field=models.CharField(choices=KINDS, max_length=24),
                ),
                migrations.AlterField(
                    model_name="gapevent",
                    name="kind",
                    field=models.CharField(choices=KINDS, max_length=24),
                ),
                migrations.AlterField(
                    model_name="cause",
                    name="kind",
                    field=models.CharField(choices=KINDS, max_length=24),
                ),
                migrations.AlterField(
                    model_name="causeevent",
                    name="kind",
                    field=models.CharField(choices=KINDS, max_length=24),
                ),
                migrations.CreateModel(
                    name="ImportedAnew",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "begun_with",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="metrics.import",
                            ),
                        ),
                        (
                            "imported",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="anew",
                                to="metrics.import",
                            ),
                        ),
                        (
                            "of",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="metrics.import",
                            ),
                        ),
                    ],
                    options={
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="a74f053b90df78dc15a61ab93e443e40bed6c0b9",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_a36b8",
                                    table="metrics_importedanew",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="no_truncate",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'this table is kept: TRUNCATE is refused' USING ERRCODE = 'restrict_violation';",
                                    hash="2d6ad93b618f3f85b951294f28f5cfecfdc370c1",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_no_truncate_647c8",
                                    table="metrics_importedanew",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportRate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("currency", models.CharField(max_length=60)),
                        ("to", models.CharField(max_length=3)),
                        ("month", models.DateField()),
                        ("rows", models.PositiveIntegerField()),
                        (
                            "imported",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="used_rates",
                                to="metrics.import",
                            ),
                        ),
                        (
                            "rate",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="uses",
                                to="metrics.rate",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("imported", "currency", "to", "month"), name="import_rate_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("month__day", 1)), name="import_rate_first_of_month"
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="98a11bc656d6f31ba61ce7b48efce8c7a53523bf",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_cad4b",
                                    table="metrics_importrate",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="no_truncate",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'this table is kept: TRUNCATE is refused' USING ERRCODE = 'restrict_violation';",
                                    hash="32815380942dd5a71a56d24d0a12d4e10b58d00c",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_no_truncate_d59ea",
                                    table="metrics_importrate",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
            ]
        )
    ]
