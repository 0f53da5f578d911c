"""What leaves Terraform's state without being harmed, and what enters it without being made.

An export that is off has no resources here any more. Left to Terraform, its bucket, still full of
deliveries, would lose its protections one by one and the export would be deleted, for prevent_destroy
goes with the resource that it stands on. So they are forgotten (`removed` blocks) and stay in AWS as
they are; switched on again they are imported (docs/adr/0010). Both need Terraform 1.7.
"""

import difflib
from collections.abc import Collection, Iterable, Mapping

from cdktf import TerraformResource, TerraformStack
from constructs import IConstruct

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


def resources(stack: TerraformStack) -> dict[str, TerraformResource]:
    """Every resource by its path in the construct tree: `storage/results_bucket/bucket`."""
    found = (node for node in stack.node.find_all() if isinstance(node, TerraformResource))
    return {_path(stack, resource): resource for resource in found}


def address(resource: TerraformResource) -> str:
    """As Terraform's state names it."""
    return f"{resource.terraform_resource_type}.{resource.friendly_unique_id}"


def forget(
    stack: TerraformStack, wholes: Iterable[TerraformStack], deleted: Collection[str]
) -> None:
    """Let go of what holds data in `wholes` and isn't in `stack`.

    They are the same stack with every export, in each form that it may have had.
    `deleted` names the datasets whose export shall go in AWS, too; what it delivered stays.
    """
    there = {address(resource) for resource in resources(stack).values()}
    left = {
        address(resource)
        for whole in wholes
        for path, resource in resources(whole).items()
        if resource.terraform_resource_type in KEPT and not _to_be_deleted(path, resource, deleted)
    }
    removed = [{"from": gone, "lifecycle": {"destroy": False}} for gone in sorted(left - there)]
    if removed:
        stack.add_override("removed", removed)


def _to_be_deleted(path: str, resource: TerraformResource, deleted: Collection[str]) -> bool:
    return resource.terraform_resource_type in EXPORTS and path.split("/")[1] in deleted


def adopt(stack: TerraformStack, environment: str, imports: Mapping[str, str]) -> None:
    """Write import blocks: `imports` maps construct paths to ids. Raises SettingsError."""
    known = resources(stack)
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


def _path(stack: TerraformStack, node: IConstruct) -> str:
    return str(node.node.path).removeprefix(f"{stack.node.path}/")
