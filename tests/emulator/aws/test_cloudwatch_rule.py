"""What the rule of a composite alarm means."""

import pytest

from emulator.aws.cloudwatch_rule import RuleNotUnderstood, holds

STATES = {"red": "ALARM", "green": "OK", "new": "INSUFFICIENT_DATA"}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ('ALARM("red")', True),
        ("ALARM(green)", False),
        ('ALARM("green") OR ALARM("red")', True),
        ('ALARM("red") AND NOT OK("green")', False),
        ('ALARM("red") OR ALARM("green") AND ALARM("green")', True),
        ('(ALARM("red") OR ALARM("green")) AND ALARM("green")', False),
        ('INSUFFICIENT_DATA("new") AND TRUE', True),
        ("ALARM(arn:aws:cloudwatch:eu-west-1:123456789012:alarm:red)", True),
    ],
)
def test_a_rule_is_an_expression_over_states(rule: str, expected: bool) -> None:
    """NOT binds closest, then AND."""
    assert holds(rule, STATES.__getitem__) is expected


@pytest.mark.parametrize("rule", ["", "ALARM(red", "ALARM(red) OR", "(TRUE", "TRUE FALSE", "x"])
def test_what_is_no_rule_is_refused(rule: str) -> None:
    """In words."""
    with pytest.raises(RuleNotUnderstood):
        holds(rule, STATES.__getitem__)
