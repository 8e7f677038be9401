"""The same seller, kind and number twice."""

import fa3
from online import open_session, settled_invoice, settled_session


def test_a_duplicate_names_the_original(client, company, token):
    first = open_session(client, token)
    original = settled_invoice(first, first.send_invoice(fa3.invoice(company.nip, "FV/7")).reference_number)
    assert original.status.code == 200, original

    second = open_session(client, token)
    reference = second.send_invoice(fa3.invoice(company.nip, "FV/7", net="1.00")).reference_number
    status = settled_invoice(second, reference).status
    assert (status.code, status.description) == (440, "Duplikat faktury")
    assert status.details == [
        f"Duplikat faktury. Faktura o numerze KSeF: {original.ksef_number} została już prawidłowo przesłana "
        f"do systemu w sesji: {first.reference_number}"
    ]
    assert status.extensions == {
        "originalSessionReferenceNumber": first.reference_number,
        "originalKsefNumber": original.ksef_number,
    }
    assert [one.reference_number for one in second.list_failed_invoices().invoices] == [reference]

    second.close()
    ended = settled_session(second)
    assert (ended.status.code, ended.status.description) == (445, "Błąd weryfikacji, brak poprawnych faktur")
    assert (ended.successful_invoice_count, ended.failed_invoice_count) == (None, 1)


def test_another_number_is_no_duplicate(client, company, token):
    session = open_session(client, token)
    codes = [
        settled_invoice(session, session.send_invoice(fa3.invoice(company.nip, number)).reference_number).status.code
        for number in ("FV/8", "FV/9")
    ]
    assert codes == [200, 200]
