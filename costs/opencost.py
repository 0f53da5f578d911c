"""`opencost`: how OpenCost and Kubecost find an environment's line items, as files for their charts."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from athena.errors import ExpectedFailure
from costs.options import EnvironmentArgument, pipeline

if TYPE_CHECKING:
    from modules.plan import Line, Plan

SECRET = "cloud-integration"  # its key must be the file's name


def opencost(
    environment: EnvironmentArgument = None,
    out: Annotated[Path, typer.Option(help="Folder to write to.")] = Path("opencost"),
) -> None:
    """Write what OpenCost and Kubecost need (docs/opencost.md).

    Cloud integration and Helm values.
    """
    chosen = pipeline(environment)
    plan = chosen.plan
    if not (plan.environment.consumers.opencost.enabled and plan.line_items):
        raise ExpectedFailure(
            f"opencost {chosen.name}: consumers.opencost lets no pods read: set oidc_provider, "
            "pod_identity or principals, and apply"
        )
    out.mkdir(parents=True, exist_ok=True)
    found = _files(plan, plan.line_items)
    for name, content in found.items():
        (out / name).write_text(_text(content))
    typer.echo(f"{out}: {', '.join(found)}")


def _files(plan: "Plan", line: "Line") -> dict[str, Mapping[str, object]]:
    """JSON is YAML, too: no library is needed to write manifest and values."""
    settings = plan.environment.consumers.opencost
    integration = {"aws": {"athena": [_athena(plan, line)]}}
    secret = {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": SECRET, "namespace": settings.namespace},
        "type": "Opaque",
        "stringData": {"cloud-integration.json": _text(integration)},
    }
    account = _service_account(plan)
    return {
        "cloud-integration.json": integration,
        "secret.yaml": secret,
        "values-opencost.yaml": {
            **account,
            "opencost": {"cloudIntegrationSecret": SECRET, "cloudCost": {"enabled": True}},
        },
        "values-kubecost.yaml": {
            **account,
            "cloudCost": {"cloudIntegrationSecret": SECRET},
        },
    }


def _service_account(plan: "Plan") -> Mapping[str, object]:
    """Whom the role trusts; roles in `principals` have a service account that is none of ours."""
    settings = plan.environment.consumers.opencost
    if settings.principals:
        return {}
    account: dict[str, object] = {"create": True, "name": settings.service_account}
    if settings.oidc_provider:
        arn = plan.names.role_arn(plan.names.opencost_role)
        account["annotations"] = {"eks.amazonaws.com/role-arn": arn}
    return {"serviceAccount": account}


def _athena(plan: "Plan", line: "Line") -> Mapping[str, object]:
    from modules import iam
    from modules.datasets import BillingService

    names = plan.names
    legacy = line.dataset.service is BillingService.LEGACY_REPORT
    # No `catalog`: versions of OpenCost fail on the key; without it they ask the account's own.
    return {
        "bucket": f"s3://{names.results_bucket}/{iam.OPENCOST_RESULTS}",
        "region": names.region,
        "database": names.database,
        "table": line.dataset.table,
        "workgroup": names.opencost_workgroup,
        "account": names.account_id,
        "curVersion": "1.0" if legacy else "2.0",
        "authorizer": _authorizer(plan),
    }


def _authorizer(plan: "Plan") -> Mapping[str, object]:
    """Pods have the role already, or a role of their own that may assume it."""
    pods = {"authorizerType": "AWSServiceAccount"}
    if not plan.environment.consumers.opencost.principals:
        return pods
    role = plan.names.role_arn(plan.names.opencost_role)
    return {"authorizerType": "AWSAssumeRole", "roleARN": role, "authorizer": pods}


def _text(content: Mapping[str, object]) -> str:
    return json.dumps(content, indent=2) + "\n"
