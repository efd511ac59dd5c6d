"""What stands on which page and how high: words and tables as high as they are, charts take the room that is left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from app.charts.chart import Chart
from app.exports.office.native_table import Grid, grids, of_numbers
from app.exports.office.translate import Translated, Way, translate
from app.exports.office.written import height_of, prefix
from app.presentation.deck import Block, Drawing, Words

SIZES = (20, 18, 16, 14)
AFTER = 6.0
GAP = 0.18
LEAST_CHART, INDENT = 2.6, 0.25
SIDE_BY_SIDE = 2


@dataclass(frozen=True)
class Paragraphs:
    """Words at one size."""

    lines: tuple[str, ...]
    is_list: bool
    size: float
    height: float


@dataclass(frozen=True)
class Charts:
    """Charts beside each other, each with the way in which it is drawn."""

    charts: tuple[tuple[Chart, Translated], ...]
    height: float = 0.0


@dataclass(frozen=True)
class TableOf:
    """A table; `chart` is what it stands for where a chart cannot be drawn."""

    grid: Grid
    chart: Chart | None = None

    @property
    def height(self) -> float:
        """How high it is, in inches."""
        return self.grid.height


Item = Paragraphs | Charts | TableOf


@dataclass
class Sheet:
    """The items of one page from top to bottom, and the height that is left."""

    free: float
    items: list[Item] = field(default_factory=list)

    def add(self, item: Item) -> None:
        """Put an item below the others."""
        self.items.append(item)
        self.free -= item.height + GAP


def flow(blocks: Sequence[Block], wide: float, first: float, high: float) -> list[Sheet]:
    """The pages that hold all blocks in their order; at least one. Heights are those of the first and of the others."""
    items = list(_items(blocks, wide, first))
    sheets = [Sheet(first)]
    for k, item in enumerate(items):
        if isinstance(item, Charts):
            _add_charts(sheets, item, items[k + 1 :], high)
        elif isinstance(item, TableOf):
            _add_table(sheets, item, high)
        else:
            _add_words(sheets, item, wide, high)
    return sheets


def _items(blocks: Sequence[Block], wide: float, high: float) -> Iterator[Item]:
    row: list[tuple[Chart, Translated]] = []
    words = [block for block in blocks if isinstance(block, Words)]
    size = _size(words, wide, high)
    for block in blocks:
        way = translate(block.chart) if isinstance(block, Drawing) else None
        if row and (way is None or way.way is Way.TABLE or len(row) == SIDE_BY_SIDE):
            yield Charts(tuple(row))
            row = []
        if isinstance(block, Words):
            yield _words(_short_enough(block.lines, size, wide - INDENT, high), block.is_list, size, wide)
        elif isinstance(block, Drawing) and way is not None and way.way is not Way.TABLE:
            row.append((block.chart, way))
        elif isinstance(block, Drawing):
            for grid in grids(of_numbers(block.chart.name, block.chart.table), wide, high):
                yield TableOf(grid, block.chart)
        else:
            for grid in grids(block, wide, high):
                yield TableOf(grid)
    if row:
        yield Charts(tuple(row))


def _size(words: Iterable[Words], wide: float, high: float) -> float:
    """The largest size at which all words fit a page."""
    blocks = list(words)
    return next((size for size in SIZES if sum(
        height_of(block.lines, size, wide - INDENT, AFTER) for block in blocks) <= high), SIZES[-1])


def _words(lines: Iterable[str], is_list: bool, size: float, wide: float) -> Paragraphs:
    lines = tuple(lines)
    return Paragraphs(lines, is_list, size, height_of(lines, size, wide - INDENT * is_list, AFTER))


def _short_enough(lines: Iterable[str], size: float, wide: float, high: float) -> Iterator[str]:
    """The same lines; what no page can hold goes on in further ones."""
    for line in lines:
        rest = line
        while height_of([rest], size, wide, AFTER) > high:
            part = prefix(rest, size, wide, high - AFTER / 72)
            yield part
            rest = rest[len(part) :].lstrip()
        yield rest


def _add_charts(sheets: list[Sheet], item: Charts, following: Sequence[Item], high: float) -> None:
    """Charts leave room for the words below them, if that leaves them high enough."""
    below = 0.0
    for other in following:
        if not isinstance(other, Paragraphs):
            break
        below += other.height + GAP
    sheet = sheets[-1]
    if sheet.items and sheet.free < LEAST_CHART:
        sheet = Sheet(high)
        sheets.append(sheet)
    room = sheet.free - below if sheet.free - below >= LEAST_CHART else sheet.free
    sheet.add(Charts(item.charts, room))


def _add_table(sheets: list[Sheet], item: TableOf, high: float) -> None:
    """Rows as far as there is room; at least one on each page, however high it is."""
    grid, start, count = item.grid, 0, len(item.grid.rows)
    if sheets[-1].items and sheets[-1].free < min(grid.head + sum(grid.rows[:3]), high):
        sheets.append(Sheet(high))
    while True:
        free, end = sheets[-1].free - grid.head, start
        while end < count and (end == start or sum(grid.rows[start : end + 1]) <= free):
            end += 1
        sheets[-1].add(TableOf(grid.cut(start, end), item.chart))
        start = end
        if start >= count:
            return
        sheets.append(Sheet(high))


def _add_words(sheets: list[Sheet], item: Paragraphs, wide: float, high: float) -> None:
    rest = list(item.lines)
    while rest:
        taken = 0
        while taken < len(rest) and (_words(rest[: taken + 1], item.is_list, item.size, wide).height <= sheets[-1].free
                                     or not taken and not sheets[-1].items):
            taken += 1
        if taken:
            sheets[-1].add(_words(rest[:taken], item.is_list, item.size, wide))
        rest = rest[taken:]
        if rest:
            sheets.append(Sheet(high))
