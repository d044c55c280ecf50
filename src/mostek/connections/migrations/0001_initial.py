import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import mostek.connections.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("companies", "0001_initial"),
        ("orders", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Connection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("program", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=100, verbose_name="account name")),
                ("environment", models.CharField(max_length=20, verbose_name="environment")),
                ("custom_url", models.URLField(blank=True, verbose_name="address")),
                ("sealed", models.TextField()),
                ("secrets_changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("options", models.JSONField(default=dict)),
                ("payment_map", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("active", "active"),
                            ("refused", "credentials do not work"),
                            ("off", "switched off"),
                        ],
                        default="active",
                        max_length=10,
                    ),
                ),
                ("problem", models.JSONField(null=True)),
                ("paused", models.BooleanField(default=False, verbose_name="paused")),
                ("account_name", models.CharField(blank=True, max_length=300)),
                ("account_tax_id", models.CharField(blank=True, max_length=30)),
                ("account_detail", models.CharField(blank=True, max_length=300)),
                ("warnings", models.JSONField(default=list)),
                ("verified_at", models.DateTimeField(null=True)),
                ("last_exchange_at", models.DateTimeField(null=True)),
                (
                    "fetch_pdf",
                    models.BooleanField(default=True, verbose_name="fetch and keep PDFs of documents"),
                ),
                ("auto_send", models.BooleanField(default=True, verbose_name="send documents automatically")),
                (
                    "mark_paid",
                    models.BooleanField(default=True, verbose_name="mark documents of paid orders as paid"),
                ),
                (
                    "webhook_token",
                    models.CharField(
                        default=mostek.connections.models.new_webhook_token, max_length=64, unique=True
                    ),
                ),
                ("webhook_verified_at", models.DateTimeField(null=True)),
                ("webhook_last_event_at", models.DateTimeField(null=True)),
                ("webhook_last_event", models.CharField(blank=True, max_length=100)),
                ("webhook_problem", models.JSONField(null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="companies.company"
                    ),
                ),
                (
                    "correction_field",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="orders.customfield",
                        verbose_name="custom field for corrections",
                    ),
                ),
                (
                    "document_field",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="orders.customfield",
                        verbose_name="custom field for documents",
                    ),
                ),
                (
                    "error_status",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="orders.orderstatus",
                        verbose_name="order status on error",
                    ),
                ),
            ],
            options={
                "ordering": ["program", "name"],
                "constraints": [
                    models.UniqueConstraint(fields=("company", "name"), name="connection_name_once")
                ],
            },
        ),
    ]
