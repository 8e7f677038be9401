"""The JUnit form keeps to the schema that Jenkins publishes."""

from pathlib import Path

import pytest
from lxml import etree


@pytest.mark.parametrize("name", ["small", "hostile", "huge"])
def test_the_document_is_valid(schema: etree.XMLSchema, reports: Path, name: str) -> None:
    schema.assertValid(etree.parse(reports / f"{name}.xml"))


def test_the_schema_would_say_no(schema: etree.XMLSchema, reports: Path) -> None:
    document = etree.parse(reports / "small.xml")
    document.find(".//testcase").append(etree.Element("verdict"))
    assert not schema.validate(document)
