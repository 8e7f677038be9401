"""A small Django project around the package, told nothing but addresses and its key; each test has a sandbox of its own."""

import html
import json
import os
import re
import ssl
import urllib.request

import django
import pytest
from django.conf import settings

ISSUER = "otwartedane"
ACS = "https://otwartedane.localhost/logingovpl/acs/"


def configure(folder) -> None:
    settings.configure(
        ALLOWED_HOSTS=["*"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "logingovpl"],
        LOGIN_REDIRECT_URL="/zalogowany/",
        LOGINGOVPL_ASSERTION_CONSUMER_URL=ACS,
        LOGINGOVPL_ENC_CERT=str(folder / "enc.cert.pem"),
        LOGINGOVPL_ENC_KEY=str(folder / "enc.key.pem"),
        LOGINGOVPL_ISSUER=ISSUER,
        LOGINGOVPL_SSO_URL="https://symulator.login.gov.pl/login/SingleSignOnService",
        LOGINGOVPL_ARTIFACT_RESOLVE_URL="set by each test",
        LOGINGOVPL_TIMEOUT=10,
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        ROOT_URLCONF="project_urls",
        SECRET_KEY="of a test",
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        TIME_ZONE="UTC",
        USE_TZ=False,
    )
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, run_syncdb=True)


@pytest.fixture(scope="session")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keys")
    configure(folder)
    return folder


class Node:
    """The fake, in one sandbox: what a browser and an administrator do there."""

    def __init__(self, name: str) -> None:
        self.base = f"{os.environ['POLIGON_WEZEL_KRAJOWY_URL']}/@{name}"
        self.console = f"{os.environ['POLIGON_CONSOLE']}/sandboxes/{name}"
        context = ssl.create_default_context(cafile=os.environ["POLIGON_CA"])
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context))

    def ask(self, url: str, value, kind: str = "application/json", method: str = "POST") -> str:
        body = json.dumps(value).encode() if kind == "application/json" else urllib.parse.urlencode(value).encode()
        request = urllib.request.Request(url, data=body, headers={"Content-Type": kind}, method=method)
        with self.opener.open(request, timeout=60) as answer:
            return answer.read().decode()

    def turn(self, knob: str, value: str) -> None:
        self.ask(f"{self.console}/knobs", {knob: value}, method="PUT")

    def register(self, folder) -> None:
        told = json.loads(self.ask(f"{self.base}/_poligon/providers", {"issuer": ISSUER, "acs": [ACS]}))
        pair = told["issued"]["symulator"]["encryption"]
        (folder / "enc.key.pem").write_text(pair["key"])
        (folder / "enc.cert.pem").write_text(pair["certificate"])

    def login(self, page: str, persona: str, outcome: str) -> dict[str, str]:
        """What the browser does with the client's form, and what it brings back. The client's action is the official host."""
        fields = hidden(page)
        assert "https://symulator.login.gov.pl/login/SingleSignOnService" in page
        self.ask(f"{self.base}/_poligon/next-login", {"persona": persona, "outcome": outcome})
        return hidden(self.ask(f"{self.base}/login/SingleSignOnService", fields, "application/x-www-form-urlencoded"))


def hidden(page: str) -> dict[str, str]:
    found = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag, re.DOTALL)
        if name and value:
            found[html.unescape(name.group(1))] = html.unescape(value.group(1))
    return found


@pytest.fixture
def node(request, project) -> Node:
    name = re.sub(r"[^a-z0-9]+", "-", request.node.name.lower()).strip("-")[:64].strip("-")
    node = Node(name)
    node.register(project)
    settings.LOGINGOVPL_ARTIFACT_RESOLVE_URL = f"{node.base}/login-services/idpArtifactResolutionService"
    return node
