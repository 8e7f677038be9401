"""An FA(3) invoice through an online session: open, send, poll, close, and the UPOs."""

import base64
import hashlib
import os
from pathlib import Path

import fa3
import httpx
import pytest
from errors import code
from ksef_client.exceptions import KsefApiError
from ksef_client.utils.ksef_number import is_valid_ksef_number
from lxml import etree
from online import open_session, settled_invoice, settled_session

UPO = {"u": "http://upo.schematy.mf.gov.pl/KSeF/v4-3", "ds": "http://www.w3.org/2000/09/xmldsig#"}


def sha256(content: bytes) -> str:
    return base64.b64encode(hashlib.sha256(content).digest()).decode()


@pytest.fixture
def sent(client, company, token):
    """A session with one accepted invoice, still open."""
    session = open_session(client, token)
    xml = fa3.invoice(company.nip, "FV/1")
    reference = session.send_invoice(xml).reference_number
    return session, xml, settled_invoice(session, reference)


def test_an_open_session_counts_its_invoices(client, company, token, sent):
    session, xml, invoice = sent
    assert (invoice.status.code, invoice.status.description) == (200, "Sukces")
    assert is_valid_ksef_number(invoice.ksef_number)
    assert invoice.ksef_number.startswith(company.nip)
    assert (invoice.ordinal_number, invoice.invoice_number) == (1, "FV/1")
    assert invoice.invoice_hash == sha256(xml)
    assert invoice.invoicing_mode.value == "Online"

    status = session.get_status()
    assert (status.status.code, status.status.description) == (100, "Sesja interaktywna otwarta")
    # In online sessions a zero is left out.
    assert (status.invoice_count, status.successful_invoice_count, status.failed_invoice_count) == (1, 1, None)
    assert status.upo is None


def test_the_list_of_invoices_and_of_sessions(client, token, sent):
    session, _, invoice = sent
    assert [one.reference_number for one in session.list_invoices().invoices] == [invoice.reference_number]
    listed = client.sessions.get_sessions(session_type="Online", access_token=token).sessions
    assert [one.reference_number for one in listed] == [session.reference_number]
    assert listed[0].total_invoice_count == 1


def test_a_closed_session_gives_its_upo(client, company, token, sent):
    session, xml, invoice = sent
    session.close()
    status = settled_session(session)
    assert (status.status.code, status.status.description) == (200, "Sesja interaktywna przetworzona pomyślnie")
    [page] = status.upo.pages

    upo = download(client, f"/sessions/{session.reference_number}/upo/{page.reference_number}", token)
    assert session.get_upo(page.reference_number) == upo
    assert_upo(upo, session, invoice, company, sha256(xml))
    assert text(upo, "u:OpisPotwierdzenia/u:CalkowitaLiczbaDokumentow") == "1"
    save("upo-session.xml", upo)

    # The link needs no token, and answers the same bytes. Not through the client: it refuses links to loopback.
    linked = httpx.get(page.download_url)
    assert linked.status_code == 200
    assert linked.content == upo
    assert linked.headers["x-ms-meta-hash"] == sha256(linked.content)


def test_an_accepted_invoice_gives_its_upo_at_once(client, company, token, sent):
    session, xml, invoice = sent
    folder = f"/sessions/{session.reference_number}/invoices"
    upo = download(client, f"{folder}/{invoice.reference_number}/upo", token)
    assert download(client, f"{folder}/ksef/{invoice.ksef_number}/upo", token) == upo
    assert session.get_invoice_upo_by_ref(invoice.reference_number) == upo
    assert session.get_invoice_upo_by_ksef(invoice.ksef_number) == upo
    assert_upo(upo, session, invoice, company, sha256(xml))
    save("upo-invoice.xml", upo)

    linked = httpx.get(invoice.upo_download_url)
    assert linked.content == upo
    assert linked.headers["x-ms-meta-hash"] == sha256(linked.content)


def test_a_closed_session_takes_no_invoice(company, sent):
    session, _, _ = sent
    session.close()
    with pytest.raises(KsefApiError) as refused:
        session.send_invoice(fa3.invoice(company.nip, "FV/2"))
    assert code(refused.value) == 21180


def test_a_session_closed_empty_is_cancelled_at_once(client, token):
    session = open_session(client, token)
    session.close()
    status = session.get_status().status
    assert (status.code, status.description, status.details) == (440, "Sesja anulowana", ["Nie przesłano faktur"])


def download(client, path: str, token: str) -> bytes:
    """Through the client's HTTP layer, because its UPO methods hide the headers."""
    response = client.http_client.request("GET", path, headers={"Accept": "application/xml"}, access_token=token)
    assert response.headers["x-ms-meta-hash"] == sha256(response.content)
    return response.content


def assert_upo(upo: bytes, session, invoice, company, invoice_hash: str) -> None:
    assert text(upo, "u:NumerReferencyjnySesji") == session.reference_number
    assert text(upo, "u:Uwierzytelnienie/u:IdKontekstu/u:Nip") == company.nip
    assert text(upo, "u:KodFormularza") == "FA (3)"
    assert text(upo, "u:Dokument/u:NumerKSeFDokumentu") == invoice.ksef_number
    assert text(upo, "u:Dokument/u:NumerFaktury") == "FV/1"
    assert text(upo, "u:Dokument/u:SkrotDokumentu") == invoice_hash
    assert etree.fromstring(upo).find("ds:Signature", UPO) is not None


def text(upo: bytes, path: str) -> str | None:
    return etree.fromstring(upo).findtext(path, namespaces=UPO)


def save(name: str, content: bytes) -> None:
    """For the suite „strangers”, which verifies the signature."""
    (Path(os.environ["POLIGON_DOCUMENTS"]) / name).write_bytes(content)
