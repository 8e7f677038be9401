"""A Poligon of our own: fresh, ephemeral, on free ports."""

import json
import os
import select
import shutil
import subprocess
import tempfile
from pathlib import Path

from . import places
from .trouble import Trouble

# A debug build makes its first RSA keys slowly.
READY_WITHIN_SECONDS = 60


class Fake:
    """Starts on entering, ends on leaving. Its stderr goes to target/clients/poligon.log."""

    def __init__(self, binary: Path) -> None:
        self.binary = binary
        self.ready: dict = {}

    def __enter__(self) -> "Fake":
        # What an earlier run downloaded must not pass for this run's.
        shutil.rmtree(places.DOCUMENTS, ignore_errors=True)
        places.DOCUMENTS.mkdir(parents=True)
        self.state = tempfile.TemporaryDirectory(prefix="poligon-clients-")
        self.log_path = places.TARGET / "poligon.log"
        self.log = self.log_path.open("w")
        command = [str(self.binary), "up", "--port-base", "0", "--ready-json", "--only", "epuap,esia,ksef", "--state", self.state.name]
        try:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.log, text=True)
        except OSError as why:
            raise Trouble(f"{self.binary} cannot be started ({why}).") from why
        self.ready = self.wait_until_ready()
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            print(f"clients: Poligon did not end within 10 s of SIGTERM; see {self.log_path}", flush=True)
        self.log.close()
        self.state.cleanup()

    def wait_until_ready(self) -> dict:
        seen, _, _ = select.select([self.process.stdout], [], [], READY_WITHIN_SECONDS)
        line = self.process.stdout.readline() if seen else ""
        if not line:
            self.process.kill()
            log = self.log_path.read_text()
            raise Trouble(f"poligon said nothing on stdout within {READY_WITHIN_SECONDS} s, or ended; its stderr was:\n{log}")
        return json.loads(line)

    def environment(self) -> dict[str, str]:
        """What a suite is told. SSL_CERT_FILE makes httpx trust the throwaway CA: the client itself is not touched."""
        return {
            "POLIGON_BIN": str(self.binary),
            "POLIGON_CA": self.ready["ca"],
            "POLIGON_CONSOLE": self.ready["console"],
            "POLIGON_DOCUMENTS": str(places.DOCUMENTS),
            "POLIGON_EPUAP_URL": self.ready["institutions"]["epuap"],
            "POLIGON_ESIA_URL": self.ready["institutions"]["esia"],
            "POLIGON_KSEF_URL": self.ready["institutions"]["ksef"],
            "POLIGON_STATE": self.state.name,
            "REQUESTS_CA_BUNDLE": self.ready["ca"],
            "SSL_CERT_FILE": self.ready["ca"],
            # A proxy of this machine is no business of a test that talks to loopback.
            "NO_PROXY": ",".join(filter(None, [os.environ.get("NO_PROXY"), "localhost", "127.0.0.1", "::1"])),
        }
