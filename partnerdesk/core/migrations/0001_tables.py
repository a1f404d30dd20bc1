import uuid

import django.db.models.deletion
import django.db.models.fields.json
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
                    name="Job",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("kind", models.CharField(max_length=40)),
                        ("subject_id", models.UUIDField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "waiting"),
                                    ("done", "done"),
                                    ("refused", "refused"),
                                    ("parked", "parked"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("due_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("claim", models.UUIDField(null=True)),
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
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "waiting")), fields=["due_at"], name="job_due"
                            ),
                            models.Index(fields=["subject_id", "-created_at"], name="job_subject"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("finished_at", None), ("state", "waiting")),
                                    models.Q(
                                        models.Q(("state", "waiting"), _negated=True),
                                        ("finished_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="job_finished_has_time",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("claim", None), ("state", "waiting")),
                                fields=("kind", "subject_id"),
                                name="job_one_waiting",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Event",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("kind", models.CharField(max_length=60)),
                        ("subject_kind", models.CharField(max_length=40)),
                        ("subject_id", models.UUIDField()),
                        ("data", models.JSONField(default=dict)),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                django.db.models.fields.json.KeyTextTransform("sha256", "data"),
                                condition=models.Q(("kind__in", ["record.exported", "meeting.exported"])),
                                name="event_of_file",
                            ),
                            models.Index(fields=["subject_id", "-id"], name="event_subject"),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="e10987bc9a49a1926c7e6570fb01934fa665dda6",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_56466",
                                    table="core_event",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="no_truncate",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'this table is kept: TRUNCATE is refused' USING ERRCODE = 'restrict_violation';",
                                    hash="b4e79d8c5f95e0d664e650a972c27e4d1dc954b4",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_no_truncate_65091",
                                    table="core_event",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Mail",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("digest_on", models.DateField(null=True)),
                        ("written_at", models.DateTimeField()),
                        ("problem", models.TextField(blank=True)),
                        ("server_away_at", models.DateTimeField(null=True)),
                        ("sent_at", models.DateTimeField(null=True)),
                        ("given_up_at", models.DateTimeField(null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["person", "-written_at"], name="mail_newest"),
                            models.Index(
                                condition=models.Q(("given_up_at", None), ("sent_at", None)),
                                fields=["server_away_at"],
                                name="mail_waiting",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("person", "digest_on"), name="mail_one_digest_a_day"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("sent_at", None), ("given_up_at", None), _connector="OR"),
                                name="mail_sent_or_given_up",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Notice",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("kind", models.CharField(max_length=40)),
                        ("key", models.CharField(max_length=200)),
                        ("subject_kind", models.CharField(max_length=40)),
                        ("subject_id", models.UUIDField()),
                        ("what", models.TextField()),
                        ("about", models.TextField(blank=True)),
                        ("address", models.TextField()),
                        ("is_urgent", models.BooleanField(default=False)),
                        ("is_for_mail", models.BooleanField(default=False)),
                        ("created_at", models.DateTimeField()),
                        ("seen_at", models.DateTimeField(null=True)),
                        (
                            "mail",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="notices",
                                to="core.mail",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("is_for_mail", True)),
                                fields=["person"],
                                name="notice_for_mail",
                            ),
                            models.Index(fields=["person", "-created_at", "-id"], name="notice_newest"),
                            models.Index(
                                condition=models.Q(("seen_at", None)), fields=["person"], name="notice_unseen"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("address__startswith", "/"),
                                    models.Q(("address__startswith", "//"), _negated=True),
                                ),
                                name="notice_address_is_a_path",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("is_for_mail", False), ("mail", None), _connector="OR"),
                                name="notice_mailed_once",
                            ),
                            models.UniqueConstraint(fields=("person", "kind", "key"), name="notice_once"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EventSeal",
                    fields=[
                        ("position", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("previous_sha256", models.CharField(blank=True, max_length=64)),
                        ("sha256", models.CharField(max_length=64, unique=True)),
                        ("sealed_at", models.DateTimeField()),
                        (
                            "event",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="seal",
                                to="core.event",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("position", 1), ("previous_sha256", "")),
                                    models.Q(
                                        ("position__gt", 1), models.Q(("previous_sha256", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="seal_chained",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="6b0b453952b7c121ef14be5134dd5b2eae2bc4c5",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_e5d6e",
                                    table="core_eventseal",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="no_truncate",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'this table is kept: TRUNCATE is refused' USING ERRCODE = 'restrict_violation';",
                                    hash="1efc4e0d5f7aa6d820327e503b8a5b7fd0011e91",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_no_truncate_d3169",
                                    table="core_eventseal",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
