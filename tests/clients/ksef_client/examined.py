"""What the exams put through its paces: PyPI ksef-client as it comes, with its own workflows and nothing around them.

It logs in, sends one invoice in an online session, closes it, fetches the UPO in both ways and asks for metadata. What the client
does not do by itself (waiting after a 429, looking before a second send) is not done here either: the report says so.
"""

import os
import time
from datetime import datetime, timedelta, timezone

import fa3
from ksef_client import KsefClient, KsefClientOptions, KsefEnvironment
from ksef_client.services import AuthCoordinator
from online import open_session, settled_invoice, settled_session
from shared import seals

# Poziomka of the default cast, whose state the exams look at.
NIP = "1111111111"


def main() -> None:
    # Its own TEST environment, which `poligon exam` plays, and its own pace.
    with KsefClient(KsefClientOptions(base_url=KsefEnvironment.TEST.value)) as client:
        seal = seals.seal(NIP)
        login = AuthCoordinator(client.auth).authenticate_with_xades(
            context_identifier_type="Nip",
            context_identifier_value=NIP,
            subject_identifier_type="certificateSubject",
            certificate_pem=seal.certificate_pem,
            private_key_pem=seal.key_pem,
        )
        token = login.access_token
        session = open_session(client, token)
        invoice = settled_invoice(session, session.send_invoice(fa3.invoice(NIP, "FV/1")).reference_number)
        session.close()
        settled_session(session)
        session.get_invoice_upo_by_ref(invoice.reference_number)
        # As its workflows follow presigned links: no token.
        client.http_client.request("GET", invoice.upo_download_url, skip_auth=True)
        if os.environ.get("POLIGON_SCENARIO") == "ksef/exam-refreshes-before-expiry":
            time.sleep(5)
        now = datetime.now(timezone.utc)
        client.invoices.query_invoice_metadata_by_date_range(
            subject_type="Subject1",
            date_type="Invoicing",
            date_from=(now - timedelta(days=1)).isoformat(),
            date_to=(now + timedelta(days=1)).isoformat(),
            access_token=token,
        )


if __name__ == "__main__":
    main()
