"""Clients as their makers ship them, and what is done with each.

They live in an environment of their own, `.tools/clients`, made by `make test` and `make clients` from
`clients.txt`; `test_clients.py` runs each module there and compares what it says with docs/clients.md.
"""
