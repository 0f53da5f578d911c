"""The command line: ask a bill, try the pipeline on this machine."""
