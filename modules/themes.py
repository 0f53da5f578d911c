"""The folders of `queries/`, in the order that people read them."""

THEMES = (
    "spend",
    "allocation",
    "commitments",
    "waste",
    "data_transfer",
    "kubernetes",
    "storage",
    "ai",
    "anomalies",
    "invoice",
    "freshness",
    "recommendations",
    "carbon",
    "focus",
)
FOLDERS = (*THEMES, "cur2", "cur")
