"""Where people and tools ask: workgroup and saved queries."""
