"""What gets deployed, in the order of the data.

export, storage, events, catalog, query, monitoring, consumers.
"""

STAGES = ("export", "storage", "events", "catalog", "query", "monitoring", "consumers")
