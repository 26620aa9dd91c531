"""All the cases."""

from case import Case
from making import keygen_cases, split_cases
from signing import sign_cases
from using import check_cases, inspect_cases, rebuild_cases, request_cases


def all_cases() -> list[Case]:
    return (keygen_cases() + split_cases() + check_cases() + request_cases() + rebuild_cases() + sign_cases()
            + inspect_cases())
