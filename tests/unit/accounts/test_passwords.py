"""Passwords that somebody tries first are refused, and good ones are not."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.passwords import PredictablePasswordValidator

FIRST_TRIED = (
    "qwertzuiop", "1q2w3e4r5t", "qwertzuiopü", "1q2w3e4r5t6z", "1q2w3e4r5t6y", "qwertyuiop12", "123456789012",
    "Password1234", "passwordpassword", "aaaaaaaaaaaa", "abcabcabcabc", "1qaz2wsx3edc", "P@ssw0rd2024!", "zaq12wsxcde3",
    "qwerqwerqwer", "letmein12345", "987654321098", "partnerdesk2026", "Willkommen2025", "qweasdzxc123", "azertyuiop12",
    "1234qwerasdf", "QWERTZUIOP123",
)  # fmt: skip
GOOD = (
    "a-long-test-password", "correct horse battery staple", "Tr0ub4dor&3xyz", "grüne Tassen im Regal", "kV9!mzP2wLx#",
    "seven foxes hide", "正しい馬の電池が好きです",
)  # fmt: skip


@pytest.mark.parametrize("password", FIRST_TRIED)
def test_what_is_tried_first_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)
    with pytest.raises(ValidationError, match="side by side"):
        PredictablePasswordValidator().validate(password)


@pytest.mark.parametrize("password", GOOD)
def test_a_good_one_is_taken(password):
    validate_password(password)
