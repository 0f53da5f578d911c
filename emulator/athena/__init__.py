"""An Athena endpoint that runs statements: moto's API, an engine's answers, results in S3.

Clients see what AWS shows them: executions with states and statistics, workgroups that enforce their
settings, result files, prepared statements, views and tables in the Glue catalog. Deliberately
absent: Spark notebooks, capacity reservations beyond what moto has, federated catalogs, Iceberg, and
statements that edit rows.
"""

from emulator.athena.install import install
from emulator.athena.service import AthenaService

__all__ = ["AthenaService", "install"]
