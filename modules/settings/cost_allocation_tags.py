"""Tags by which AWS tells costs apart: `monitoring.cost_allocation_tags`."""

from typing import Annotated, Literal

from pydantic import Field

from modules.settings.base import Settings, matching

TagKey = Annotated[
    str,
    matching(
        r"[^\s](.{0,126}[^\s])?",
        "1 to 128 characters, none of them white at either end",
        "write it as the resources have it: 'team', not 'user:team'",
    ),
]
# Who puts them: EKS on nodes, eksctl on what it makes, the cloud controller on load balancers, the
# storage drivers on volumes. By these columns OpenCost and Kubecost tell a cluster's costs:
# https://docs.aws.amazon.com/eks/latest/userguide/eks-using-tags.html
KUBERNETES: dict[str, tuple[str, ...]] = {
    "eks": ("aws:eks:cluster-name", "eks:cluster-name"),
    "eksctl": ("alpha.eksctl.io/cluster-name",),
    "load-balancers": ("kubernetes.io/service-name",),
    "volumes": ("kubernetes.io/created-for/pv/name", "kubernetes.io/created-for/pvc/name"),
}


class CostAllocationTagsSettings(Settings):
    """What is activated in the account that pays, and only there."""

    keys: tuple[TagKey, ...] = Field(
        (), strict=False, description="tag keys to activate, once AWS has seen them: the day after"
    )
    kubernetes: tuple[Literal["eks", "eksctl", "load-balancers", "volumes"], ...] = Field(
        (),
        strict=False,
        description="the same, by who tags: what OpenCost reads (docs/opencost.md)",
    )

    @property
    def all_keys(self) -> tuple[str, ...]:
        """Each once, in the settings' order."""
        of_clusters = (key for name in self.kubernetes for key in KUBERNETES[name])
        return tuple(dict.fromkeys((*self.keys, *of_clusters)))
