"""What Poligon signed with GOST keys, before OpenSSL with the GOST engine."""

import pytest

SETS = ["a", "b", "c", "xa", "xb", "tca", "tcb", "tcc", "tcd"]
ALL = [f"gost-256-{word}" for word in SETS] + [f"gost-512-{word}" for word in "abc"]
FORMS = ["noattr", "attr", "cades", "attached"]


@pytest.mark.parametrize("name", ALL)
def test_openssl_verifies_the_certificate_by_itself(engine, ours, name):
    cert = ours / f"{name}.cert.pem"
    engine.ok("verify", "-check_ss_sig", "-CAfile", cert, cert)


@pytest.mark.parametrize("name", ALL)
def test_openssl_verifies_the_chain_of_three(engine, ours, name):
    engine.ok("verify", "-CAfile", ours / "roots.pem", ours / f"{name}.leaf.pem")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ALL)
def test_openssl_verifies_every_form(engine, ours, name, form):
    content = [] if form == "attached" else ["-content", ours / "text"]
    command = ["cms", "-verify", "-binary", "-inform", "DER", "-in", ours / f"{name}.{form}.cms", *content]
    command += ["-CAfile", ours / f"{name}.cert.pem", "-purpose", "any"]
    cades = ["-cades"] if form == "cades" else []
    assert engine.ok(*command, *cades) == (ours / "text").read_bytes()


@pytest.mark.parametrize("name", ALL)
def test_openssl_reads_the_key_and_verifies_the_bare_value(engine, ours, name):
    digest = "-md_gost12_256" if "256" in name else "-md_gost12_512"
    public = engine.folder / f"{name}.pub"
    engine.ok("pkey", "-in", ours / f"{name}.key.pem", "-pubout", "-out", public)
    check = ["dgst", digest, "-verify", public, "-signature", ours / f"{name}.raw"]
    assert b"Verified OK" in engine.ok(*check, ours / "text")
    assert engine.run(*check, ours / "roots.pem").returncode != 0, "another text must not verify"
