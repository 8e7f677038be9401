"""What OpenSSL with the GOST engine signed, before Poligon."""

from conftest import SETS, example


def verdicts(folder) -> dict[str, str]:
    lines = example("judge", folder).splitlines()
    return dict(line.split(" ", 1) for line in lines)


def test_every_form_of_every_parameter_set_is_judged_rightly(theirs):
    seen = verdicts(theirs)
    assert len(seen) == len(SETS) * 10
    wrong = {}
    for name, verdict in seen.items():
        form = name.split(".")[1]
        expected = {
            "newline-signed": "bad message-digest newline-signed",
            "reversed-value": "bad value reversed-value",
            "swapped-halves": "bad value swapped-halves",
            "changed": "bad value ",
        }.get(form, "ok")
        if verdict != expected:
            wrong[name] = verdict
    assert wrong == {}
