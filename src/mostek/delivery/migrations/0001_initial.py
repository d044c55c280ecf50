import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("companies", "0001_initial"),
        ("connections", "0001_initial"),
        ("documents", "0001_initial"),
        ("orders", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Lane",
            fields=[
                (
                    "connection",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="connections.connection",
                    ),
                ),
                ("open", models.BooleanField(default=True)),
                ("concurrency", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="RateBucket",
            fields=[
                ("name", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("next_at", models.FloatField(default=0)),
                ("blocked_until", models.FloatField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Switch",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("on", models.BooleanField(default=False)),
                ("changed_by", models.CharField(blank=True, max_length=200)),
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.CreateModel(
            name="WorkerBeat",
            fields=[
                ("name", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("host", models.CharField(max_length=100)),
                ("pid", models.PositiveIntegerField()),
                ("version", models.CharField(max_length=20)),
                ("started_at", models.FloatField()),
                ("seen_at", models.FloatField()),
                ("in_hand", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "queued"),
                            ("sending", "sending"),
                            ("accepted", "waiting for the program"),
                            ("issued", "booked"),
                            ("warning", "booked, look at it"),
                            ("rejected", "rejected"),
                            ("in_doubt", "in doubt"),
                            ("held", "held"),
                            ("skipped", "skipped"),
                            ("cancelled", "cancelled"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("check", "Check"),
                            ("buyer", "Buyer"),
                            ("create", "Create"),
                            ("prove", "Prove"),
                            ("await", "Await"),
                            ("fetch", "Fetch"),
                            ("pdf", "Pdf"),
                            ("payment", "Payment"),
                            ("done", "Done"),
                        ],
                        default="check",
                        max_length=10,
                    ),
                ),
                ("due_at", models.FloatField(null=True)),
                ("owner", models.CharField(max_length=60, null=True)),
                ("token", models.PositiveBigIntegerField(default=0)),
                ("sends", models.PositiveIntegerField(default=0)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("uncertain_at", models.FloatField(null=True)),
                ("task", models.CharField(blank=True, max_length=100)),
                ("buyer_id", models.CharField(blank=True, max_length=100)),
                ("remote_id", models.CharField(blank=True, max_length=100)),
                ("remote_number", models.CharField(blank=True, max_length=100)),
                ("link", models.CharField(blank=True, max_length=500)),
                ("hints", models.JSONField(default=dict)),
                ("problems", models.JSONField(default=list)),
                ("warnings", models.JSONField(default=list)),
                ("polls", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("changed_at", models.FloatField(default=0)),
                ("settled_at", models.FloatField(null=True)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="companies.company"
                    ),
                ),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="connections.connection",
                    ),
                ),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="delivery",
                        to="documents.document",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(max_length=10)),
                ("begun_at", models.FloatField()),
                ("ended_at", models.FloatField(null=True)),
                ("outcome", models.CharField(blank=True, max_length=20)),
                ("worker", models.CharField(max_length=60)),
                ("problems", models.JSONField(default=list)),
                ("exchanges", models.JSONField(default=list)),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attempts",
                        to="delivery.delivery",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("params", models.JSONField(default=dict)),
                ("state", models.CharField(default="queued", max_length=10)),
                ("total", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("failed", models.PositiveIntegerField(default=0)),
                ("problem", models.JSONField(null=True)),
                ("due_at", models.FloatField(db_index=True, null=True)),
                ("created_by", models.CharField(max_length=200)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="companies.company"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="JobItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("problems", models.JSONField(default=list)),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="delivery.job"
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orders.order"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WebhookEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("event_id", models.CharField(max_length=100)),
                ("name", models.CharField(max_length=100)),
                ("received_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="webhook_events",
                        to="connections.connection",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BuyerRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("remote_id", models.CharField(blank=True, max_length=100)),
                ("holder", models.CharField(blank=True, max_length=60)),
                ("held_until", models.FloatField(default=0)),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="connections.connection",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("connection", "key"), name="buyer_record_once")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False)),
                fields=["connection", "due_at"],
                name="delivery_due",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False), ("state", "accepted")),
                fields=["connection", "due_at"],
                name="delivery_due_accepted",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("owner__isnull", False)), fields=["connection"], name="delivery_in_hand"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["company", "state", "-id"], name="delivery_by_state"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("task", ""), _negated=True),
                fields=["connection", "task"],
                name="delivery_task",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("remote_id", ""), _negated=True),
                fields=["connection", "remote_id"],
                name="delivery_remote",
            ),
        ),
        migrations.AddIndex(
            model_name="attempt",
            index=models.Index(fields=["delivery", "id"], name="attempt_of_delivery"),
        ),
        migrations.AddConstraint(
            model_name="webhookevent",
            constraint=models.UniqueConstraint(fields=("connection", "event_id"), name="webhook_event_once"),
        ),
    ]
