import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("companies", "0001_initial"),
        ("connections", "0001_initial"),
        ("orders", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Series",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, verbose_name="code")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("invoice", "invoice"),
                            ("correction", "correction"),
                            ("proforma", "pro forma invoice"),
                            ("advance", "advance invoice"),
                            ("final", "final invoice"),
                            ("receipt", "receipt"),
                        ],
                        default="invoice",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "numbering",
                    models.CharField(
                        choices=[("hub", "we number"), ("program", "the program numbers")],
                        max_length=8,
                        verbose_name="who numbers",
                    ),
                ),
                ("pattern", models.CharField(blank=True, max_length=60, verbose_name="pattern")),
                (
                    "restart",
                    models.CharField(
                        choices=[("month", "every month"), ("year", "every year"), ("never", "never")],
                        default="month",
                        max_length=6,
                        verbose_name="starts anew",
                    ),
                ),
                (
                    "remote_series",
                    models.CharField(blank=True, max_length=60, verbose_name="series at the program"),
                ),
                ("place", models.CharField(blank=True, max_length=100, verbose_name="place of issue")),
                ("language", models.CharField(default="pl", max_length=5, verbose_name="language")),
                (
                    "payment_days",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="payment term in days"),
                ),
                (
                    "exemption_reason",
                    models.CharField(
                        blank=True, max_length=256, verbose_name="reason for exemption from VAT"
                    ),
                ),
                ("notes", models.TextField(blank=True, max_length=1000, verbose_name="notes")),
                ("archived", models.BooleanField(default=False, verbose_name="archived")),
                (
                    "bank_account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="companies.bankaccount",
                        verbose_name="bank account",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="companies.company"
                    ),
                ),
                (
                    "connection",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="series",
                        to="connections.connection",
                        verbose_name="accounting program",
                    ),
                ),
            ],
            options={
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("invoice", "invoice"),
                            ("correction", "correction"),
                            ("proforma", "pro forma invoice"),
                            ("advance", "advance invoice"),
                            ("final", "final invoice"),
                            ("receipt", "receipt"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("reference", models.CharField(max_length=32, unique=True)),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="number")),
                ("taken_number", models.CharField(max_length=60, null=True)),
                ("issue_date", models.DateField(verbose_name="issue date")),
                ("sale_date", models.DateField(verbose_name="date of sale")),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                ("buyer_name", models.CharField(max_length=512, verbose_name="buyer")),
                ("buyer_tax_id", models.CharField(blank=True, max_length=30, verbose_name="tax ID")),
                ("net", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="net")),
                ("vat", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="VAT")),
                ("gross", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="gross")),
                ("content", models.JSONField()),
                ("revision", models.PositiveIntegerField(default=1)),
                ("reason", models.JSONField(default=dict)),
                ("created_by", models.CharField(max_length=200)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("cancelled_at", models.DateTimeField(null=True)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="companies.company"
                    ),
                ),
                (
                    "connection",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="connections.connection",
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="documents.document",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="orders.order",
                    ),
                ),
                (
                    "pdf",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="orders.storedfile",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="documents.series",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SeriesCounter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period", models.CharField(max_length=7)),
                ("next", models.PositiveIntegerField(default=1)),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="counters",
                        to="documents.series",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.UniqueConstraint(fields=("company", "code"), name="series_code_once"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["company", "-id"], name="document_recent"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["company", "number"], name="document_number"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["company", "-issue_date", "-id"], name="document_by_date"),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("cancelled_at__isnull", True), ("kind__in", ("invoice", "receipt", "final"))
                ),
                fields=("order",),
                name="one_originating_document_per_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                fields=("series", "taken_number"), name="document_number_once_per_series"
            ),
        ),
        migrations.AddConstraint(
            model_name="seriescounter",
            constraint=models.UniqueConstraint(fields=("series", "period"), name="series_counter_once"),
        ),
    ]
