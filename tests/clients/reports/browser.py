"""A headless Chromium, driven over its DevTools protocol; it tells every request that a page makes."""

import base64
import itertools
import json
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import websocket

NAMES = ["chromium", "chromium-browser", "google-chrome"]
PATIENCE = 60


def missing() -> str | None:
    """Why there is no browser."""
    if any(shutil.which(name) for name in NAMES):
        return None
    return "there is no Chromium on this machine; on Debian: apt-get install chromium"


class Browser:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> "Browser":
        binary = next(path for name in NAMES if (path := shutil.which(name)))
        # No sandbox: CI runs as root, and the pages are our own.
        options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"]
        options += ["--disable-background-networking", "--disable-component-update", "--remote-debugging-port=0"]
        # Origins: without it Chromium refuses the connection of websocket-client.
        options += ["--remote-allow-origins=*", f"--user-data-dir={self.folder}", "about:blank"]
        self.process = subprocess.Popen([binary, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.port = self.wait_for_port()
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=PATIENCE)

    def wait_for_port(self) -> str:
        told = self.folder / "DevToolsActivePort"
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if told.exists() and len(lines := told.read_text().splitlines()) == 2:
                return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
            time.sleep(0.05)
        raise AssertionError("Chromium did not start")

    def open(self, url: str, *, dark: bool = False, width: int = 1200) -> "Page":
        return Page(self.port, url, dark=dark, width=width)


class Page:
    """One tab. `requests` are the URLs that it asked for, `complaints` what the browser wrote into its console."""

    def __init__(self, address: str, url: str, *, dark: bool, width: int) -> None:
        self.socket = websocket.create_connection(address, timeout=PATIENCE)
        self.numbers = itertools.count(1)
        self.session: str | None = None
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.loaded = False
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.ask(f"{domain}.enable")
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.ask("Emulation.setEmulatedMedia", features=[scheme])
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=1000, deviceScaleFactor=1, mobile=False)
        self.ask("Page.navigate", url=url)
        while not self.loaded:
            self.hear()

    def ask(self, method: str, **params: object) -> dict[str, Any]:
        number = next(self.numbers)
        message = {"id": number, "method": method, "params": params}
        self.socket.send(json.dumps(message | ({"sessionId": self.session} if self.session else {})))
        while (answer := self.hear()).get("id") != number:
            pass
        assert "error" not in answer, f"{method}: {answer['error']}"
        return answer["result"]

    def hear(self) -> dict[str, Any]:
        message = json.loads(self.socket.recv())
        params = message.get("params", {})
        match message.get("method"):
            case "Network.requestWillBeSent":
                self.requests.append(params["request"]["url"])
            case "Log.entryAdded":
                self.complaints.append(params["entry"]["text"])
            case "Runtime.consoleAPICalled" | "Runtime.exceptionThrown":
                self.complaints.append(json.dumps(params))
            case "Page.loadEventFired":
                self.loaded = True
        return message

    def run(self, script: str) -> Any:
        """Evaluates a script of the tester, which the page's policy does not bind."""
        answer = self.ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def press(self, key: str) -> None:
        code = {"Tab": 9, "Enter": 13}[key]
        text = {"text": "\r"} if key == "Enter" else {}
        event = {"key": key, "code": key, "windowsVirtualKeyCode": code}
        self.ask("Input.dispatchKeyEvent", type="keyDown", **event, **text)
        self.ask("Input.dispatchKeyEvent", type="keyUp", **event)

    def picture(self, file: Path) -> None:
        shot = self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        file.write_bytes(base64.b64decode(shot["data"]))
