"""The cost datasets that AWS delivers: one file each, its description beside its settings.

Export, catalog, emulator and tests all read these descriptions. A new dataset is one more file (and a
column list in `columns/`), and a line in each of the two lists here.
"""

from modules.datasets.billing_period import BillingPeriod as BillingPeriod
from modules.datasets.billing_period import ModelMonth as ModelMonth
from modules.datasets.billing_period import SnapshotDay as SnapshotDay
from modules.datasets.carbon import CARBON as CARBON
from modules.datasets.carbon import CarbonSettings
from modules.datasets.cost_optimization import COST_OPTIMIZATION as COST_OPTIMIZATION
from modules.datasets.cost_optimization import CostOptimizationSettings
from modules.datasets.cur2 import CUR2 as CUR2
from modules.datasets.cur2 import Cur2Settings
from modules.datasets.data_exports import DataExportsDataset as DataExportsDataset
from modules.datasets.dataset import BillingService as BillingService
from modules.datasets.dataset import CatalogMode as CatalogMode
from modules.datasets.dataset import Column as Column
from modules.datasets.dataset import Dataset as Dataset
from modules.datasets.dataset import ExportSettings as ExportSettings
from modules.datasets.focus import FOCUS as FOCUS
from modules.datasets.focus import FocusSettings
from modules.datasets.legacy_cur import LEGACY_CUR as LEGACY_CUR
from modules.datasets.legacy_cur import LegacyCurSettings
from modules.settings.base import Settings

DATASETS: tuple[Dataset, ...] = (CUR2, FOCUS, LEGACY_CUR, COST_OPTIMIZATION, CARBON)


class ExportsSettings(Settings):
    """What AWS delivers: a section a dataset, by its name."""

    cur2: Cur2Settings = Cur2Settings()
    focus: FocusSettings = FocusSettings()
    legacy_cur: LegacyCurSettings = LegacyCurSettings()
    cost_optimization: CostOptimizationSettings = CostOptimizationSettings()
    carbon: CarbonSettings = CarbonSettings()

    def of(self, dataset: Dataset) -> ExportSettings:
        """The section of a dataset."""
        section: ExportSettings = getattr(self, dataset.name)
        return section

    @property
    def enabled(self) -> tuple[Dataset, ...]:
        """The datasets that are asked for."""
        return tuple(dataset for dataset in DATASETS if self.of(dataset).enabled)

    @property
    def all_enabled(self) -> "ExportsSettings":
        """The same with no export off."""
        sections: dict[str, Settings] = dict(self)
        on = {name: one.model_copy(update={"enabled": True}) for name, one in sections.items()}
        return self.model_copy(update=on)
