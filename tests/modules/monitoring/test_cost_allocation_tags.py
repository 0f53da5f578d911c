"""Cost allocation tags as they are deployed."""

from modules.settings.cost_allocation_tags import CostAllocationTagsSettings
from tests.conftest import Synthesize


def test_each_key_is_activated_once(synthesize: Synthesize) -> None:
    """In us-east-1; a key has slashes, dots and spaces."""
    tags = {"keys": ["team", "cost center", "eks:cluster-name"], "kubernetes": ["eks", "volumes"]}
    stack = synthesize(monitoring={"cost_allocation_tags": tags})
    found = stack.resources("aws_ce_cost_allocation_tag").values()
    assert [tag["tag_key"] for tag in found] == [
        "team",
        "cost center",
        "eks:cluster-name",
        "aws:eks:cluster-name",
        "kubernetes.io/created-for/pv/name",
        "kubernetes.io/created-for/pvc/name",
    ]
    assert {(tag["status"], tag["provider"]) for tag in found} == {("Active", "aws.billing")}


def test_all_that_opencost_reads_of_tags_has_a_name() -> None:
    """Its columns of legacy CUR, as opencost's athenaintegration.go lists them."""
    every = ("eks", "eksctl", "load-balancers", "volumes")
    keys = CostAllocationTagsSettings(kubernetes=every).all_keys
    columns = {
        key.replace("aws:", "aws_", 1) if key.startswith("aws:") else f"user_{key}" for key in keys
    }
    assert {"".join(c if c.isalnum() else "_" for c in column) for column in columns} == {
        "aws_eks_cluster_name",
        "user_eks_cluster_name",
        "user_alpha_eksctl_io_cluster_name",
        "user_kubernetes_io_service_name",
        "user_kubernetes_io_created_for_pvc_name",
        "user_kubernetes_io_created_for_pv_name",
    }
