"""A Poligon process of ours: started, asked, watched, ended."""

import http.client
import json
import os
import pathlib
import select
import signal
import ssl
import subprocess
import time
import urllib.parse

START_TIMEOUT = 30.0


class NotStarted(Exception):
    pass


class Running:
    """`with Running(binary, state) as poligon:` ready inside, ended by SIGTERM after."""

    def __init__(self, binary: pathlib.Path, state: pathlib.Path):
        self.binary, self.state = binary, state
        self.connection = None
        # Made before the clock starts: what Python needs for its first TLS is not Poligon's time.
        self.trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

    def __enter__(self) -> "Running":
        if not pathlib.Path(self.binary).is_file():
            raise NotStarted(f"{self.binary} is not there; build it with `cargo build --release -p poligon`")
        command = [str(self.binary), "up", "--port-base", "0", "--plain", "--ready-json"]
        # Keys are kept there; sandboxes are not, as with --state they would be.
        env = {**os.environ, "XDG_STATE_HOME": str(self.state)}
        self.log = open(f"{self.state}.log", "wb")
        self.started = time.perf_counter()
        self.child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.log, env=env)
        try:
            self.ready = self.ready_line()
            self.ready_ms = self.since_start_ms()
            self.url = urllib.parse.urlsplit(self.ready["institutions"]["ksef"])
            self.trust.load_verify_locations(self.ready["ca"])
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(self, *_) -> None:
        self.end()

    def since_start_ms(self) -> float:
        return 1000 * (time.perf_counter() - self.started)

    def request(self, method, path, body=None, headers=None):
        """Status, headers and body, over one kept-alive HTTPS connection."""
        if self.connection is None:
            self.connection = http.client.HTTPSConnection(self.url.hostname, self.url.port, context=self.trust, timeout=30)
        self.connection.request(method, self.url.path.rstrip("/") + path, body=body, headers=headers or {})
        response = self.connection.getresponse()
        return response.status, response.headers, response.read()

    def rss_mib(self) -> float:
        status = pathlib.Path(f"/proc/{self.child.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) / 1024

    def ready_line(self) -> dict:
        readable, _, _ = select.select([self.child.stdout], [], [], START_TIMEOUT)
        line = self.child.stdout.readline() if readable else b""
        if not line:
            self.log.flush()
            said = pathlib.Path(self.log.name).read_text(errors="replace").strip()
            raise NotStarted(said[-600:] or f"no ready line within {START_TIMEOUT:.0f} s")
        return json.loads(line)

    def end(self) -> None:
        if self.connection is not None:
            self.connection.close()
        if self.child.poll() is None:
            self.child.send_signal(signal.SIGTERM)
            try:
                self.child.wait(10)
            except subprocess.TimeoutExpired:
                self.child.kill()
                self.child.wait()
        self.child.stdout.close()
        self.log.close()
