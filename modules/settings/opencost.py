"""Who may read as OpenCost or Kubecost: `consumers.opencost`. Nothing is deployed while nobody may."""

from typing import Annotated

from pydantic import Field, ValidationInfo
from pydantic import field_validator as validates

from modules.settings.base import Settings, matching
from modules.settings.problems import refuse
from modules.settings.scan_limit import ScanLimit

PodRole = Annotated[
    str,
    matching(
        r"arn:aws:iam::\d{12}:role/[\w+=,.@\-/]+",
        "the ARN of a role, e.g. 'arn:aws:iam::123456789012:role/opencost'",
        "copy it from the annotation eks.amazonaws.com/role-arn of the pods' service account",
    ),
]
OidcProvider = Annotated[
    str,
    matching(
        r"arn:aws:iam::\d{12}:oidc-provider/[\w.\-]+(/[\w.\-]+)*",
        "the ARN of an OIDC provider, e.g. "
        "'arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/ABC'",
        "copy it from `aws iam list-open-id-connect-providers`, in this environment's account",
    ),
]
KubernetesName = Annotated[
    str,
    matching(
        r"[a-z0-9]([a-z0-9.\-]{0,251}[a-z0-9])?",
        "a name in Kubernetes: a-z 0-9 and .-, at most 253 characters",
        "copy it from `kubectl get serviceaccounts --all-namespaces`",
    ),
]


class OpenCostSettings(Settings):
    """A role that OpenCost's pods read costs with, and its workgroup.

    No external id: OpenCost sends none when it assumes a role (opencost pkg/cloud/aws/authorizer.go).
    """

    oidc_provider: OidcProvider | None = Field(
        None, description="of the cluster, for IAM roles for service accounts (IRSA)"
    )
    pod_identity: bool = Field(
        False, description="let EKS Pod Identity of this account's clusters assume the role"
    )
    principals: tuple[PodRole, ...] = Field(
        (), strict=False, description="roles of pods, also in another account, that assume the role"
    )
    namespace: KubernetesName = Field("opencost", description="where the pods run")
    service_account: KubernetesName = Field("opencost", description="what they run as")
    scan_limit_bytes: ScanLimit = Field(
        107_374_182_400, description="a query that would read more is cancelled (100 GiB = $0.50)"
    )

    @validates("pod_identity", "principals")
    @classmethod
    def _one_way(cls, way: bool | tuple[str, ...], info: ValidationInfo) -> bool | tuple[str, ...]:
        others = [name for name in ("oidc_provider", "pod_identity") if info.data.get(name)]
        if way and others:
            raise refuse(f"left out where {others[0]} is set", "choose one way to get rights")
        return way

    @property
    def enabled(self) -> bool:
        """Is there anybody to read?"""
        return bool(self.oidc_provider or self.pod_identity or self.principals)
