"""The parts of the crawler's work: target, events, storage, schema, table."""
