"""The analysts' policy."""

from tests.conftest import Stack


def actions(stack: Stack) -> dict[str, tuple[list[str], object]]:
    policy = stack.policy("aws_iam_policy", "consumers_reader_policy")
    return {
        s["Sid"]: ([s["Action"]] if isinstance(s["Action"], str) else s["Action"], s["Resource"])
        for s in policy["Statement"]
    }


def test_reader_writes_nothing_but_query_results(example: Stack) -> None:
    """Every writing action is on the results bucket."""
    for sid, (allowed, resource) in actions(example).items():
        writing = [a for a in allowed if a.split(":")[1].startswith(("Put", "Delete", "Create"))]
        if writing:
            assert sid == "KeepResults"
            assert "storage_results_bucket" in str(resource)


def test_reader_reads_the_tables_prefixes_only(example: Stack) -> None:
    """One prefix a table."""
    _, objects = actions(example)["ReadData"]
    assert isinstance(objects, list)
    assert [arn.split("}")[1] for arn in objects] == [
        "/cur2/*",
        "/focus/*",
        "/cur/*",
        "/daily_costs/*",
        "/resource_costs/*",
    ]


def test_reader_is_bound_to_one_workgroup_and_database(example: Stack) -> None:
    """Athena's IAM actions accept both ARNs; `*` is only what consoles list before anybody chooses."""
    found = actions(example)
    assert "aws_athena_workgroup.query_workgroup" in str(found["UseWorkgroup"][1])
    assert found["ReadCatalog"][1] == [
        "arn:aws:glue:eu-west-1:123456789012:catalog",
        "arn:aws:glue:eu-west-1:123456789012:database/cid_data_export",
        "arn:aws:glue:eu-west-1:123456789012:table/cid_data_export/*",
    ]
    everything = [sid for sid, (_, resource) in found.items() if resource == "*"]
    assert everything == ["ListChoices"]
