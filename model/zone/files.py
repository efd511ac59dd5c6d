"""Files that hold a zone, XLSX or CSV: reading either, writing either, and the template."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from model.messages import Problems, printable, reason
from model.parameters.zone import FirmRow, FundRow, IndustryRow, Zone
from model.strict_json import LARGEST_BYTES
from model.words import _
from model.zone import csv_file, workbook

ENDINGS = ("xlsx", "csv")
EXAMPLE = Zone(
    "Example",
    industries=(
        IndustryRow("hydrogen_storage", 0.3, 0.25),
        IndustryRow("cell_gene_technology", 0.25),
        IndustryRow("quantum_information"),
    ),
    firms=(
        FirmRow("hydrogen_storage", "growth", 1, 7.0, 35.0, 160.0, 18.0),
        FirmRow("hydrogen_storage", "venture", 2, 4.0, 20.0),
        FirmRow("hydrogen_storage", "angel", 3, 2.0),
        FirmRow("cell_gene_technology", "mature", 1, 9.0, 60.0, 220.0, 90.0),
        FirmRow("cell_gene_technology", "venture", 2),
        FirmRow("cell_gene_technology", "angel", 3),
        FirmRow("synthetic_biology", "venture", 1, 3.5, 18.0, 40.0),
        FirmRow("synthetic_biology", "angel", 3),
        FirmRow("brain_like_intelligence", "angel", 4, 1.5, 4.0),
        FirmRow("brain_like_intelligence", "concept", 3),
        FirmRow("quantum_information", "concept", 3, 0.5),
    ),
    funds=(
        FundRow("angel", 120.0, 5.0, 8.0, 0.25, 0.2),
        FundRow("angel", 150.0, 1.0, 8.0, 0.25, 0.2, 0.2),
        FundRow("venture", 300.0, 6.0, 8.0, 0.2, 0.3, 0.95, 0.5),
        FundRow("venture", 400.0, 3.0, 8.0, 0.2, 0.3, 0.6),
        FundRow("venture", 200.0, 1.0, 10.0, 0.3, industry="cell_gene_technology"),
        FundRow("ma", 1000.0, 2.0, 8.0, 0.1, 0.2, 0.4),
    ),
)
"""What the template is filled with."""


def read(content: bytes, file: str) -> Zone:
    """The zone in the bytes of a file, by the file's name. Raises `Problems` with every cell that cannot be read."""
    if len(content) > LARGEST_BYTES:
        sentence = _("The file is too large: more than {most} bytes. Keep only the sheets of the template.")
        raise Problems([sentence.format(most=LARGEST_BYTES)])
    if not content.strip():
        raise Problems([_("The file is empty. Take the template.")])
    is_workbook = content.startswith((workbook.BEGINS_WITH, workbook.OLD_OR_LOCKED))
    reader = workbook.read if is_workbook else csv_file.read
    return reader(content, Path(file.replace("\\", "/")).stem)


@cache
def template(ending: str) -> bytes:
    """The template as the bytes of a file of this kind."""
    return write(EXAMPLE, ending)


def load(path: str | Path) -> Zone:
    """The zone of a file. Every sentence of `Problems` begins with the file's name."""
    name = printable(str(path))
    try:
        return read(_content_of(Path(path)), str(path))
    except Problems as error:
        raise Problems([f"{name}: {sentence}" for sentence in error.sentences]) from error


def write(zone: Zone, ending: str) -> bytes:
    """The zone as the bytes of a file of this kind."""
    return workbook.write(zone) if ending == "xlsx" else csv_file.write(zone)


def _content_of(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise Problems([_("This is a folder. Name an XLSX or CSV file.")])
        with path.open("rb") as file:
            return file.read(LARGEST_BYTES + 1)
    except FileNotFoundError as error:
        raise Problems([_("There is no such file.")]) from error
    except OSError as error:
        raise Problems([_("The file cannot be read: {reason}.").format(reason=reason(error))]) from error
    except ValueError as error:
        raise Problems([_("This is not the name of a file.")]) from error
