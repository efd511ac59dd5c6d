"""Results as files: tables with their units, and a manifest that says where they come from.

Files are first written in a temporary folder beside the target and moved in place at the end, so
that a run that stops half-way leaves nothing behind.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from model.declare import Kind, Output, Unit
from model.messages import Problems, reason
from model.outputs import COLUMNS, HEADLINES, SERIES
from model.parameters import PARAMETERS, value_at
from model.scenario import Scenario, nested
from model.words import _

if TYPE_CHECKING:
    from model.results import Result

Format = Literal["csv", "parquet"]

MANIFEST = "manifest.json"
DESCRIPTIONS = "columns.csv"
UNFINISHED = ".unfinished-"
DETAIL_TABLES = ("firms", "firm_quarters", "rounds", "funds", "fund_quarters", "ledger")
PERCENTILES = {"p10": 10, "p50": 50, "p90": 90}
# a spreadsheet takes a cell that begins like this for a formula, also in full-width letters
FORMULA_STARTS = tuple("=+-@\t＝＋－＠")


def _column(name: str, label: str, unit: Unit, meaning: str) -> Output:
    return Output(name, label, unit, Kind.RATIO, meaning, "", dimensions=())


def _as_the_row(name: str, label: str, meaning: str) -> Output:
    return _column(name, label, Unit.NUMBER, meaning + " In the unit that the row names.")


_NO_PERCENTILES = " Empty for a headline that is worked out from all replications together."
_MEANINGS = {
    "mean": "Mean over the replications in which the quantity is defined.",
    "low": "Lower end of the 95 % interval of the mean.",
    "high": "Upper end of the 95 % interval of the mean.",
    "p10": "A tenth of the replications lie below." + _NO_PERCENTILES,
    "p50": "Median over replications." + _NO_PERCENTILES,
    "p90": "A tenth of the replications lie above." + _NO_PERCENTILES,
}
_SCENARIO = _column("scenario", "Scenario", Unit.TEXT, "Name of the scenario's file.")
_UNIT = _column("unit", "Unit", Unit.TEXT, "Unit of the numbers in the row.")
_VALUES = {name: _as_the_row(name, name.capitalize(), meaning) for name, meaning in _MEANINGS.items()}


def _declared(*columns: Output) -> dict[str, Output]:
    return {column.name: column for column in columns}


SUMMARY_COLUMNS: dict[str, dict[str, Output]] = {
    "headline": _declared(
        _SCENARIO,
        _column("headline", "Headline", Unit.TEXT, "Name of the headline."),
        _column("label", "Label", Unit.TEXT, "What the headline is called on screen."),
        *(_VALUES[name] for name in ("mean", "low", "high", "p10", "p50", "p90")),
        _column("replications", "Replications", Unit.COUNT, "Replications that define it."),
        _UNIT,
    ),
    "quarters": _declared(
        _SCENARIO,
        _column("series", "Series", Unit.TEXT, "Name of the quarterly series."),
        _column("quarter", "Quarter", Unit.QUARTERS, "Quarter, 0 is the first of year 0."),
        _column("year", "Year", Unit.YEARS, "Years from the start of year 0 to the quarter's end."),
        *(_VALUES[name] for name in ("mean", "p10", "p50", "p90")),
        _UNIT,
    ),
    "comparison": _declared(
        _column("headline", "Headline", Unit.TEXT, "Name of the headline."),
        _column("label", "Label", Unit.TEXT, "What the headline is called on screen."),
        _SCENARIO,
        *(_VALUES[name] for name in ("mean", "low", "high")),
        _as_the_row("difference", "Difference", "Paired difference to the first scenario."),
        _as_the_row("difference_low", "Difference, low", "Lower end of its 95 % interval."),
        _as_the_row("difference_high", "Difference, high", "Upper end of its 95 % interval."),
        _column(
            "verdict",
            "Verdict",
            Unit.TEXT,
            "Identical, no detectable difference, more, less or undefined.",
        ),
        _UNIT,
    ),
}


# tables in which a row names what its numbers are
_ROWS: dict[str, dict[str, Output]] = {"headline": HEADLINES, "comparison": HEADLINES, "quarters": SERIES}


def descriptions_table(tables: Iterable[str]) -> pd.DataFrame:
    """Label, unit, meaning and rule of every column of some tables, and of the headlines or series in their rows."""
    rows = [
        (table, output.name, _(output.label), _(output.unit.value), _(output.meaning), output.rule)
        for table in tables
        for output in (*_columns_of(table).values(), *_ROWS.get(table, {}).values())
    ]
    return pd.DataFrame(rows, columns=["table", "column", "label", "unit", "meaning", "rule"])


def headline_table(name: str, result: Result) -> pd.DataFrame:
    """Each headline of one scenario: mean with its 95 % interval, and percentiles."""
    from model.comparison import interval

    rows = []
    for headline, output in HEADLINES.items():
        values = np.asarray(result.headlines[headline], dtype=np.float64)
        found = interval(values)
        row: dict[str, Any] = {"scenario": name, "headline": headline, "label": _(output.label)}
        row |= {"mean": found.mean, "low": found.low, "high": found.high}
        of_worlds = np.full(1, np.nan) if output.is_pooled else values
        row |= {key: float(column[0]) for key, column in _percentiles(of_worlds[:, None]).items()}
        row |= {"replications": int(np.isfinite(values).sum()), "unit": output.unit.value}
        rows.append(row)
    return pd.DataFrame(rows, columns=list(SUMMARY_COLUMNS["headline"]))


def quarters_table(name: str, result: Result) -> pd.DataFrame:
    """Each quarterly series of one scenario: mean and percentiles over replications."""
    tables = []
    for series, output in SERIES.items():
        values = np.asarray(result.series[series], dtype=np.float64)
        quarters = np.arange(values.shape[1])
        columns: dict[str, Any] = {"scenario": name, "series": series, "quarter": quarters}
        columns |= {"year": (quarters + 1) / 4, "mean": _mean(values)}
        columns |= _percentiles(values) | {"unit": output.unit.value}
        tables.append(pd.DataFrame(columns))
    return pd.concat(tables, ignore_index=True)[list(SUMMARY_COLUMNS["quarters"])]


def comparison_table(results: Mapping[str, Result]) -> pd.DataFrame:
    """Each headline of each scenario, and its paired difference to the first scenario."""
    from model.comparison import interval, paired

    first = next(iter(results.values()))
    rows = []
    for headline, output in HEADLINES.items():
        for name, result in results.items():
            found = interval(result.headlines[headline])
            difference = paired(first, result, headline)
            rows.append(
                {
                    "headline": headline,
                    "label": _(output.label),
                    "scenario": name,
                    "mean": found.mean,
                    "low": found.low,
                    "high": found.high,
                    "difference": difference.mean,
                    "difference_low": difference.low,
                    "difference_high": difference.high,
                    "verdict": verdict(first, result, headline),
                    "unit": output.unit.value,
                }
            )
    return pd.DataFrame(rows, columns=list(SUMMARY_COLUMNS["comparison"]))


def verdict(first: Result, other: Result, headline: str) -> str:
    """What can be said of a paired difference in a headline."""
    from model.comparison import paired

    if np.array_equal(first.headlines[headline], other.headlines[headline], equal_nan=True):
        return "identical"
    difference = paired(first, other, headline)
    if not np.isfinite([difference.low, difference.high]).all():
        return "undefined"
    if difference.low <= 0 <= difference.high:
        return "no detectable difference"
    return "more" if difference.mean > 0 else "less"


def detail_tables(result: Result) -> dict[str, pd.DataFrame]:
    """The tables of single firms, rounds, funds and transfers, with exactly their columns."""
    tables = {}
    for table in DETAIL_TABLES:
        frame = getattr(result, table)
        if frame is not None:
            tables[table] = frame[list(COLUMNS[table])]
    return tables


def write_scenario(
    folder: Path, name: str, scenario: Scenario, result: Result, file_format: Format
) -> None:
    """All tables of one scenario and their manifest, into a folder that exists."""
    tables = {
        "headline": headline_table(name, result),
        "quarters": quarters_table(name, result),
        **detail_tables(result),
    }
    for table, frame in tables.items():
        write_table(folder / f"{table}.{file_format}", frame, file_format)
    described = {
        "name": name,
        **{key: getattr(scenario, key) for key in ("title", "question", "author", "date", "notes")},
        "sources": list(scenario.sources), "tags": list(scenario.tags),
        "changes": nested(scenario.changes),
        "parameters": nested({path: value_at(scenario.parameters, path) for path in PARAMETERS}),
    }
    write_manifest(folder, tables, {"provenance": result.provenance, "scenario": described})


def write_manifest(folder: Path, tables: Iterable[str], entries: Mapping[str, Any]) -> None:
    """Where the files of a folder come from, the unit of each column, and checksums.

    What columns mean stands in a table of its own too, which is CSV whatever the others are.
    """
    tables = list(tables)
    if tables:
        write_table(folder / DESCRIPTIONS, descriptions_table(tables), "csv")
        entries = {**entries, "descriptions": DESCRIPTIONS}
    manifest = {
        **entries,
        "columns": {table: _described(table) for table in tables},
        "note": "A text that a spreadsheet would take for a formula begins with an apostrophe.",
        "files": [_fingerprint(folder, name) for name in _names_in(folder)],
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=False, default=str)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def write_table(path: Path, frame: pd.DataFrame, file_format: Format) -> None:
    """One table."""
    if file_format == "parquet":
        frame.to_parquet(path, engine="pyarrow", index=False)
    else:
        path.write_bytes(as_csv(frame))


def as_csv(frame: pd.DataFrame) -> bytes:
    """A table as CSV: no text can begin a formula, and numbers are written in full."""
    safe = frame.copy()
    for column in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[column]):
            safe[column] = safe[column].map(_harmless, na_action="ignore")
    return str(safe.to_csv(index=False, lineterminator="\n")).encode()


@contextmanager
def folder_in_place(target: Path) -> Iterator[Path]:
    """A temporary folder that becomes `target` when everything in it has been written.

    Raises `Problems` at once if the target cannot be written or holds files of other origin.
    """
    target = Path(os.path.abspath(target))
    try:
        is_new = not target.exists()
        if not is_new:
            _refuse_other_files(target)
        _refuse_file_above(target)
        made = _make_parents(target)
        unfinished = tempfile.mkdtemp(prefix=UNFINISHED, dir=target.parent if is_new else target)
    except OSError as error:
        raise _cannot_write(target, error) from error
    staging = Path(unfinished)
    try:
        yield staging
        staging.chmod(0o755)
        if is_new:
            staging.rename(target)
        else:
            _replace_contents(target, staging)
        made = []
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise _cannot_write(target, error) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        for folder in made:
            with suppress(OSError):
                folder.rmdir()


def _harmless(cell: Any) -> Any:
    if not isinstance(cell, str):
        return cell
    line = cell.replace("\r", " ").replace("\n", " ")
    return f"'{line}" if line.lstrip(" ").startswith(FORMULA_STARTS) else line


def _mean(values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a quarter defined nowhere has no mean
        mean: np.ndarray[Any, Any] = np.nanmean(values, axis=0)
    return mean


def _percentiles(values: np.ndarray[Any, Any]) -> dict[str, np.ndarray[Any, Any]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        rows = np.nanpercentile(values, list(PERCENTILES.values()), axis=0)
    return dict(zip(PERCENTILES, rows, strict=True))


def _columns_of(table: str) -> dict[str, Output]:
    return SUMMARY_COLUMNS.get(table) or COLUMNS[table]


def _described(table: str) -> dict[str, dict[str, str]]:
    return {
        name: {"unit": column.unit.value, "label": column.label, "meaning": column.meaning}
        for name, column in _columns_of(table).items()
    }


def _files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _fingerprint(folder: Path, name: str) -> dict[str, Any]:
    with (folder / name).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"file": name, "bytes": (folder / name).stat().st_size, "sha256": digest}


def _cannot_write(target: Path, error: OSError) -> Problems:
    sentence = _("The folder {folder} cannot be written: {reason}.")
    return Problems([sentence.format(folder=target, reason=reason(error))])


def _refuse_file_above(target: Path) -> None:
    """A folder cannot be made below a file."""
    above = next(folder for folder in target.parents if folder.exists())
    if not above.is_dir():
        sentence = _("The folder {folder} cannot be written: {file} is a file, not a folder.")
        raise Problems([sentence.format(folder=target, file=above)])


def _make_parents(target: Path) -> list[Path]:
    """Make the folders above the target; returns those made, innermost first."""
    missing = []
    for folder in target.parents:
        if folder.exists():
            break
        missing.append(folder)
    target.parent.mkdir(parents=True, exist_ok=True)
    return missing


def _previous_files(target: Path) -> list[str]:
    """The files in a folder that an earlier run wrote there, by its manifest."""
    try:
        manifest = json.loads((target / MANIFEST).read_text(encoding="utf-8"))
        listed = {str(entry["file"]) for entry in manifest["files"]} | {MANIFEST}
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return [name for name in _names_in(target) if name in listed]


def _names_in(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in _files_in(folder)]


def _refuse_other_files(target: Path) -> None:
    if not target.is_dir():
        sentence = _("{folder} is a file. Name a folder for the results.")
        raise Problems([sentence.format(folder=target)])
    previous = set(_previous_files(target))
    names = (name for name in _names_in(target) if not name.startswith(UNFINISHED))
    others = [name for name in names if name not in previous]
    if others:
        sentence = _("The folder {folder} holds other files ({file}). Name a new or empty folder.")
        raise Problems([sentence.format(folder=target, file=others[0])])


def _replace_contents(target: Path, staging: Path) -> None:
    """Put new results where those of an earlier run are; the manifest comes last."""
    for name in _previous_files(target):
        (target / name).unlink()
        with suppress(OSError):  # a folder that holds something else stays
            (target / name).parent.rmdir()
    for name in sorted(_names_in(staging), key=lambda name: name == MANIFEST):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        os.replace(staging / name, target / name)
