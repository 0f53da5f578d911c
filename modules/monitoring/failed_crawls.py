"""Tells of a failed crawl: Glue has no metric of crawls, but an event.

https://docs.aws.amazon.com/glue/latest/dg/automating-awsglue-with-cloudwatch-events.html
The message names the crawler and what Glue says. An alarm looks at the rule's own metric, so that there
is a history. Glue's events come as best effort: the crawl starter, which waits for its crawl, fails too.
"""

import json
from collections.abc import Sequence

from cdktf_cdktf_provider_aws.cloudwatch_event_rule import CloudwatchEventRule
from cdktf_cdktf_provider_aws.cloudwatch_event_target import (
    CloudwatchEventTarget,
    CloudwatchEventTargetDeadLetterConfig,
    CloudwatchEventTargetInputTransformer,
)
from cdktf_cdktf_provider_aws.sns_topic import SnsTopic
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from constructs import Construct

from modules.naming import Names
from modules.watching import Kind

MESSAGE = (
    "Crawler <crawler> failed: <error>. What to do: docs/runbook.md#alarm-" + Kind.CRAWL_FAILED
)


class FailedCrawls(Construct):
    """A rule over these crawlers, by name."""

    rule: CloudwatchEventRule

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        crawlers: Sequence[str],
        names: Names,
        topic: SnsTopic,
        undelivered: SqsQueue,
    ) -> None:
        super().__init__(scope, id_)
        self.rule = CloudwatchEventRule(
            self,
            "rule",
            name=names.crawl_failed_rule,
            description="A crawl of this pipeline failed",
            event_pattern=json.dumps(
                {
                    "source": ["aws.glue"],
                    "detail-type": ["Glue Crawler State Change"],
                    "detail": {"state": ["Failed"], "crawlerName": list(crawlers)},
                },
                separators=(",", ":"),
            ),
        )
        CloudwatchEventTarget(
            self,
            "target",
            rule=self.rule.name,
            arn=topic.arn,
            dead_letter_config=CloudwatchEventTargetDeadLetterConfig(arn=undelivered.arn),
            input_transformer=CloudwatchEventTargetInputTransformer(
                input_paths={
                    "crawler": "$.detail.crawlerName",
                    "error": "$.detail.errorMessage",
                },
                input_template=json.dumps(MESSAGE),
            ),
        )
