"""Signed requests, each made by the signing code of a stack that is not ours: zeep, libxmlsec, node-soap, WSS4J."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import soap_template as template
import xmlsec
from lxml import etree
from soap_envelope import REQUEST, WSSE, System, envelope, written
from zeep.wsse import utils
from zeep.wsse.signature import BinarySignature, Signature

HERE = Path(__file__).resolve().parent
SHA256 = {"signature_method": xmlsec.constants.TransformRsaSha256, "digest_method": xmlsec.constants.TransformSha256}
SHA512 = {"signature_method": xmlsec.constants.TransformRsaSha512, "digest_method": xmlsec.constants.TransformSha512}


def zeep(system: System, kind=BinarySignature, stamped: bool = False, **methods) -> bytes:
    """As zeep's client does it: `apply` of its own class on the envelope."""
    root = envelope()
    if stamped:
        security = utils.get_security_header(root)
        now = datetime.now(timezone.utc).replace(microsecond=0)
        times = utils.WSU.Created(now.isoformat()), utils.WSU.Expires((now + timedelta(minutes=5)).isoformat())
        security.append(utils.WSU.Timestamp(*times))
    with tempfile.TemporaryDirectory() as folder:
        root, _ = kind(*system.write(Path(folder)), **methods).apply(root, {})
    return written(root)


def esp(system: System) -> bytes:
    """django-epuap-esp 1.2.1 takes zeep's signature and moves the token in front of it."""
    root = etree.fromstring(zeep(system, **SHA256))
    security = root.find(f".//{{{WSSE}}}Security")
    security.insert(0, security.find(f"{{{WSSE}}}BinarySecurityToken"))
    return written(root)


def from_python(rsa: System, ec: System) -> Iterator[tuple[str, bytes]]:
    yield "zeep-binary-sha256", zeep(rsa, **SHA256)
    yield "zeep-binary-sha512", zeep(rsa, **SHA512)
    yield "zeep-binary-with-timestamp", zeep(rsa, stamped=True, **SHA256)
    yield "zeep-x509-data", zeep(rsa, Signature, **SHA256)
    yield "esp-token-first", esp(rsa)
    for name, style in template.STYLES.items():
        yield f"libxmlsec-{name}", template.signed(REQUEST, rsa, style)
    yield "libxmlsec-ecdsa", template.signed(REQUEST, ec, template.Style(signature=template.ECDSA_SHA256))


def from_node(system: System) -> Iterator[tuple[str, bytes]]:
    """npm soap 1.13.0; nothing when there is no Node, or npm cannot install it."""
    packages = ready_node()
    if not packages:
        return
    with tempfile.TemporaryDirectory() as folder:
        key, certificate = system.write(Path(folder))
        (Path(folder) / "request.xml").write_text(REQUEST)
        command = ["node", "sign.mjs", key, certificate, f"{folder}/request.xml", folder]
        subprocess.run(command, cwd=packages, check=True)
        for path in sorted(Path(folder).glob("node-soap-*.xml")):
            yield path.stem, path.read_bytes()


def ready_node() -> Path | None:
    if not shutil.which("npm"):
        return None
    packages = HERE.parents[1] / "target" / "clients" / "soap_node"
    packages.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", "sign.mjs"):
        shutil.copy(HERE / "soap_node" / name, packages / name)
    installed = subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=packages, check=False)
    return packages if installed.returncode == 0 else None


JARS = [Path("/usr/share/java") / f"{name}.jar" for name in ("wss4j", "xmlsec", "saaj-impl", "slf4j-api", "commons-logging")]


def from_java(system: System) -> Iterator[tuple[str, bytes]]:
    """WSS4J 1.6.19 of Debian; nothing when its jars or a JDK are missing (apt-get install libwss4j-java)."""
    if not shutil.which("javac") or not all(jar.exists() for jar in JARS[:2]):
        return
    classpath = ":".join(str(jar) for jar in JARS if jar.exists())
    with tempfile.TemporaryDirectory() as folder:
        key, certificate = system.write(Path(folder))
        (Path(folder) / "request.xml").write_text(REQUEST)
        source = HERE / "soap_wss4j" / "Sign.java"
        subprocess.run(["javac", "-nowarn", "-cp", classpath, "-d", folder, str(source)], check=True)
        command = ["java", "-cp", f"{classpath}:{folder}", "Sign", key, certificate, f"{folder}/request.xml", folder]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        for path in sorted(Path(folder).glob("wss4j-*.xml")):
            yield path.stem, path.read_bytes()
