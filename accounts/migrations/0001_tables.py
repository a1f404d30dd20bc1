import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import accounts.models
from partnerdesk.core.operations import Together


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="NameSeal",
                    fields=[
                        ("seal", models.CharField(max_length=64, primary_key=True, serialize=False)),
                        ("salt", models.CharField(max_length=32)),
                        ("name", models.CharField(max_length=120)),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="seals",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "name"), name="one_seal_per_name")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="User",
                    fields=[
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        (
                            "last_login",
                            models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                        ),
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("email", models.EmailField(max_length=254, unique=True, verbose_name="email")),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("viewer", "viewer"),
                                    ("manager", "partner manager"),
                                    ("steward", "data steward"),
                                    ("admin", "administrator"),
                                ],
                                default="viewer",
                                max_length=10,
                                verbose_name="role",
                            ),
                        ),
                        (
                            "time_zone",
                            models.CharField(
                                default="UTC",
                                max_length=60,
                                validators=[accounts.models.validate_time_zone],
                                verbose_name="time zone",
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                choices=[("en", "English"), ("ja", "Japanese")],
                                default="en",
                                max_length=8,
                                verbose_name="language",
                            ),
                        ),
                        (
                            "theme",
                            models.CharField(
                                choices=[
                                    ("system", "as the system says"),
                                    ("light", "light"),
                                    ("dark", "dark"),
                                ],
                                default="system",
                                max_length=8,
                                verbose_name="theme",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="active")),
                        (
                            "created_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        (
                            "digest_hour",
                            models.PositiveSmallIntegerField(default=7, verbose_name="hour of the digest"),
                        ),
                        (
                            "muted_kinds",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("digest_hour__range", (0, 23))), name="user_digest_hour"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                                name="user_email_lower",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("role__in", ["viewer", "manager", "steward", "admin"])),
                                name="user_role_known",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "accounts_userevent" ("created_at", "digest_hour", "email", "id", "is_active", "language", "muted_kinds", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "theme", "time_zone") VALUES (NEW."created_at", NEW."digest_hour", NEW."email", NEW."id", NEW."is_active", NEW."language", NEW."muted_kinds", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."role", NEW."theme", NEW."time_zone"); RETURN NULL;',
                                    hash="34d6934631b13721f474696eb5094249bfe92f0c",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_3867c",
                                    table="accounts_user",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."digest_hour" IS DISTINCT FROM (NEW."digest_hour") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."muted_kinds" IS DISTINCT FROM (NEW."muted_kinds") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."theme" IS DISTINCT FROM (NEW."theme") OR OLD."time_zone" IS DISTINCT FROM (NEW."time_zone"))',
                                    func='INSERT INTO "accounts_userevent" ("created_at", "digest_hour", "email", "id", "is_active", "language", "muted_kinds", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "theme", "time_zone") VALUES (NEW."created_at", NEW."digest_hour", NEW."email", NEW."id", NEW."is_active", NEW."language", NEW."muted_kinds", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."role", NEW."theme", NEW."time_zone"); RETURN NULL;',
                                    hash="117b7dd5a30eb1b12dccbe820938effc2f43502d",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_0e890",
                                    table="accounts_user",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="UserEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("email", models.EmailField(max_length=254, verbose_name="email")),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("viewer", "viewer"),
                                    ("manager", "partner manager"),
                                    ("steward", "data steward"),
                                    ("admin", "administrator"),
                                ],
                                default="viewer",
                                max_length=10,
                                verbose_name="role",
                            ),
                        ),
                        (
                            "time_zone",
                            models.CharField(
                                default="UTC",
                                max_length=60,
                                validators=[accounts.models.validate_time_zone],
                                verbose_name="time zone",
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                choices=[("en", "English"), ("ja", "Japanese")],
                                default="en",
                                max_length=8,
                                verbose_name="language",
                            ),
                        ),
                        (
                            "theme",
                            models.CharField(
                                choices=[
                                    ("system", "as the system says"),
                                    ("light", "light"),
                                    ("dark", "dark"),
                                ],
                                default="system",
                                max_length=8,
                                verbose_name="theme",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="active")),
                        (
                            "created_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "digest_hour",
                            models.PositiveSmallIntegerField(default=7, verbose_name="hour of the digest"),
                        ),
                        (
                            "muted_kinds",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="CalendarAddress",
                    fields=[
                        (
                            "person",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="calendar_address",
                                serialize=False,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("token_sha256", models.CharField(max_length=64, unique=True)),
                        ("made_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name_plural": "calendar addresses",
                    },
                ),
            ]
        ),
    ]
