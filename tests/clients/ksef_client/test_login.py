"""XAdES login: seals of a company, RSA and EC; a person who needs a permission."""

import pytest
from login import log_in
from ksef_client import models as m
from ksef_client.services.person_token import PersonTokenService
from shared import numbers, seals


def claims(token: str):
    return PersonTokenService().parse(token)


def test_an_rsa_seal_of_the_context_logs_in_as_owner(client, company):
    result = log_in(client, company.nip, company.seal)
    seen = claims(result.access_token)
    assert (seen.token_type, seen.context_id_type, seen.context_id_value) == ("ContextToken", "Nip", company.nip)
    assert seen.permissions == ["Owner"]
    assert seen.auth_method == "QualifiedSeal"
    assert seen.auth_request_number == result.reference_number
    assert (seen.expires_at - seen.issued_at).total_seconds() == 900


def test_an_ec_seal_of_the_context_logs_in(client, company):
    result = log_in(client, company.nip, seals.seal(company.nip, "ec"))
    assert claims(result.access_token).context_id_value == company.nip


@pytest.mark.parametrize("version", ["2.0", "2.1"])
def test_both_namespaces_of_the_request_are_taken(client, company, version):
    assert log_in(client, company.nip, company.seal, auth_request_schema_version=version).access_token


def test_the_strict_xades_profile_takes_this_clients_signature(client, company):
    assert log_in(client, company.nip, company.seal, enforce_xades_compliance=True).access_token


def test_a_seal_of_another_company_has_no_permission(client, company):
    stranger = seals.seal(numbers.nip(90_000))
    with pytest.raises(RuntimeError, match="415 Uwierzytelnianie zakończone niepowodzeniem.*Brak przypisanych uprawnień"):
        log_in(client, company.nip, stranger)


def test_a_person_logs_in_once_a_permission_is_granted(client, company):
    pesel = numbers.pesel(1)
    jan = seals.person(pesel)
    with pytest.raises(RuntimeError, match="415 .*Brak przypisanych uprawnień"):
        log_in(client, company.nip, jan)

    client.testdata.grant_permissions(
        m.TestDataPermissionsGrantRequest(
            context_identifier=m.TestDataContextIdentifier(type=m.TestDataContextIdentifierType.NIP, value=company.nip),
            authorized_identifier=m.TestDataAuthorizedIdentifier(type=m.TestDataAuthorizedIdentifierType.PESEL, value=pesel),
            permissions=[
                m.TestDataPermission(description="fakturzysta", permission_type=m.TestDataPermissionType.INVOICEREAD),
                m.TestDataPermission(description="fakturzysta", permission_type=m.TestDataPermissionType.INVOICEWRITE),
            ],
        )
    )
    seen = claims(log_in(client, company.nip, jan).access_token)
    assert {"InvoiceRead", "InvoiceWrite"} <= set(seen.permissions)
    assert "Owner" not in seen.permissions
    assert seen.subject_details["subjectIdentifier"] == {"type": "Pesel", "value": pesel}
