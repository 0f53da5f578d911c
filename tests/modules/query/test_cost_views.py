"""The views as Glue must have them for Athena."""

import base64
import json

import pytest

from modules.views import VIEWS, read_view, views_over
from tests.conftest import Json, Stack, Synthesize

LARGEST_TEXT = 409_600  # characters that Glue takes


def views(stack: Stack) -> dict[str, Json]:
    """By name."""
    tables = stack.resources("aws_glue_catalog_table").values()
    return {table["name"]: table for table in tables if table["table_type"] == "VIRTUAL_VIEW"}


def definition(view: Json) -> Json:
    text = view["view_original_text"]
    assert text.startswith("/* Presto View: ")
    assert text.endswith(" */")
    parsed: Json = json.loads(base64.b64decode(text.split()[3]))
    return parsed


def test_a_view_is_stored_as_athena_stores_its_own(example: Stack) -> None:
    """SQL as the file has it, types in Trino's words and in Hive's, a SerDe that is none."""
    for view in views_over(("cur2", "cur_declared")):
        stored = views(example)[view.name]
        assert stored["parameters"] == {"presto_view": "true", "comment": "Presto View"}
        assert stored["view_expanded_text"] == "/* Presto View */"
        assert definition(stored) == {
            "catalog": "awsdatacatalog",
            "columns": [{"name": c.name, "type": c.type} for c in view.columns],
            "originalSql": view.sql,
            "runAsInvoker": True,
            "schema": "cid_data_export",
        }
        storage = stored["storage_descriptor"]
        assert storage["ser_de_info"] == {"name": "-", "serialization_library": "-"}
        hive = {"varchar": "string", "map(varchar, varchar)": "map<string,string>"}
        assert storage["columns"] == [
            {"name": c.name, "type": hive.get(c.type, c.type)} for c in view.columns
        ]
        assert not {"view_definition", "description"} & stored.keys()
        assert len(stored["view_original_text"]) <= LARGEST_TEXT


def test_a_view_depends_on_what_it_reads(example: Stack) -> None:
    """So that nothing is destroyed under it."""
    depends = views(example)["costs"]["depends_on"]
    assert [name.rpartition("_")[0] for name in depends] == [
        "aws_glue_catalog_table.query_views_costs_cur2",
        "aws_glue_catalog_table.query_views_costs_legacy",
        "aws_glue_catalog_table.catalog_cur2_table",
    ]


ON, OFF = {"enabled": True}, {"enabled": False}


@pytest.mark.parametrize(
    ("exports", "form"),
    [
        ({}, "cur2"),
        ({"legacy_cur": ON}, "cur2_legacy_cur"),
        ({"cur2": OFF, "legacy_cur": ON}, "focus_legacy_cur"),
        ({"cur2": OFF}, "focus"),
        ({"cur2": OFF, "focus": OFF, "legacy_cur": ON}, "legacy_cur"),
    ],
)
def test_costs_are_the_best_of_the_exports_that_are_on(
    synthesize: Synthesize, exports: Json, form: str
) -> None:
    """And no view is there of an export that is off."""
    found = views(synthesize(exports=exports))
    assert definition(found["costs"])["originalSql"] == read_view(VIEWS / f"costs/{form}.sql").sql
    assert ("costs_legacy" in found) == ("legacy_cur" in form)
    assert ("kubernetes_costs" in found) == ("cur2" in form)
    assert "recommendations" not in found


def test_no_view_looks_like_a_bill_to_cids_tool(example: Stack) -> None:
    """It asks which table is meant when several have its 21 columns."""
    from tests.modules.catalog.test_projected_table import CID_CALLS_IT_A_CUR

    for view in views(example).values():
        columns = {column["name"] for column in view["storage_descriptor"]["columns"]}
        assert not columns & CID_CALLS_IT_A_CUR
