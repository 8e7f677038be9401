"""The exams find the mistakes of the wrong client, and say which."""

from pathlib import Path

import client
import pytest
from harness import exam


@pytest.fixture(scope="session")
def judged(reports):
    return exam.examine(Path(client.__file__), reports, "wrong-client")


@pytest.mark.parametrize("name", sorted(client.MISTAKES))
def test_the_mistake_is_found(judged, name):
    found = judged[name]
    assert found["verdict"] == "fail", f"{client.MISTAKES[name]}: {found}"
    failed = [line for line in found["lines"] if line["verdict"] == "fail"]
    assert failed and all(line["reasons"] for line in failed)


def test_what_it_does_right_passes(judged):
    assert judged["ksef/exam-keeps-to-one-prefix"]["verdict"] == "pass"
