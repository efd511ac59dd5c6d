"""A zone of one's own: what it has at year 0, in place of the simulated history. Each column is declared once.

Template, checks, messages and reference follow from the declarations here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from pydantic_core import core_schema

from model.declare import Unit
from model.parameters.industries import INDUSTRY_LABELS

STAGES = {"concept": "Concept", "angel": "Angel", "venture": "Early venture", "growth": "Growth", "mature": "Mature"}
FUNDS = {"angel": "Angel", "venture": "Venture", "ma": "M&A"}
MOST_ROWS = {"industries": len(INDUSTRY_LABELS), "firms": 300, "funds": 99}
"""Of each sheet. Managers are numbered up to a hundred."""
MOST_FIRMS = 2_000
LONGEST_NAME = 80


@dataclass(frozen=True)
class Column:
    """One declared column. `empty` says what an empty cell stands for; without it a cell must be filled.

    `choices` are the words that it takes, each with its label.
    """

    name: str
    label: str
    meaning: str
    unit: Unit
    low: float
    high: float
    kind: type
    choices: Mapping[str, str]
    empty: str
    default: Any

    @property
    def is_required(self) -> bool:
        """Must a cell be filled?"""
        return not self.empty


def _column(
    label: str, meaning: str, unit: Unit = Unit.CHOICE, valid: tuple[float, float] = (0, 0), *, kind: type = float,
    choices: Mapping[str, str] | None = None, empty: str = "", default: Any = None,
) -> Any:
    declared = {"label": label, "meaning": meaning, "unit": unit, "low": valid[0], "high": valid[1],
                "kind": str if choices else kind, "choices": choices or {}, "empty": empty, "default": default}
    return field(default=default, metadata=declared) if empty else field(metadata=declared)


def columns_of(row: type[Any]) -> dict[str, Column]:
    """The columns of a sheet by name."""
    return {each.name: Column(each.name, **each.metadata) for each in fields(row)}


@dataclass(frozen=True)
class IndustryRow:
    """What is known of an industry at year 0. An industry without a row is left to the model."""

    industry: str = _column("Industry", "One of the model's six industries.", choices=INDUSTRY_LABELS)
    readiness: float | None = _column(
        "Market readiness", "0: nobody buys yet. 1: a ready market.", Unit.SHARE, (0.0, 1.0),
        empty="as it opened, with what the world outside and the tests of its firms have added")
    knowledge: float | None = _column(
        "Knowledge", "Part of all that can be learnt that the industry's firms have learnt.", Unit.SHARE, (0.0, 0.99),
        empty="what the world outside and the tests of its firms have taught")


@dataclass(frozen=True)
class FirmRow:
    """Firms that are alike: one or more in the same industry and stage."""

    industry: str = _column("Industry", "One of the model's six industries.", choices=INDUSTRY_LABELS)
    stage: str = _column(
        "Stage", "Concept: no round yet. Angel, early venture and growth: after a seed, A or B round. Mature: after "
        "the scale-up. A firm that passed its test and still looks for the round belongs to the stage before: each "
        "firm begins financed for its stage and at work. In results it counts in the next stage from its test on.",
        choices=STAGES)
    count: int = _column("Firms", "How many such firms there are.", Unit.COUNT, (1, 500), kind=int,
                         empty="one firm", default=1)
    age_years: float | None = _column(
        "Age", "Years since founding.", Unit.YEARS, (0.0, 40.0),
        empty="the usual work of the stages before, and half of its own stage's")
    cash_myuan: float | None = _column(
        "Cash", "Cash of each firm.", Unit.MYUAN, (0.0, 5_000.0),
        empty="enough for the work that is left in its stage and for the search after it")
    raised_myuan: float | None = _column(
        "Raised so far", "Money that each firm has raised in rounds, founders' capital apart.", Unit.MYUAN,
        (0.0, 20_000.0), empty="the usual rounds up to its stage")
    revenue_myuan_per_year: float | None = _column(
        "Revenue", "Yearly revenue of each firm. Only growth and mature firms sell.", Unit.MYUAN_PER_YEAR,
        (0.01, 20_000.0), empty="drawn as for firms of the model")


@dataclass(frozen=True)
class FundRow:
    """A fund that has firms or money left."""

    kind: str = _column("Kind", "Angel funds finance seed rounds, venture funds A and B rounds, M&A funds C rounds "
                        "and whole firms.", choices=FUNDS)
    size_myuan: float = _column("Size", "Commitments of all its investors.", Unit.MYUAN, (1.0, 50_000.0))
    vintage_years: float = _column("Vintage", "Years from its first close to year 0.", Unit.YEARS, (0.0, 20.0))
    term_years: float = _column("Term", "Years from its first close to its end, before extensions.", Unit.YEARS,
                                (1.0, 25.0))
    guide_share: float = _column("Guide share", "Share of the zone's guide in its commitments.", Unit.SHARE, (0.0, 1.0))
    state_share: float = _column(
        "Other state share", "Share of other state investors. All the rest is social capital.", Unit.SHARE, (0.0, 1.0),
        empty="none", default=0.0)
    called_share: float | None = _column(
        "Called", "Share of commitments called so far, fees included.", Unit.SHARE, (0.0, 1.0),
        empty="its plan at its age: money to invest spread evenly over the investment period, and fees")
    dpi: float = _column("Paid back (DPI)", "Paid back to its investors so far, over what was called.", Unit.MULTIPLE,
                         (0.0, 20.0), empty="nothing", default=0.0)
    industry: str | None = _column("Industry", "The only industry that it invests in.", choices=INDUSTRY_LABELS,
                                   empty="all industries")


SHEETS: dict[str, type[Any]] = {"industries": IndustryRow, "firms": FirmRow, "funds": FundRow}
"""The sheets of a zone, by what they are called in files."""
COLUMNS = {sheet: columns_of(row) for sheet, row in SHEETS.items()}
"""The columns of each sheet, by name."""


@dataclass(frozen=True)
class Zone:
    """The firms and funds of a zone at year 0. Whoever reads one from a file says all that is wrong with it."""

    name: str
    industries: tuple[IndustryRow, ...] = ()
    firms: tuple[FirmRow, ...] = ()
    funds: tuple[FundRow, ...] = ()

    def __post_init__(self) -> None:
        for sheet, columns in COLUMNS.items():
            for row in self.rows(sheet):
                for column in columns.values():
                    if not _fits(column, getattr(row, column.name)):
                        raise ValueError(f"{sheet}, {column.name}: {getattr(row, column.name)!r}")
            if len(self.rows(sheet)) > MOST_ROWS[sheet]:
                raise ValueError(f"{sheet}: more than {MOST_ROWS[sheet]} rows")
        if self.firm_count > MOST_FIRMS:
            raise ValueError(f"more than {MOST_FIRMS} firms")

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> core_schema.CoreSchema:
        """Taken as it is: its rows were checked when it was made."""
        return core_schema.is_instance_schema(cls)

    def rows(self, sheet: str) -> tuple[Any, ...]:
        """The rows of a sheet."""
        found: tuple[Any, ...] = getattr(self, sheet)
        return found

    @property
    def firm_count(self) -> int:
        """Firms of all rows together."""
        return sum(row.count for row in self.firms)

    @property
    def oldest_vintage_years(self) -> float:
        """Age of the oldest fund."""
        return max((row.vintage_years for row in self.funds), default=0.0)


def _fits(column: Column, value: Any) -> bool:
    if value is None:
        return not column.is_required and column.default is None
    if column.choices:
        return value in column.choices
    if isinstance(value, bool) or not isinstance(value, int if column.kind is int else (int, float)):
        return False
    return column.low <= value <= column.high
