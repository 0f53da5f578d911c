"""Grafana dashboards as code: what an environment's sealed months and views show."""
