"""Life tables of the firms founded from year 0 on: how many reached each age, and what ended them."""

from model.declare import Kind, Output, Unit
from model.outputs.dimensions import GROUPS

RULE = "82"


def _of(group: str) -> list[Output]:
    firms = f"{group.capitalize()}s"

    def one(name: str, label: str, kind: Kind, meaning: str, *dimensions: str) -> Output:
        return Output(f"{group}_{name}", f"{firms} {label}", Unit.COUNT, kind, meaning, RULE,
                      ("replication", *dimensions))

    return [
        one("at_risk", "at risk", Kind.STOCK,
            f"{firms} that reached an age in quarters, neither ended nor sold before, within the run.", "age"),
        one("died", "that died", Kind.FLOW, f"{firms} that died at an age, by cause.", "cause", "age"),
        one("left", "that left", Kind.FLOW,
            f"{firms} that were listed or sold or left the zone at an age, by kind of exit.", "exit", "age"),
        one("died_at", "that died in a stage", Kind.FLOW,
            f"{firms} that died, by stage and cause.", "stage", "cause"),
    ]


LIFE: dict[str, Output] = {output.name: output for group in GROUPS for output in _of(group)}
