"""What is remembered of texts strangers send."""

from kit.recall import LONGEST, recalling


def test_short_texts_are_thought_about_once_long_ones_each_time() -> None:
    asked: list[int] = []

    @recalling(2)
    def length(text: str) -> int:
        asked.append(len(text))
        return len(text)

    found = [length("x" * size) for size in (LONGEST, LONGEST, LONGEST + 1, LONGEST + 1)]

    assert found == [LONGEST, LONGEST, LONGEST + 1, LONGEST + 1]
    assert asked == [LONGEST, LONGEST + 1, LONGEST + 1]


def test_no_more_is_remembered_than_was_said() -> None:
    asked: list[str] = []

    @recalling(2)
    def note(text: str) -> None:
        asked.append(text)

    for text in ("a", "b", "c", "a"):
        note(text)

    assert asked == ["a", "b", "c", "a"]
