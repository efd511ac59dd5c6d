"""What is known of funds of year 0 and later at each age, and of the stakes that they finished."""

from model.declare import Kind, Output, Unit

_AGE = ("replication", "age")
_CLASS = ("replication", "class")

_AGES = [
    Output("called", "Called by age", Unit.MYUAN, Kind.STOCK, "Called by all funds up to an age in quarters.", "75", _AGE),
    Output("distributed", "Distributed by age", Unit.MYUAN, Kind.STOCK, "Distributed by all funds up to an age in quarters.", "75", _AGE),
    Output("nav", "Book value by age", Unit.MYUAN, Kind.STOCK, "Book value of all funds at an age in quarters.", "75", _AGE),
    Output("funds", "Funds by age", Unit.COUNT, Kind.STOCK, "Funds whose age in quarters is reached within the run, open or wound up.", "75", _AGE),
]
_MULTIPLES = [
    Output("count", "Finished stakes by multiple", Unit.COUNT, Kind.FLOW, "Stakes that funds bought from year 0 on and finished, by what they returned over what they cost.", "83", _CLASS),
    Output("cost", "Cost of finished stakes by multiple", Unit.MYUAN, Kind.FLOW, "What these stakes cost, by what they returned over that.", "83", _CLASS),
]

AGES: dict[str, Output] = {output.name: output for output in _AGES}
MULTIPLES: dict[str, Output] = {output.name: output for output in _MULTIPLES}
