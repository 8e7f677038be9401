"""An FA(3) invoice of a company that does not exist, made and checked against the schema by the client's own builder."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from ksef_client import models as m
from ksef_client.documents import fa3
from shared import numbers

FORM_CODE = m.FormCode(system_code="FA (3)", schema_version="1-0E", value="FA")
BUYER = numbers.nip(80_000)


def today() -> date:
    return datetime.now(ZoneInfo("Europe/Warsaw")).date()


def invoice(seller: str, number: str, net: str = "100.00") -> bytes:
    """Two hours of something at 23 %: net 200, VAT 46, gross 246 by default."""
    made_up = fa3.InvoiceParty.polish_company
    built = (
        fa3.BasicInvoiceBuilder(invoice_number=number)
        .issued_on(today())
        .issue_place("Nibylandia")
        .currency("PLN")
        .seller(made_up(nip=seller, name="Fikcja sp. z o.o.", address="ul. Zmyślona 1, 00-000 Nibylandia"))
        .buyer(made_up(nip=BUYER, name="Wymysł S.A.", address="ul. Nieistniejąca 2, 00-000 Nibylandia"))
        .add_service_line("Usługa wymyślona", quantity=2, unit_net_price=net)
        .build()
    )
    return fa3.invoice_to_xml(built, xsd_validate=True)
