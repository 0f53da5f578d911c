"""Where deliveries and query results lie."""
