"""Getting an invoice back: by its KSeF number, and by asking for metadata."""

import base64
import hashlib
from datetime import timedelta

import fa3
import pytest
from errors import code
from ksef_client.exceptions import KsefApiError
from online import open_session, poll, settled_invoice


@pytest.fixture
def stored(client, company, token):
    """An accepted invoice that has reached permanent storage."""
    session = open_session(client, token)
    xml = fa3.invoice(company.nip, "FV/3")
    reference = session.send_invoice(xml).reference_number
    assert settled_invoice(session, reference).status.code == 200
    return xml, poll(lambda: session.get_invoice_status(reference), lambda seen: seen.permanent_storage_date)


def test_an_invoice_comes_back_byte_for_byte(client, token, stored):
    xml, invoice = stored
    got = client.invoices.get_invoice_bytes(invoice.ksef_number, access_token=token)
    assert got.content == xml
    assert got.sha256_base64 == base64.b64encode(hashlib.sha256(xml).digest()).decode()


def test_an_unknown_number_is_21164(client, token, stored):
    _, invoice = stored
    absent = "9999999999-20260101-010000000000-"
    crc = crc8(absent[:32])
    with pytest.raises(KsefApiError) as refused:
        client.invoices.get_invoice_bytes(f"{absent}{crc:02X}", access_token=token)
    assert code(refused.value) == 21164


@pytest.mark.parametrize("date_type", ["Issue", "Invoicing", "PermanentStorage"])
def test_metadata_finds_the_sellers_invoice(client, company, token, stored, date_type):
    xml, invoice = stored
    day = fa3.today()
    page = client.invoices.query_invoice_metadata_by_date_range(
        subject_type="Subject1",
        date_type=date_type,
        date_from=f"{day - timedelta(days=2)}T00:00:00",
        date_to=f"{day + timedelta(days=2)}T00:00:00",
        access_token=token,
    )
    assert (page.has_more, page.is_truncated) == (False, False)
    [found] = page.invoices
    assert (found.ksef_number, found.invoice_number) == (invoice.ksef_number, "FV/3")
    assert (found.net_amount, found.vat_amount, found.gross_amount) == (200, 46, 246)
    assert (found.currency, found.invoice_type.value, found.issue_date) == ("PLN", "Vat", str(day))
    assert (found.seller.nip, found.buyer.identifier.value) == (company.nip, fa3.BUYER)
    assert found.invoice_hash == base64.b64encode(hashlib.sha256(xml).digest()).decode()
    assert (found.is_self_invoicing, found.has_attachment) == (False, False)
    assert (page.permanent_storage_hwm_date is not None) == (date_type == "PermanentStorage")


def test_metadata_as_buyer_is_empty(client, token, stored):
    page = client.invoices.query_invoice_metadata_by_date_range(
        subject_type="Subject2",
        date_type="Invoicing",
        date_from=f"{fa3.today() - timedelta(days=2)}T00:00:00",
        access_token=token,
    )
    assert page.invoices == []


def crc8(text: str) -> int:
    """The last byte of KSeF's numbers: polynomial 0x07."""
    crc = 0
    for byte in text.encode():
        crc ^= byte
        for _ in range(8):
            crc = ((crc << 1) ^ 0x07) & 0xFF if crc & 0x80 else crc << 1
    return crc
