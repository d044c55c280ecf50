from decimal import Decimal

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import mostek.invoicing.model


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("companies", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CustomField",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[("text", "text"), ("number", "number"), ("file", "file")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="companies.company"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="ImportProfile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("headings", models.CharField(max_length=64)),
                ("mapping", models.JSONField(default=dict)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="companies.company"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_name", models.CharField(max_length=200)),
                ("preset", models.CharField(max_length=40)),
                ("settings", models.JSONField(default=dict)),
                ("path", models.CharField(max_length=500)),
                ("state", models.CharField(default="queued", max_length=12)),
                ("bytes_total", models.BigIntegerField(default=0)),
                ("bytes_read", models.BigIntegerField(default=0)),
                ("orders_total", models.PositiveIntegerField(default=0)),
                ("position", models.PositiveIntegerField(default=0)),
                ("orders_new", models.PositiveIntegerField(default=0)),
                ("orders_changed", models.PositiveIntegerField(default=0)),
                ("orders_known", models.PositiveIntegerField(default=0)),
                ("orders_refused", models.PositiveIntegerField(default=0)),
                ("lines_refused", models.PositiveIntegerField(default=0)),
                ("remarks", models.PositiveIntegerField(default=0)),
                ("failure", models.JSONField(null=True)),
                ("created_by", models.CharField(blank=True, max_length=200)),
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
            name="ImportIssue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line", models.PositiveIntegerField()),
                ("order_number", models.CharField(blank=True, max_length=60)),
                ("problem", models.JSONField()),
                ("content", models.TextField(blank=True)),
                ("is_remark", models.BooleanField(default=False)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="issues",
                        to="orders.importrun",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=40, verbose_name="source")),
                ("number", models.CharField(max_length=60, verbose_name="number")),
                ("placed_at", models.DateTimeField(verbose_name="placed")),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                (
                    "basis",
                    models.CharField(
                        choices=[("gross", "gross"), ("net", "net")],
                        default=mostek.invoicing.model.PriceBasis["GROSS"],
                        max_length=5,
                        verbose_name="prices",
                    ),
                ),
                (
                    "discount",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=14, verbose_name="discount"
                    ),
                ),
                ("total", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="total")),
                (
                    "paid",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=14, verbose_name="paid"
                    ),
                ),
                ("paid_on", models.DateField(blank=True, null=True, verbose_name="paid on")),
                (
                    "payment_means",
                    models.CharField(
                        choices=[
                            ("transfer", "transfer"),
                            ("card", "card"),
                            ("cash", "cash"),
                            ("cash_on_delivery", "cash_on_delivery"),
                            ("blik", "blik"),
                            ("online", "online"),
                            ("paypal", "paypal"),
                            ("instalments", "instalments"),
                            ("other", "other"),
                        ],
                        max_length=20,
                        verbose_name="payment method",
                    ),
                ),
                ("payment_name", models.CharField(blank=True, max_length=100)),
                (
                    "delivery_method",
                    models.CharField(blank=True, max_length=100, verbose_name="delivery method"),
                ),
                ("buyer", models.JSONField(default=dict)),
                ("recipient", models.JSONField(blank=True, default=dict)),
                ("buyer_name", models.CharField(blank=True, max_length=512, verbose_name="buyer")),
                ("buyer_tax_id", models.CharField(blank=True, max_length=30, verbose_name="tax ID")),
                ("buyer_email", models.CharField(blank=True, max_length=254)),
                ("notes", models.TextField(blank=True, verbose_name="notes")),
                ("content_hash", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="companies.company"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OrderEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("kind", models.CharField(max_length=20)),
                ("text", models.CharField(max_length=300)),
                ("values", models.JSONField(default=dict)),
                ("actor", models.CharField(blank=True, max_length=200)),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="orders.order"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="OrderLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=512, verbose_name="name")),
                ("sku", models.CharField(blank=True, max_length=60)),
                ("quantity", models.DecimalField(decimal_places=4, max_digits=14, verbose_name="quantity")),
                ("unit", models.CharField(blank=True, max_length=20, verbose_name="unit")),
                (
                    "unit_price",
                    models.DecimalField(decimal_places=6, max_digits=18, verbose_name="unit price"),
                ),
                (
                    "allowance",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=14, verbose_name="discount"
                    ),
                ),
                ("vat_code", models.CharField(blank=True, max_length=10, verbose_name="VAT")),
                ("kind", models.CharField(default=mostek.invoicing.model.LineKind["GOODS"], max_length=10)),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="orders.order"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="OrderStatus",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("color", models.CharField(default="blue", max_length=20, verbose_name="colour")),
                ("position", models.PositiveIntegerField(default=0)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="companies.company"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
            },
        ),
        migrations.AddField(
            model_name="order",
            name="status",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="orders.orderstatus",
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="status_before_error",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="orders.orderstatus",
            ),
        ),
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("content_type", models.CharField(max_length=100)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("data", models.BinaryField()),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
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
            name="FieldValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=500)),
                ("number", models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True)),
                (
                    "field",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orders.customfield"
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="field_values",
                        to="orders.order",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="orders.storedfile",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="customfield",
            constraint=models.UniqueConstraint(fields=("company", "name"), name="custom_field_once"),
        ),
        migrations.AddConstraint(
            model_name="importprofile",
            constraint=models.UniqueConstraint(fields=("company", "headings"), name="import_profile_once"),
        ),
        migrations.AddIndex(
            model_name="orderline",
            index=models.Index(fields=["order", "position"], name="order_line_order"),
        ),
        migrations.AddConstraint(
            model_name="orderstatus",
            constraint=models.UniqueConstraint(fields=("company", "name"), name="order_status_once"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["company", "-placed_at", "-id"], name="order_recent"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["company", "number"], name="order_number"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["company", "status", "-placed_at", "-id"], name="order_by_status"),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.UniqueConstraint(fields=("company", "source", "number"), name="order_once"),
        ),
        migrations.AddIndex(
            model_name="fieldvalue",
            index=models.Index(fields=["order", "field"], name="field_value_order"),
        ),
    ]
