"""Policies: functions from ARNs to dicts, free of jsii, so that tests read and lint them.

Service principals carry the confused-deputy conditions that AWS documents for each of them. The role
that Glue assumes has none: Glue doesn't reliably send the keys.
"""

from modules.iam.buckets import data_exports_delivery as data_exports_delivery
from modules.iam.buckets import delivery_by as delivery_by
from modules.iam.buckets import encrypted_transport_only as encrypted_transport_only
from modules.iam.buckets import legacy_report_delivery as legacy_report_delivery
from modules.iam.cid import quicksight_access as quicksight_access
from modules.iam.cid import quicksight_trust as quicksight_trust
from modules.iam.crawler import crawler_access as crawler_access
from modules.iam.deployer import apply_access as apply_access
from modules.iam.deployer import plan_access as plan_access
from modules.iam.documents import Policy as Policy
from modules.iam.documents import Statement as Statement
from modules.iam.documents import document as document
from modules.iam.documents import from_account as from_account
from modules.iam.documents import on_behalf_of as on_behalf_of
from modules.iam.documents import render as render
from modules.iam.documents import statement as statement
from modules.iam.documents import trust as trust
from modules.iam.grafana import GRAFANA_RESULTS as GRAFANA_RESULTS
from modules.iam.grafana import grafana_access as grafana_access
from modules.iam.grafana import grafana_trust as grafana_trust
from modules.iam.named_reader import named_reader_access as named_reader_access
from modules.iam.named_reader import named_reader_trust as named_reader_trust
from modules.iam.named_reader import reader_results as reader_results
from modules.iam.opencost import OPENCOST_RESULTS as OPENCOST_RESULTS
from modules.iam.opencost import opencost_access as opencost_access
from modules.iam.opencost import opencost_trust as opencost_trust
from modules.iam.queues import queue_access as queue_access
from modules.iam.queues import undelivered_events_access as undelivered_events_access
from modules.iam.reader import cost_reader as cost_reader
from modules.iam.reader import read_access as read_access
from modules.iam.redriver import redrive_access as redrive_access
from modules.iam.sealer import month_sealer_access as month_sealer_access
from modules.iam.starter import crawl_starter_access as crawl_starter_access
from modules.iam.starter import start_execution as start_execution
from modules.iam.topics import ALARMS as ALARMS
from modules.iam.topics import ANOMALIES as ANOMALIES
from modules.iam.topics import BUDGETS as BUDGETS
from modules.iam.topics import RULES as RULES
from modules.iam.topics import alarm_key_access as alarm_key_access
from modules.iam.topics import alarm_topic_access as alarm_topic_access
