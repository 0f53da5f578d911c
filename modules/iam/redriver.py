"""Who looks at what got stuck, and lets it go on."""

from modules.iam.documents import Policy, document, statement
from modules.plan import Plan
from modules.sealed import Sealing


def redrive_access(plan: Plan) -> Policy:
    """What `python -m costs redrive --apply` needs."""
    names = plan.names
    work = [names.arn("sqs", names.queue(line.dataset)) for line in plan.crawled]
    dead = [names.arn("sqs", names.dead_letter_queue(line.dataset)) for line in plan.crawled]
    letters = [*dead, names.arn("sqs", names.undelivered_events)]
    machines = [names.crawl_starter, *([names.month_sealer] if Sealing.of(plan) else [])]
    rules = [names.manifest_rule(d.dataset, d.payer) for d in plan.deliveries]
    written = [
        (
            "TakeLetters",
            (
                "sqs:GetQueueUrl",
                "sqs:ReceiveMessage",
                "sqs:ChangeMessageVisibility",
                "sqs:DeleteMessage",
            ),
            letters,
        ),
        ("PutThemBack", ("sqs:GetQueueUrl", "sqs:SendMessage"), work),
        (
            "StartAgain",
            ("states:ListExecutions", "states:StartExecution"),
            [names.arn("states", f"stateMachine:{machine}") for machine in machines],
        ),
        (
            "ReadExecutions",
            "states:DescribeExecution",
            [names.arn("states", f"execution:{machine}:*") for machine in machines],
        ),
        (
            "ReadRules",
            "events:ListTargetsByRule",
            [names.arn("events", f"rule/{rule}") for rule in [*rules, names.catch_up_rule]],
        ),
        (
            "ListDeliveries",
            "s3:ListBucket",
            [names.bucket_arn(bucket.name) for bucket in plan.buckets],
        ),
        (
            "ReadDeliveries",
            "s3:GetObject",
            [f"{names.bucket_arn(d.bucket)}/{d.folder}/*" for d in plan.deliveries],
        ),
    ]
    return document(*(statement(*one) for one in written if one[-1]))
