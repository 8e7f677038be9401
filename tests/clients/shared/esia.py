"""The fake ESIA as a tester reaches it: a sandbox by its name, the files of the lab, and the causes in the journal."""

import json
import os
import ssl
import urllib.error
import urllib.parse
import urllib.request


class Unfollowed(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer here."""

    def redirect_request(self, *_: object) -> None:
        return None


class Stand:
    """One sandbox of the running Poligon."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.base = f"{os.environ['POLIGON_ESIA_URL']}/@{name}"
        context = ssl.create_default_context(cafile=os.environ["POLIGON_CA"])
        handlers = [urllib.request.HTTPSHandler(context=context), Unfollowed, urllib.request.ProxyHandler({})]
        self.opener = urllib.request.build_opener(*handlers)

    def call(self, path: str, form: dict | None = None, headers: dict | None = None) -> tuple[int, dict, bytes]:
        """Status, headers, body; errors are answers too."""
        data = urllib.parse.urlencode(form).encode() if form is not None else None
        request = urllib.request.Request(self.base + path, data=data, headers=headers or {})
        try:
            with self.opener.open(request) as answer:
                return answer.status, dict(answer.headers), answer.read()
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers), error.read()

    def fetch(self, path: str) -> bytes:
        status, _, body = self.call(path)
        assert status == 200, f"{path}: {status} {body[:300]!r}"
        return body

    def redirected(self, path: str, query: dict) -> dict[str, str]:
        """The parameters of the redirect that answers."""
        status, headers, body = self.call(f"{path}?{urllib.parse.urlencode(query)}")
        assert status == 302, f"{status} {body[:500]!r}"
        location = next(value for name, value in headers.items() if name.lower() == "location")
        return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(location).query))

    def causes(self) -> set[str]:
        """Ids of the failed checks of the last exchange, and of the mistakes that it names."""
        url = f"{os.environ['POLIGON_CONSOLE']}/sandboxes/{self.name}/journal"
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url) as answer:
            exchange = max(json.load(answer)["exchanges"], key=lambda exchange: exchange["id"])
        causes = set()
        for finding in exchange["findings"]:
            causes.add(finding["check"]["id"])
            for evidence in finding["evidence"]:
                causes.update(candidate["id"] for candidate in evidence.get("candidates", []))
        return causes
