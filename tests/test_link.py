"""Links: is the scenario that comes out the one that went in, and does nothing else ever come out?"""

from __future__ import annotations

import base64
import json
import random
import tracemalloc
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from worlds import random_parameters

from model import link
from model.link import LARGEST_BYTES, LONGEST_LINK, decode, encode
from model.messages import Problems
from model.parameters import PARAMETERS, Parameters, value_at
from model.scenario import SCHEMA_VERSION, Scenario, nested, shipped

HOSTILE_LINKS = 500
CHANGES = {"guide.share_cap": 0.5, "patience.fund_term_years": 12}
LETTERS = "aé耐🜚 \"\\{['&=%+<\n"


def sealed(content: str | bytes) -> str:
    """A link with a right checksum around any content."""
    return sealed_bytes(zlib.compress(content if isinstance(content, bytes) else content.encode(), 9))


def sealed_bytes(packed: bytes) -> str:
    body = base64.urlsafe_b64encode(packed).decode().rstrip("=")
    return with_checksum(body)


def with_checksum(body: str) -> str:
    return f"1.{zlib.crc32(body.encode()):08x}{body}"


def document(**entries: Any) -> str:
    return json.dumps({"schema_version": SCHEMA_VERSION, "title": "A", **entries})


def bits(parameters: Parameters) -> list[str]:
    """Every value with its kind and all its digits."""
    return [repr(value_at(parameters, path)) for path in PARAMETERS]


def random_scenario(seed: int) -> Scenario:
    dice = random.Random(seed)

    def text(longest: int, letters: str = LETTERS) -> str:
        return "".join(dice.choice(letters) for _ in range(dice.randint(0, longest)))

    line = LETTERS.replace("\n", "")
    return Scenario(
        title="A" + text(40, line), question=text(80), author=text(20, line), notes=text(100),
        date=dice.choice(("", "2026-03-31")), sources=tuple(text(30, line) for _ in range(dice.randint(0, 3))),
        parameters=random_parameters(seed))


def test_every_shipped_scenario_fits_into_a_short_link() -> None:
    for name, file in shipped().items():
        scenario = Scenario.load(file)
        text = encode(scenario)
        assert decode(text) == scenario, name
        assert len(text) < 1_000, name


def test_any_scenario_comes_back_bit_for_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link, "LONGEST_LINK", 2 * LONGEST_LINK)  # every parameter changed, to its last digit
    for seed in range(200):
        scenario = random_scenario(seed)
        text = encode(scenario)
        again = decode(text)
        assert again == scenario
        assert bits(again.parameters) == bits(scenario.parameters)
        assert encode(again) == text


def test_a_link_needs_no_escapes_and_spaces_around_it_do_no_harm() -> None:
    scenario = random_scenario(3)
    text = encode(scenario)
    assert text.startswith("1.") and set(text) <= link_letters()
    assert decode(f"  {text}\n") == scenario


def link_letters() -> set[str]:
    return set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")


def test_a_link_holds_only_what_differs() -> None:
    packed = encode(Scenario("A").with_changes({"guide.share_cap": 0.5}))[len("1.01234567"):]
    content = zlib.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    assert json.loads(content) == {
        "schema_version": SCHEMA_VERSION, "title": "A", "changes": {"guide": {"share_cap": 0.5}}}
    assert b" " not in content


def test_a_link_of_an_older_schema_is_read_like_an_older_file() -> None:
    old = document(schema_version=1, changes=nested(CHANGES))
    assert decode(sealed(old)) == Scenario.from_json(old)


def incompressible(length: int) -> str:
    dice = random.Random(1)
    return "".join(chr(dice.randint(0x4E00, 0x9FFF)) for _ in range(length))


@pytest.mark.parametrize("scenario", [
    Scenario("A", notes=incompressible(5_000)), Scenario("A", sources=("a" * 2_000,) * 100)])
def test_what_is_too_long_for_a_link_is_to_be_shared_as_a_file(scenario: Scenario) -> None:
    with pytest.raises(Problems, match="too long for a link .* Share its file instead"):
        encode(scenario)


def test_the_longest_link_that_is_written_is_also_read() -> None:
    shortest, longest = 0, 5_000
    while longest - shortest > 1:
        middle = (shortest + longest) // 2
        try:
            encode(Scenario("A", notes=incompressible(middle)))
            shortest = middle
        except Problems:
            longest = middle
    scenario = Scenario("A", notes=incompressible(shortest))
    assert LONGEST_LINK - 20 < len(encode(scenario)) <= LONGEST_LINK
    assert decode(encode(scenario)) == scenario


def test_no_link_is_written_that_could_not_be_read() -> None:
    scenario = Scenario("A").with_changes({"guide.angel_split": 0.4}, check_contradictions=False)
    with pytest.raises(Problems, match="add up to 120 %"):
        encode(scenario)


GOOD = encode(Scenario("A", notes="Longer terms.").with_changes({"guide.share_cap": 0.5}))
WRONG_LINKS: dict[str, tuple[str, str]] = {
    "empty": ("", "The link is empty."),
    "spaces": (" \n", "The link is empty."),
    "too long": ("1." + "A" * LONGEST_LINK, "too long: 6002 characters, and at most 6000 are taken"),
    "wrong alphabet": (GOOD.replace(GOOD[20], "%", 1), "characters that no link has"),
    "padded": (GOOD + "=", "characters that no link has"),
    "letters of another script": (GOOD[:-1] + "Ａ", "characters that no link has"),
    "an unknown mark": ("2" + GOOD[1:], "of a kind that this program does not know"),
    "no mark": (GOOD[2:], "of a kind that this program does not know"),
    "the mark alone": ("1.", "cut off or altered"),
    "cut off": (GOOD[:-5], "cut off or altered"),
    "cut off in the checksum": (GOOD[:6], "cut off or altered"),
    "in small letters": (GOOD.lower(), "cut off or altered"),
    "nothing behind the checksum": (with_checksum(""), "no scenario of this program"),
    "no base64": (with_checksum(GOOD[10:] + "...."), "no scenario of this program"),
    "a single letter": (with_checksum("A"), "no scenario of this program"),
    "not packed": (sealed_bytes(document().encode()), "no scenario of this program"),
    "half of what was packed": (sealed_bytes(zlib.compress(document().encode())[:-9]), "no scenario of this program"),
    "more behind what was packed": (sealed_bytes(zlib.compress(document().encode()) + b"x"), "no scenario of this"),
    "not UTF-8": (sealed(document(notes="").encode() + "耐心".encode("gb18030")), "no scenario of this program"),
    "a bomb": (sealed(b" " * 4_000_000), "more text than a scenario can have: more than 200000 bytes"),
    "a bomb in a text": (sealed(document(notes="é" * LARGEST_BYTES)), "more text than a scenario can have"),
    "a bomb cut within a letter": (sealed(b"x" + "é".encode() * LARGEST_BYTES), "more text than a scenario can have"),
    "many names": (
        sealed(document(changes={f"guide{i}": 0 for i in range(1_000)})), "more values than the model has"),
    "many names in blocks": (
        sealed(document(changes={"guide": {f"share{i}": 0 for i in range(1_000)}})), "more values than the model"),
    "a name many times": (sealed('{"a":' + "0, " + '"a":0,' * 2_000 + '"a":0}'), "more values than the model has"),
    "deep": (sealed('{"a":' * 10_000), "more than 20 levels deep"),
    "deep lists": (sealed("[" * 100_000), "more than 20 levels deep"),
    "damaged JSON": (sealed(document()[:-1]), "the JSON is damaged here"),
    "a list": (sealed("[]"), "The file is one block in braces, not a list."),
    "NaN alone": (sealed("NaN"), "The file is one block in braces, not NaN."),
    "NaN": (sealed(document(changes={"guide": {"share_cap": float("nan")}})), "not NaN."),
    "doubled": (sealed('{"title": "B",' + document()[1:]), "title is given twice"),
    "unknown entry": (sealed(document(titel="A")), "titel is not known. Did you mean title?"),
    "unknown parameter": (sealed(document(changes={"guide": {"share_capp": 1}})), "Did you mean guide.share_cap?"),
    "wrong type": (sealed(document(changes={"guide": {"share_cap": "0.5"}})), 'not "0.5".'),
    "contradiction": (sealed(document(changes={"guide": {"angel_split": 0.4}})), "add up to 120 %"),
    "newer schema": (
        sealed(document(schema_version=SCHEMA_VERSION + 1, colour="red")), "newer version of this program"),
}


@pytest.mark.parametrize("kind", WRONG_LINKS)
def test_a_wrong_link_gives_one_sentence(kind: str) -> None:
    text, expected = WRONG_LINKS[kind]
    with pytest.raises(Problems) as caught:
        decode(text)
    (sentence,) = caught.value.sentences
    assert expected in sentence and len(sentence) < 300


def test_a_bomb_is_not_unpacked_to_its_end() -> None:
    text = sealed(b" " * 4_000_000)
    assert len(text) <= LONGEST_LINK
    tracemalloc.start()
    with pytest.raises(Problems, match="more text"):
        decode(text)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 5 * LARGEST_BYTES


def flip(dice: random.Random, data: bytes) -> bytes:
    place = dice.randrange(len(data))
    return data[:place] + bytes([data[place] ^ (1 << dice.randrange(8))]) + data[place + 1:]


def flipped_letter(dice: random.Random, good: str) -> str:
    return flip(dice, good.encode()).decode("latin-1")


def cut(dice: random.Random, good: str) -> str:
    start, end = sorted((dice.randrange(len(good)), dice.randrange(len(good))))
    return dice.choice((good[:end], good[start:], good[:start] + good[end:]))


def mixed_up(dice: random.Random, good: str) -> str:
    place, letter = dice.randrange(len(good)), dice.choice(sorted(link_letters()) + ["%", " ", "\0", "é", "\ud800"])
    return dice.choice((good[:place] + letter + good[place:], good.swapcase(), good[::-1], good + good))


def flipped_inside(dice: random.Random, good: str) -> str:
    """A broken packing under a checksum that is right."""
    body = good[len("1.01234567"):]
    return sealed_bytes(flip(dice, base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))))


def bomb(dice: random.Random, _good: str) -> str:
    return sealed(dice.choice((b" ", b"[", b'{"a":', b'"', b"\xff", b"0", b'{"a":1,')) * dice.randint(300_000, 500_000))


def noise(dice: random.Random, _good: str) -> str:
    data = dice.randbytes(dice.randint(0, 400))
    return dice.choice((sealed(data), sealed_bytes(data), data.decode("latin-1")))


WRONG_VALUES: tuple[Any, ...] = (
    None, True, "", "x", "\ud800", "\x1b", float("nan"), float("inf"), -1, 1e308, 10**298, 2.5, [], [[]], [None],
    {}, {"": {}}, {"a": 1}, {"guide": []}, {"settings": {"seed": -1}}, {"guide.share_cap": 1}, {"guide": {"\ud800": 1}})


def wrong_document(dice: random.Random, _good: str) -> str:
    """JSON of a scenario in which something is wrong in any place."""
    wrong = dice.choice(WRONG_VALUES)
    place = dice.choice(("title", "notes", "sources", "date", "changes", "schema_version", "other", "alone", "inside"))
    if place == "alone":
        return sealed(json.dumps(wrong))
    if place == "inside":
        name = dice.choice(("share_cap", "budget_years", "other"))
        return sealed(document(changes={"guide": {name: wrong}}, other=0))
    return sealed(document(**{"other": 0, place: wrong}))


def damaged_document(dice: random.Random, _good: str) -> str:
    text = document(changes=nested(CHANGES))
    return sealed(dice.choice((text[: dice.randrange(len(text))], text + text, text[1:], text.replace('"', "'"))))


MUTATIONS: tuple[Callable[[random.Random, str], str], ...] = (
    flipped_letter, cut, mixed_up, flipped_inside, bomb, noise, wrong_document, damaged_document)


def test_a_hostile_link_gives_sentences_or_the_very_same_scenario() -> None:
    dice = random.Random(7)
    refused = 0
    for number in range(HOSTILE_LINKS):
        scenario = Scenario(f"A {number}", notes="a" * (number % 50)).with_changes(CHANGES)
        try:
            assert decode(MUTATIONS[number % len(MUTATIONS)](dice, encode(scenario))) == scenario
        except Problems as problems:
            refused += 1
            assert problems.sentences and len(problems.message()) < 3_000
    assert refused > 0.9 * HOSTILE_LINKS


def test_the_address_of_a_page_is_read_like_the_link_in_it() -> None:
    text = link.encode(Scenario("Mine").with_changes({"patience.fund_term_years": 9.0}))
    assert link.in_address(f"https://zone.example/?a=b&{link.QUERY}={text}") == text
    for other in (text, "patient_guide", "folder/file.json", "https://zone.example/?a=b"):
        assert link.in_address(other) == other
