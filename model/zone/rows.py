"""Rows of cells made into a zone. All cells that cannot be read are named at once, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from model.messages import Problems, grouped, printable, unknown_name
from model.parameters.zone import COLUMNS, LONGEST_NAME, MOST_FIRMS, MOST_ROWS, SHEETS, Zone
from model.words import _
from model.zone.cells import is_empty, value_of

MOST_SENTENCES = 200
NO_ROUND = ("concept",)
SELLING = ("growth", "mature")


@dataclass(frozen=True)
class Row:
    """The cells of a row by the names of their columns, and where it stands as a person says it."""

    place: str
    cells: Mapping[str, Any]


def zone_of(name: str, rows: Mapping[str, Sequence[Row]], problems: Sequence[str] = ()) -> Zone:
    """The zone in the rows of each sheet. Raises `Problems` with all that is wrong, `problems` first.

    Rows that hold nothing are passed over.
    """
    found = [*problems]
    read: dict[str, list[Any]] = {}
    for sheet in SHEETS:
        filled = [row for row in rows.get(sheet, ()) if not all(map(is_empty, row.cells.values()))]
        if len(filled) > MOST_ROWS[sheet]:
            found.append(_("{sheet} has {count} rows, and at most {most} are read. Put rows that are alike into one, "
                           "or leave the smallest out.").format(
                sheet=sheet, count=grouped(len(filled)), most=MOST_ROWS[sheet]))
            filled = []
        read[sheet] = [_row(sheet, row, found) for row in filled]
        found += _repeated(sheet, filled, read[sheet])
    firms = sum(row.count for row in read["firms"] if row is not None)
    if firms > MOST_FIRMS:
        found.append(_("The zone has {count} firms, and at most {most} are taken.").format(
            count=grouped(firms), most=grouped(MOST_FIRMS)))
    if not found and not read["firms"] and not read["funds"]:
        found.append(_("The zone has neither a firm nor a fund. Fill at least one row of firms or funds."))
    if found:
        raise Problems(_not_too_many(found))
    return Zone(clean_name(name), **{sheet: tuple(each) for sheet, each in read.items()})


def clean_name(text: str) -> str:
    """A name for a zone, as text that can be shown and kept."""
    return printable(" ".join(text.split()))[:LONGEST_NAME].strip() or _("Own zone")


def unknown_columns(sheet: str, names: Sequence[str], place: str) -> Iterator[str]:
    """What is wrong with the heads of a sheet: unknown ones, ones that stand twice, ones that are missing."""
    known = COLUMNS[sheet]
    for name in dict.fromkeys(names):
        if name not in known:
            yield _("{place}: the column {what}").format(
                place=place, what=unknown_name(name.replace(".", "_"), known)) + " " + _("Delete or rename it.")
        elif names.count(name) > 1:
            yield _("{place}: the column {name} stands there twice. Keep one.").format(place=place, name=name)
    for name, column in known.items():
        if column.is_required and name not in names:
            yield _("{place}: the column {name} is missing. Take the template.").format(place=place, name=name)


def _row(sheet: str, row: Row, found: list[str]) -> Any:
    """A row of a sheet; None if a cell of it is wrong, and then `found` says which."""
    values: dict[str, Any] = {}
    before = len(found)
    for name, column in COLUMNS[sheet].items():
        try:
            values[name] = value_of(column, row.cells.get(name))
        except Problems as error:
            found += [_at(row.place, name, sentence) for sentence in error.sentences]
    found += [_at(row.place, name, sentence) for name, sentence in _contradictions(sheet, values)]
    return SHEETS[sheet](**values) if len(found) == before else None


def _at(place: str, column: str, sentence: str) -> str:
    return _("{place}, column {column}: {sentence}").format(place=place, column=column, sentence=sentence)


def _contradictions(sheet: str, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Cells that are right alone and cannot stand together, each with the column to be changed."""
    if sheet == "firms":
        stage = values.get("stage")
        if stage in NO_ROUND and values.get("raised_myuan"):
            yield "raised_myuan", _("A firm in the concept stage has had no round yet. Leave the cell empty.")
        if stage is not None and stage not in SELLING and values.get("revenue_myuan_per_year") is not None:
            yield "revenue_myuan_per_year", _("Only growth and mature firms sell. Leave the cell empty.")
    if sheet == "funds" and values.get("guide_share", 0) + values.get("state_share", 0) > 1 + 1e-9:
        yield "state_share", _("Together with guide_share it is more than the whole fund.")
    if sheet == "funds" and values.get("called_share") == 0 and values.get("dpi"):
        yield "dpi", _("The fund has called nothing, so it cannot have paid anything back. Leave the cell empty, or "
                       "change called_share.")


def _repeated(sheet: str, rows: Sequence[Row], read: Sequence[Any]) -> Iterator[str]:
    """Rows that say again what another says. Two funds may be alike; two rows of alike firms are one row."""
    first: dict[Any, str] = {}
    for row, value in zip(rows, read, strict=True):
        if value is None or sheet == "funds":
            continue
        same = first.setdefault(value.industry if sheet == "industries" else value, row.place)
        if same != row.place:
            if sheet == "industries":
                yield _("{place}: this industry stands in {same} already. Keep one row.").format(
                    place=row.place, same=same)
            else:
                yield _("{place}: these firms stand in {same} already. If there are more of them, raise its count."
                        ).format(place=row.place, same=same)


def _not_too_many(sentences: list[str]) -> list[str]:
    if len(sentences) <= MOST_SENTENCES:
        return sentences
    more = _("{count} more cells cannot be read. Mend those above first.")
    return [*sentences[:MOST_SENTENCES], more.format(count=grouped(len(sentences) - MOST_SENTENCES))]
