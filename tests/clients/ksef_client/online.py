"""The online session as the client drives it, with polling."""

import time
from collections.abc import Callable

import fa3
from ksef_client import KsefClient
from ksef_client import models as m
from ksef_client.services import OnlineSessionWorkflow


def open_session(client: KsefClient, token: str):
    usage = m.PublicKeyCertificateUsage.SYMMETRICKEYENCRYPTION
    published = client.security.get_public_key_certificate(usage)
    return OnlineSessionWorkflow(client.sessions).open_session(
        form_code=fa3.FORM_CODE,
        public_certificate=published.certificate,
        public_key_id=published.public_key_id,
        access_token=token,
    )


def settled_invoice(session, reference: str) -> m.SessionInvoiceStatusResponse:
    return poll(lambda: session.get_invoice_status(reference), lambda seen: seen.status.code >= 200)


def settled_session(session) -> m.SessionStatusResponse:
    return poll(session.get_status, lambda seen: seen.status.code >= 200)


def poll(ask: Callable, settled: Callable, within_seconds: float = 20.0):
    """Every answer must be well-formed; the last one is returned."""
    end = time.monotonic() + within_seconds
    while True:
        seen = ask()
        if settled(seen):
            return seen
        assert time.monotonic() < end, f"not settled within {within_seconds} s: {seen}"
        time.sleep(0.1)
