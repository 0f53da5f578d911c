"""What the delivered objects mean: database, tables, crawlers."""
