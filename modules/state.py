"""What leaves Terraform's state without being harmed, and what enters it without being made.

An export that is off has no resources here any more. Left to Terraform, its bucket, still full of
deliveries, would lose its protections one by one and the export would be deleted, for prevent_destroy
goes with the resource that it stands on. So they are forgotten (`removed` blocks) and stay in AWS as
they are; switched on again they are imported (docs/adr/0010). Both need Terraform 1.7.
"""

import difflib
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from cdktf import TerraformResource, TerraformStack

from modules.settings.problems import ROOT, SettingsError, tell

EXPORTS = (
    "aws_bcmdataexports_export",
    "aws_cloudcontrolapi_resource",
    "aws_cur_report_definition",
)
KEPT = frozenset(
    (
        *EXPORTS,
        "aws_costoptimizationhub_enrollment_status",
        "aws_iam_service_linked_role",
        "aws_s3_bucket",
        "aws_s3_bucket_lifecycle_configuration",
        "aws_s3_bucket_ownership_controls",
        "aws_s3_bucket_policy",
        "aws_s3_bucket_public_access_block",
        "aws_s3_bucket_server_side_encryption_configuration",
        "aws_s3_bucket_versioning",
    )
)


def forget(
    stack: TerraformStack, wholes: Iterable[TerraformStack], deleted: Collection[str]
) -> None:
    """Let go of what holds data in `wholes` and isn't in `stack`.

    They are the same stack with every export, in each form that it may have had.
    `deleted` names the datasets whose export shall go in AWS, too; what it delivered stays.
    """
    there = _kept(stack).keys()
    left = {
        address
        for whole in wholes
        for address, path in _kept(whole).items()
        if not _to_be_deleted(address, path, deleted)
    }
    removed = [{"from": gone, "lifecycle": {"destroy": False}} for gone in sorted(left - there)]
    if removed:
        stack.add_override("removed", removed)


def _kept(stack: TerraformStack) -> dict[str, str]:
    """What holds data: path in the construct tree by address, as Terraform's state names it.

    Read from the JSON, since a question to each construct is two calls to Node.
    """
    resources: Mapping[str, Mapping[str, Any]] = stack.to_terraform()["resource"]
    return {
        f"{kind}.{name}": _path(stack, arguments["//"]["metadata"]["path"])
        for kind in KEPT & resources.keys()
        for name, arguments in resources[kind].items()
    }


def _to_be_deleted(address: str, path: str, deleted: Collection[str]) -> bool:
    return address.partition(".")[0] in EXPORTS and path.split("/")[1] in deleted


def adopt(stack: TerraformStack, environment: str, imports: Mapping[str, str]) -> None:
    """Write import blocks: `imports` maps construct paths to ids. Raises SettingsError."""
    if not imports:
        return
    known = _resources(stack)
    problems = [
        tell(
            f"{ROOT}.{environment}.imports.{path}",
            id_,
            "the construct path of a resource of this environment, e.g. " + _like(path, known),
            "correct it, or leave it out; `python -m costs adopt` writes them",
        )
        for path, id_ in imports.items()
        if path not in known
    ]
    if problems:
        raise SettingsError("cdktf.json", problems)
    for path, id_ in imports.items():
        known[path].import_from(id_, known[path].provider)


def _like(path: str, known: Collection[str]) -> str:
    return next(iter(difflib.get_close_matches(path, known, n=1, cutoff=0)), "")


def _resources(stack: TerraformStack) -> dict[str, TerraformResource]:
    """Every resource by its path in the construct tree: `storage/results_bucket/bucket`."""
    found = (node for node in stack.node.find_all() if isinstance(node, TerraformResource))
    return {_path(stack, node.node.path): node for node in found}


def _path(stack: TerraformStack, path: str) -> str:
    return path.removeprefix(f"{stack.node.path}/")
