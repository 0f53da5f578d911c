"""An Athena endpoint that runs statements: moto's API, an engine's answers, results in S3.

Clients see what AWS shows them: executions with states and statistics, workgroups that enforce their
settings, result files, prepared statements, views and tables in the Glue catalog. Deliberately
absent: Spark notebooks, capacity reservations beyond what moto has, federated catalogs, Iceberg, and
statements that edit rows.
"""

from athena.endpoint.install import install
from athena.endpoint.service import AthenaService

__all__ = ["AthenaService", "install"]
