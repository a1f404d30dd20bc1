import uuid

import django.db.models.deletion
import django.utils.timezone
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
                    name="Framework",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("key", models.SlugField(max_length=60, unique=True)),
                        ("prefix", models.CharField(max_length=2, unique=True)),
                    ],
                    options={
                        "ordering": ("key",),
                    },
                ),
                migrations.CreateModel(
                    name="GlossaryTerm",
                    fields=[
                        ("slug", models.SlugField(max_length=80, primary_key=True, serialize=False)),
                        ("position", models.PositiveSmallIntegerField()),
                        ("name", models.CharField(max_length=120)),
                        ("data", models.JSONField()),
                        ("search_text", models.TextField()),
                    ],
                    options={
                        "ordering": ("position",),
                    },
                ),
                migrations.CreateModel(
                    name="FrameworkVersion",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("data", models.JSONField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("published_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "framework",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="frameworks.framework",
                            ),
                        ),
                        (
                            "published_by",
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
                            models.UniqueConstraint(
                                fields=("framework", "number"), name="framework_version_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1)), name="framework_version_positive"
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="24d7533b6e23ae1c67a13c0f69610c660857a4f5",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_a60c9",
                                    table="frameworks_frameworkversion",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="no_truncate",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'this table is kept: TRUNCATE is refused' USING ERRCODE = 'restrict_violation';",
                                    hash="e127a73e5dea3d400990368fa235d4c5072379a5",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_no_truncate_8116e",
                                    table="frameworks_frameworkversion",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
