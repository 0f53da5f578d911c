"""The columns of CUR 2.0 and the settings that choose among them."""

from modules.datasets import CUR2
from tests.conftest import environment


def test_cur2_has_the_columns_that_aws_documents() -> None:
    """115 always, 11 for split costs, 3 for capacity reservations, 2 about who."""
    assert len(CUR2.columns) == 131
    assert len({column.name for column in CUR2.columns}) == 131
    needs = [column.needs for column in CUR2.columns]
    assert needs.count("INCLUDE_SPLIT_COST_ALLOCATION_DATA") == 11
    assert needs.count("INCLUDE_CAPACITY_RESERVATION_DATA") == 3


def test_the_columns_that_only_cur2_has_are_columns_of_it() -> None:
    """All maps among them: legacy CUR has a column a tag or attribute."""
    assert {column.name for column in CUR2.columns} >= CUR2.own_columns
    maps = {column.name for column in CUR2.columns if column.type.startswith("map<")}
    assert maps - {"tags"} <= CUR2.own_columns  # other tables of Data Exports have tags, too


def test_a_flag_brings_its_columns() -> None:
    """One switch drives the table configuration and the columns of the query."""
    without = environment(exports={"cur2": {}}).exports.cur2
    with_principal = environment(
        exports={"cur2": {"include_iam_principal_data": True}}
    ).exports.cur2
    assert with_principal.table_configurations["INCLUDE_IAM_PRINCIPAL_DATA"] == "TRUE"
    added = set(with_principal.exported_columns) - set(without.exported_columns)
    assert added == {"line_item_iam_principal"}


def test_manual_discount_compatibility_drops_the_discount_columns() -> None:
    """AWS removes them, so selecting them would fail."""
    settings = environment(
        exports={"cur2": {"include_manual_discount_compatibility": True}}
    ).exports.cur2
    assert not {"discount", "discount_total_discount"} & set(settings.exported_columns)


def test_columns_keep_the_order_of_the_dataset() -> None:
    """However the settings list them."""
    chosen = ["product", "bill_bill_type"]
    settings = environment(exports={"cur2": {"columns": chosen}}).exports.cur2
    assert settings.exported_columns == ("bill_bill_type", "product")
