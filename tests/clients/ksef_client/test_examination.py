"""The examination of ksef-client: what it honours by itself. The report is the result; its verdicts are the client's business,
so the tests here only ask that each exam was judged."""

from pathlib import Path

import pytest
from harness import exam

FOLDER = Path(__file__).resolve().parent
REPORTS = FOLDER.parents[2] / "target" / "clients" / "exams"


@pytest.fixture(scope="session")
def judged():
    REPORTS.mkdir(parents=True, exist_ok=True)
    judged = exam.examine(FOLDER / "examined.py", REPORTS, "ksef-client")
    for name, one in judged.items():
        print(f"{one['verdict']:<14}{name}")
    return judged


def test_every_exam_was_judged(judged):
    assert sorted(judged) == exam.names()
    assert not [name for name, one in judged.items() if one["verdict"] == "inconclusive"]


def test_most_exams_were_exercised(judged):
    exercised = [name for name, one in judged.items() if one["verdict"] in ("pass", "fail")]
    assert len(exercised) >= 8, judged


def test_what_it_is_known_to_do_passes(judged):
    for name in ["ksef/exam-tolerates-unknown-fields", "ksef/exam-waits-between-polls", "ksef/exam-keeps-to-one-prefix"]:
        assert judged[name]["verdict"] == "pass", judged[name]["lines"]


def test_reports_for_people_are_there(judged):
    for ending in ["json", "html", "md"]:
        assert (REPORTS / f"ksef-client.{ending}").stat().st_size > 1000
