"""A workspace of Amazon Managed Grafana: off unless the settings ask for one."""

import json

from tests.conftest import Stack, Synthesize


def test_there_is_none_by_default(example: Stack) -> None:
    """It costs by the head."""
    assert not example.resources("aws_grafana_workspace")


def test_a_workspace_reads_as_that_role(synthesize: Synthesize) -> None:
    """Its own account's only, with plugin management, and the role lets it in."""
    ways = ["SAML", "AWS_SSO"]
    stack = synthesize(consumers={"grafana": {"workspace": {"enabled": True, "sign_in": ways}}})
    workspace = stack.resource("aws_grafana_workspace", "consumers_grafana_workspace")
    assert workspace["role_arn"].startswith("${aws_iam_role.consumers_grafana_role")
    assert workspace["permission_type"] == "CUSTOMER_MANAGED"
    assert workspace["account_access_type"] == "CURRENT_ACCOUNT"
    assert json.loads(workspace["configuration"])["plugins"] == {"pluginAdminEnabled": True}
    # In AWS's order, whatever that of the settings: another would replace the workspace.
    assert workspace["authentication_providers"] == ["AWS_SSO", "SAML"]
    (trusted,) = stack.policy("aws_iam_role", "consumers_grafana_role", "assume_role_policy")[
        "Statement"
    ]
    assert trusted["Principal"] == {"Service": "grafana.amazonaws.com"}
