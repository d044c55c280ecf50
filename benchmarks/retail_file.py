"""A file of the shape of the public data set “Online Retail”, for machines that do not have it."""

import csv
import gzip
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

HEADINGS = (
    "InvoiceNo",
    "StockCode",
    "Description",
    "Quantity",
    "InvoiceDate",
    "UnitPrice",
    "CustomerID",
    "Country",
)
COUNTRIES = ("United Kingdom",) * 18 + ("Germany", "France")
WORDS = ("WHITE", "RED", "SMALL", "LARGE", "GLASS", "WOODEN", "HEART", "LANTERN", "BAG", "BOX", "CUP", "TIN")
CANCELLED = 0.148
"""The share of numbers with C."""


def write_retail_file(path: Path, rows: int, orders: int) -> None:
    """So many rows of so many numbers; the same file for the same sizes."""
    dice = random.Random(5)
    moment = datetime(2010, 12, 1, 8, 26, tzinfo=UTC)
    with gzip.open(path, "wt", encoding="utf-8", newline="", compresslevel=3) as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for number in range(orders):
            cancels = dice.random() < CANCELLED
            left, orders_left = rows, orders - number
            count = left if orders_left == 1 else _rows_of_one(dice, cancels, left, orders_left)
            moment += timedelta(minutes=dice.randint(1, 38))
            head = f"{'C' if cancels else ''}{536365 + number}"
            customer = str(dice.randint(12346, 18287)) if dice.random() < 0.75 else ""
            country = dice.choice(COUNTRIES)
            for _ in range(count):
                quantity = dice.choice((1, 1, 2, 3, 6, 12, 24)) * (-1 if cancels else 1)
                price = f"{dice.randint(19, 1295) / 100:g}"
                name = " ".join(dice.sample(WORDS, 4))
                code = str(dice.randint(10002, 90214))
                writer.writerow(
                    (head, code, name, quantity, f"{moment:%Y-%m-%d %H:%M:%S}", price, customer, country)
                )
            rows -= count


def _rows_of_one(dice: random.Random, cancels: bool, left: int, orders_left: int) -> int:
    mean = left / orders_left
    wanted = dice.randint(1, 4) if cancels else 1 + int(dice.expovariate(1 / (1.1 * mean)))
    return max(1, min(wanted, left - orders_left + 1))
