"""OpenSSL with the GOST engine, as a command."""

import os
import subprocess
from pathlib import Path

CONFIG = """openssl_conf = openssl_def
[openssl_def]
engines = engine_section
[engine_section]
gost = gost_section
[gost_section]
engine_id = gost
default_algorithms = ALL
[req]
distinguished_name = subject
prompt = no
string_mask = utf8only
utf8 = yes
[subject]
C = RU
O = Учебная организация
CN = Учебная система
"""


class Engine:
    """Runs `openssl` with a configuration of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = folder / "gost.cnf"
        self.config.write_text(CONFIG, encoding="utf-8")

    def run(self, *arguments: object, stdin: bytes = b"") -> subprocess.CompletedProcess:
        environment = os.environ | {"OPENSSL_CONF": str(self.config)}
        command = ["openssl", *map(str, arguments)]
        return subprocess.run(command, capture_output=True, input=stdin, env=environment, cwd=self.folder, check=False)

    def ok(self, *arguments: object) -> bytes:
        """Its stdout; an AssertionError with its stderr when it failed."""
        ended = self.run(*arguments)
        assert ended.returncode == 0, f"openssl {' '.join(map(str, arguments))}\n{ended.stderr.decode(errors='replace')}"
        return ended.stdout

    def works(self) -> bool:
        return self.run("dgst", "-md_gost12_256", self.config).returncode == 0
