"""Login, online session, invoice and UPO at the host of KSeF's TEST environment, which `poligon exec` plays."""

import base64
import hashlib

import fa3
from ksef_client import models as m
from lxml import etree
from online import open_session, settled_invoice, settled_session

HOST = "https://api-test.ksef.mf.gov.pl/"
NUMBER = "{http://upo.schematy.mf.gov.pl/KSeF/v4-3}NumerKSeFDokumentu"


def test_an_invoice_goes_in_and_its_upo_comes_out_by_the_link(client, company, token):
    session = open_session(client, token)
    sent = session.send_invoice(fa3.invoice(company.nip, "FV/1"))
    invoice = settled_invoice(session, sent.reference_number)
    assert (invoice.status.code, invoice.invoice_number) == (200, "FV/1")
    session.close()
    status = settled_session(session)
    [page] = status.upo.pages

    for link in [page.download_url, invoice.upo_download_url]:
        assert link.startswith(HOST), "links carry the name that the caller used"
        upo = by_link(client, link)
        assert etree.fromstring(upo.content).find(f".//{NUMBER}").text == invoice.ksef_number
        assert upo.headers["x-ms-meta-hash"] == base64.b64encode(hashlib.sha256(upo.content).digest()).decode()
    assert session.get_upo(page.reference_number) == by_link(client, page.download_url).content


def test_public_keys_are_read_without_a_login(client):
    usages = [m.PublicKeyCertificateUsage.SYMMETRICKEYENCRYPTION, m.PublicKeyCertificateUsage.KSEFTOKENENCRYPTION]
    for usage in usages:
        assert client.security.get_public_key_certificate(usage).certificate


def by_link(client, link: str):
    """As the client's workflows follow presigned links: no token, and only to hosts that its checks let pass."""
    return client.http_client.request("GET", link, skip_auth=True)
