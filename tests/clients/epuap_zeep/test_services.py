"""zeep from our WSDLs: every call signed by it, every answer and fault verified by it."""

import base64
import hashlib

import pytest
from zeep.exceptions import Fault

SKRYTKA = "/pk_external_ws/services/skrytka"
PULL = "/pk_external_ws/services/pull"


def headers(to: str) -> dict:
    return {
        "podmiot": "poziomka",
        "adresSkrytki": to,
        "adresOdpowiedzi": "/poziomka/domyslna",
        "czyProbne": False,
        "daneDodatkowe": b"",
    }


def test_a_document_is_sent_fetched_and_confirmed(service_of):
    content = "<wniosek>zażółć</wniosek>".encode()
    sent = service_of("poziomka", SKRYTKA).nadaj(
        nazwaPliku="wniosek.xml", typPliku="text/xml", zawartosc=content, _soapheaders=headers("/gmina/domyslna")
    )
    assert sent.status.kod == 1 and int(sent.identyfikatorDokumentu) > 0
    assert b"UPP" in sent.zalacznik.zawartosc
    pull = service_of("gmina", PULL)
    queue = {"podmiot": "gmina", "nazwaSkrytki": "domyslna", "adresSkrytki": "/gmina/domyslna"}
    assert pull.oczekujaceDokumenty(**queue).oczekujace == 1
    fetched = pull.pobierzNastepny(**queue)
    assert fetched.dokument.zawartosc == content
    assert fetched.adresOdpowiedzi == "/poziomka/domyslna"
    digest = base64.b64encode(hashlib.sha1(content).digest()).decode()
    assert pull.potwierdzOdebranie(**queue, skrot=digest).kod == 1
    # An empty queue is a status and nothing else; strict zeep reads it.
    assert pull.pobierzNastepny(**queue).status.kod == 0


def test_a_fault_is_verified_and_read(service_of):
    with pytest.raises(Fault) as refused:
        service_of("poziomka", SKRYTKA).nadaj(
            nazwaPliku="a.xml", zawartosc=b"<a/>", _soapheaders=headers("/gmina/nie-ma")
        )
    assert refused.value.code == "soap:Client"
    assert "Nie znaleziono skrytki" in refused.value.message
    assert refused.value.detail.findtext(".//kod") == "2101"


def test_a_file_comes_back(service_of):
    files = service_of("gmina", "/repo-ws-ext/FileRepoService")
    content = bytes(range(256)) * 4000
    file_id = files.uploadFile(file=content, filename="plan.bin", mimeType="application/octet-stream", subject="gmina")
    assert files.downloadFile(fileId=file_id, subject="gmina").file == content


def test_a_upp_is_made_for_a_document_from_elsewhere(service_of):
    made = service_of("gmina", "/pk_external_ws/services/obslugaUpp").dajUpp(
        podmiot="gmina",
        nadawca={"identyfikator": "jan", "typIdentyfikatora": "ePUAP-ID", "nazwa": "Jan"},
        dokument={"nazwaPliku": "podanie.xml", "zawartosc": b"<podanie/>"},
    )
    assert made.status.kod == 1 and b"podanie.xml" in made.upp.zawartosc


def test_a_sklad_keeps_documents(service_of):
    store = service_of("gmina", "/fe_external_ws/services/ZarzadzanieDokumentami")
    sklad = {"nazwa": "Domyślny", "podmiot": "gmina"}
    number = store.dodajDokument(
        sklad=sklad, dokument={"szczegolyDokumentu": {"nazwa": "notatka.xml"}, "tresc": b"<notatka/>"}
    )
    assert store.pobierzDokument(idDokumentu=number, podmiot="gmina").tresc == b"<notatka/>"
    assert [one.id for one in store.zawartoscSkladu(sklad=sklad)] == [number]
    assert store.usunDokument(idDokumentu=number, podmiot="gmina") is True


@pytest.mark.parametrize(
    "name",
    [
        "SlownikiReferencyjne",
        "ValidatorWS",
        "OrganizationExtService",
        "KupWebServices",
        "KupWebServicesExt",
        "PLService",
        "Platnosci",
        "Podmioty",
    ],
)
def test_a_reconstructed_service_describes_itself(service_of, name):
    """Nobody knows the real ones; that ours can be read is all that a client can show."""
    service = service_of("gmina", f"/x/{name}")
    if name == "Podmioty":
        assert service.szukajPodmiot(nazwa="tartak").podmiot[0].identyfikator == "modrzew"
