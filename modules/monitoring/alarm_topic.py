"""The topic that alarms are told to, and the key that encrypts it.

CloudWatch and EventBridge can't use AWS's own key for SNS, whose policy nobody can change: with it they
publish nothing, and say so nowhere. So there is a key of our own. Absent: the subscribers' side; an
e-mail address gets a link to confirm, a queue or function allows the topic in its own policy.
"""

from collections.abc import Sequence

from cdktf_cdktf_provider_aws.kms_alias import KmsAlias
from cdktf_cdktf_provider_aws.kms_key import KmsKey
from cdktf_cdktf_provider_aws.sns_topic import SnsTopic
from cdktf_cdktf_provider_aws.sns_topic_policy import SnsTopicPolicy
from cdktf_cdktf_provider_aws.sns_topic_subscription import SnsTopicSubscription
from constructs import Construct

from modules import iam
from modules.naming import Names
from modules.settings.monitoring import MonitoringSettings


class AlarmTopic(Construct):
    """One topic; `rules` of EventBridge, by name, and `guards`, services, publish to it."""

    topic: SnsTopic
    policy: SnsTopicPolicy
    key: KmsKey

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: MonitoringSettings,
        names: Names,
        rules: Sequence[str],
        guards: Sequence[str],
    ) -> None:
        super().__init__(scope, id_)
        self.key = self._add_key(names, guards)
        self.topic = SnsTopic(self, "topic", name=names.alarm_topic, kms_master_key_id=self.key.arn)
        access = iam.alarm_topic_access(names, rules, guards)
        self.policy = SnsTopicPolicy(self, "policy", arn=self.topic.arn, policy=iam.render(access))
        for number, email in enumerate(settings.emails, 1):
            self._subscribe(f"email_{number}", "email", email)
        for number, endpoint in enumerate(settings.subscribers, 1):
            protocol = "https" if endpoint.startswith("https:") else endpoint.split(":")[2]
            self._subscribe(f"subscriber_{number}", protocol, endpoint)

    def _add_key(self, names: Names, guards: Sequence[str]) -> KmsKey:
        access = iam.alarm_key_access(names.account_id, (iam.ALARMS, iam.RULES, *guards))
        key = KmsKey(
            self,
            "key",
            description=f"Alarms of {names.prefix}",
            enable_key_rotation=True,
            # Else AWS asks whether who makes it may change its policy, which they may by its tag, which
            # counts minutes later. The account's own policies keep the key manageable.
            bypass_policy_lockout_safety_check=True,
            policy=iam.render(access),
        )
        KmsAlias(self, "alias", name=names.alarm_key_alias, target_key_id=key.key_id)
        return key

    def _subscribe(self, id_: str, protocol: str, endpoint: str) -> None:
        SnsTopicSubscription(
            self, id_, topic_arn=self.topic.arn, protocol=protocol, endpoint=endpoint
        )
