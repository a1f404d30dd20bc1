import uuid

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
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="ComplianceCheckpoint",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="checkpoint")),
                        (
                            "status",
                            models.CharField(
                                choices=[("open", "open"), ("passed", "passed"), ("failed", "failed")],
                                default="open",
                                max_length=6,
                                verbose_name="status",
                            ),
                        ),
                        ("due_on", models.DateField(verbose_name="due on")),
                        ("checked_on", models.DateField(blank=True, null=True, verbose_name="checked on")),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="owner",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="checkpoints",
                                to="partners.partner",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("due_on",),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("checked_on", None), ("status", "open")),
                                    models.Q(
                                        models.Q(("status", "open"), _negated=True),
                                        ("checked_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="checkpoint_checked_has_date",
                                violation_error_message="A checkpoint that passed or failed has the date of its check.",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "partners_compliancecheckpointevent" ("checked_on", "due_on", "id", "name", "owner_id", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status") VALUES (NEW."checked_on", NEW."due_on", NEW."id", NEW."name", NEW."owner_id", NEW."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."status"); RETURN NULL;',
                                    hash="3d822bd2daadc46b652f88bf06128941d51d0464",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_99a2b",
                                    table="partners_compliancecheckpoint",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "partners_compliancecheckpointevent" ("checked_on", "due_on", "id", "name", "owner_id", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status") VALUES (NEW."checked_on", NEW."due_on", NEW."id", NEW."name", NEW."owner_id", NEW."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."status"); RETURN NULL;',
                                    hash="1767ef92d734a2396dd67ec9ca0aef8b3b6bdc20",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_f7d7d",
                                    table="partners_compliancecheckpoint",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ComplianceCheckpointEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("name", models.CharField(max_length=200, verbose_name="checkpoint")),
                        (
                            "status",
                            models.CharField(
                                choices=[("open", "open"), ("passed", "passed"), ("failed", "failed")],
                                default="open",
                                max_length=6,
                                verbose_name="status",
                            ),
                        ),
                        ("due_on", models.DateField(verbose_name="due on")),
                        ("checked_on", models.DateField(blank=True, null=True, verbose_name="checked on")),
                        (
                            "owner",
                            models.ForeignKey(
                                db_constraint=False,
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
                                to="partners.compliancecheckpoint",
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
                    ],
                ),
                migrations.CreateModel(
                    name="Partner",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "key",
                            models.CharField(
                                help_text="what data files call the partner",
                                max_length=120,
                                unique=True,
                                verbose_name="key",
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        ("segment", models.CharField(blank=True, max_length=80, verbose_name="segment")),
                        ("tier", models.CharField(blank=True, max_length=40, verbose_name="tier")),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("prospect", "prospect"),
                                    ("onboarding", "onboarding"),
                                    ("enabled", "enabled"),
                                    ("performing", "performing"),
                                    ("strategic", "strategic"),
                                    ("leaving", "leaving"),
                                    ("left", "left"),
                                ],
                                default="enabled",
                                max_length=12,
                                verbose_name="lifecycle stage",
                            ),
                        ),
                        ("region", models.CharField(blank=True, max_length=80, verbose_name="region")),
                        ("country", models.CharField(blank=True, max_length=80, verbose_name="country")),
                        (
                            "renewal_on",
                            models.DateField(blank=True, null=True, verbose_name="contract renewal"),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
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
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                django.db.models.functions.text.Lower("name"),
                                models.F("key"),
                                name="partner_by_name",
                            ),
                            models.Index(fields=["segment"], name="partners_pa_segment_77c744_idx"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("key", ""), _negated=True), name="partner_has_key"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="partner_has_name"
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "partners_partnerevent" ("country", "created_at", "id", "key", "name", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region", "renewal_on", "segment", "stage", "tier") VALUES (NEW."country", NEW."created_at", NEW."id", NEW."key", NEW."name", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."region", NEW."renewal_on", NEW."segment", NEW."stage", NEW."tier"); RETURN NULL;',
                                    hash="805c653e06226c6115525172616974b43df90fc4",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_71860",
                                    table="partners_partner",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "partners_partnerevent" ("country", "created_at", "id", "key", "name", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region", "renewal_on", "segment", "stage", "tier") VALUES (NEW."country", NEW."created_at", NEW."id", NEW."key", NEW."name", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."region", NEW."renewal_on", NEW."segment", NEW."stage", NEW."tier"); RETURN NULL;',
                                    hash="4e5e48f30498d7be0f3358873e86fd71331318b3",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_17ece",
                                    table="partners_partner",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PartnerEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        (
                            "key",
                            models.CharField(
                                help_text="what data files call the partner",
                                max_length=120,
                                verbose_name="key",
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        ("segment", models.CharField(blank=True, max_length=80, verbose_name="segment")),
                        ("tier", models.CharField(blank=True, max_length=40, verbose_name="tier")),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("prospect", "prospect"),
                                    ("onboarding", "onboarding"),
                                    ("enabled", "enabled"),
                                    ("performing", "performing"),
                                    ("strategic", "strategic"),
                                    ("leaving", "leaving"),
                                    ("left", "left"),
                                ],
                                default="enabled",
                                max_length=12,
                                verbose_name="lifecycle stage",
                            ),
                        ),
                        ("region", models.CharField(blank=True, max_length=80, verbose_name="region")),
                        ("country", models.CharField(blank=True, max_length=80, verbose_name="country")),
                        (
                            "renewal_on",
                            models.DateField(blank=True, null=True, verbose_name="contract renewal"),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
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
                                to="partners.partner",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="RiskFlag",
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
                                    ("financial", "financial"),
                                    ("security", "security"),
                                    ("legal", "legal"),
                                    ("operational", "operational"),
                                ],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "severity",
                            models.CharField(
                                choices=[("low", "low"), ("medium", "medium"), ("high", "high")],
                                max_length=6,
                                verbose_name="severity",
                            ),
                        ),
                        ("statement", models.CharField(max_length=300, verbose_name="what is risky")),
                        (
                            "mitigation",
                            models.CharField(blank=True, max_length=300, verbose_name="mitigation"),
                        ),
                        ("raised_on", models.DateField(verbose_name="raised on")),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed on")),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="owner",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="risk_flags",
                                to="partners.partner",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("closed_on", "-raised_on"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("closed_on", None),
                                    ("closed_on__gte", models.F("raised_on")),
                                    _connector="OR",
                                ),
                                name="risk_flag_closed_after_raised",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "partners_riskflagevent" ("closed_on", "id", "kind", "mitigation", "owner_id", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_on", "severity", "statement") VALUES (NEW."closed_on", NEW."id", NEW."kind", NEW."mitigation", NEW."owner_id", NEW."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."raised_on", NEW."severity", NEW."statement"); RETURN NULL;',
                                    hash="898301c9e44e2cf1659868c12965e48ce8f7bb1b",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_0e0c9",
                                    table="partners_riskflag",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "partners_riskflagevent" ("closed_on", "id", "kind", "mitigation", "owner_id", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_on", "severity", "statement") VALUES (NEW."closed_on", NEW."id", NEW."kind", NEW."mitigation", NEW."owner_id", NEW."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."raised_on", NEW."severity", NEW."statement"); RETURN NULL;',
                                    hash="33572caaccb3610de141d412eb60d1730045433a",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_99d58",
                                    table="partners_riskflag",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RiskFlagEvent",
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
                                    ("financial", "financial"),
                                    ("security", "security"),
                                    ("legal", "legal"),
                                    ("operational", "operational"),
                                ],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "severity",
                            models.CharField(
                                choices=[("low", "low"), ("medium", "medium"), ("high", "high")],
                                max_length=6,
                                verbose_name="severity",
                            ),
                        ),
                        ("statement", models.CharField(max_length=300, verbose_name="what is risky")),
                        (
                            "mitigation",
                            models.CharField(blank=True, max_length=300, verbose_name="mitigation"),
                        ),
                        ("raised_on", models.DateField(verbose_name="raised on")),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed on")),
                        (
                            "owner",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="owner",
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
                                to="partners.riskflag",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="LabelMerge",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "attribute",
                            models.CharField(
                                choices=[
                                    ("segment", "segment"),
                                    ("tier", "tier"),
                                    ("region", "region"),
                                    ("country", "country"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("label", models.CharField(max_length=80)),
                        ("into", models.CharField(max_length=80)),
                        ("merged_at", models.DateTimeField()),
                        (
                            "merged_by",
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
                                condition=models.Q(("label", models.F("into")), _negated=True),
                                name="label_merged_into_other",
                            ),
                            models.UniqueConstraint(fields=("attribute", "label"), name="label_merged_once"),
                        ],
                    },
                ),
            ]
        ),
    ]
