"""Refreshing an access token; listing and revoking logins."""

import pytest
from login import log_in
from errors import code, details
from ksef_client.exceptions import KsefApiError

REVOKED = "Status uwierzytelnienia (425) nie pozwala na odświeżenie tokenu dostępowego."


def assert_revoked(client, refresh_token: str) -> None:
    with pytest.raises(KsefApiError) as refused:
        client.auth.refresh_access_token(refresh_token)
    assert code(refused.value) == 21301
    assert details(refused.value) == [REVOKED]


def test_a_refresh_gives_another_access_token_that_works(client, company):
    result = log_in(client, company.nip, company.seal)
    first = client.auth.refresh_access_token(result.refresh_token).access_token.token
    second = client.auth.refresh_access_token(result.refresh_token).access_token.token
    assert len({result.access_token, first, second}) == 3
    assert len(client.auth.get_active_sessions(access_token=second).items) == 1


def test_the_list_shows_the_one_login(client, company):
    result = log_in(client, company.nip, company.seal)
    listed = client.auth.get_active_sessions(access_token=result.access_token)
    assert listed.continuation_token is None
    [item] = listed.items
    assert item.reference_number == result.reference_number
    assert item.is_current is True
    assert item.is_token_redeemed is True
    assert item.status.code == 200
    assert item.refresh_token_valid_until is not None
    assert item.last_token_refresh_date is None
    assert item.authentication_method.value == "QualifiedSeal"


def test_a_revoked_login_cannot_be_refreshed(client, company):
    result = log_in(client, company.nip, company.seal)
    client.auth.revoke_current_session(result.access_token)
    assert_revoked(client, result.refresh_token)
    # The access token lives on until its time, and sees that nothing is left.
    assert client.auth.get_active_sessions(access_token=result.access_token).items == []


def test_the_refresh_token_revokes_too(client, company):
    result = log_in(client, company.nip, company.seal)
    client.auth.revoke_current_session(result.refresh_token)
    assert_revoked(client, result.refresh_token)


def test_a_second_login_is_revoked_by_its_number(client, company):
    first = log_in(client, company.nip, company.seal)
    second = log_in(client, company.nip, company.seal)
    assert len(client.auth.get_active_sessions(access_token=first.access_token).items) == 2
    client.auth.revoke_session(second.reference_number, first.access_token)
    assert_revoked(client, second.refresh_token)
    assert client.auth.refresh_access_token(first.refresh_token).access_token.token


def test_tokens_are_redeemed_once(client, company):
    result = log_in(client, company.nip, company.seal)
    with pytest.raises(KsefApiError) as refused:
        client.auth.redeem_token(result.authentication_token)
    assert code(refused.value) == 21301
