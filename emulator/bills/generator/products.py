"""What is sold: its code, what CUR and FOCUS call it, and FOCUS's categories."""

import csv
from pathlib import Path

PRODUCTS: tuple[dict[str, str], ...] = tuple(
    csv.DictReader(Path(__file__).with_name("products.csv").read_text().splitlines())
)
NAMES = {product["product"]: product["name"] for product in PRODUCTS}


def of_product(code: str) -> dict[str, object]:
    """The columns of CUR that say what a line item is of."""
    return {"line_item_product_code": code, "product": {"product_name": NAMES[code]}}
