"""What Cloud Intelligence Dashboards find beside the tables: `consumers.cid`. By default nothing."""

from pydantic import Field

from modules.settings.base import Settings


class CidSettings(Settings):
    """For `cid-cmd`, and for CID's own CloudFormation template."""

    quicksight_role: bool = Field(
        False, description="a role for the data source of QuickSight, which reads what readers may"
    )
    cloudformation_exports: bool = Field(
        False,
        description="a stack with the exports that CID's template imports; an account and region "
        "has them once",
    )

    @property
    def enabled(self) -> bool:
        """Is anything deployed?"""
        return self.quicksight_role or self.cloudformation_exports
