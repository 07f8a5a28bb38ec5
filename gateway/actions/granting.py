"""What may be given: known roles on known places within the reach of whoever gives them, until a day to come."""

from collections.abc import Collection, Sequence

from contracts.accounts import GrantWanted
from gateway.queries.grants import Given
from gateway.queries.places import read_places
from gateway.queries.source import Source
from gateway.rules.days import end_of
from kit import clock
from kit.shapes import Fault

BEYOND = "Không có địa bàn hoặc cơ quan này trong phạm vi bạn quản trị."
OVER = "Phải từ hôm nay trở đi."
TWICE = "Vai trò này đã có ở dòng trên."


async def fault_of_place(source: Source, held: Collection[str], place: str, pointer: str) -> Fault | None:
    """What is wrong with a place: that there is none is told like that it lies beyond reach."""
    found = (await read_places(source, [place])).get(place)
    within = found is not None and not set(held).isdisjoint(found.reach)
    return None if within else Fault(pointer=pointer, detail=BEYOND)


async def given_of(
    source: Source,
    held: Collection[str],
    wanted: Sequence[GrantWanted],
    faults: list[Fault],
    had: Collection[Given] = (),
) -> list[Given]:
    """The roles to give; what is wrong with them is added to `faults`. What somebody `had` is not asked about."""
    known = await read_places(source, [one.place for one in wanted])
    found: list[Given] = []
    for number, one in enumerate(wanted):
        given = Given(one.role, one.place, None if one.until is None else end_of(one.until))
        pointer = f"/grants/{number}"
        if any((given.role, given.place) == (other.role, other.place) for other in found):
            faults.append(Fault(pointer=f"{pointer}/role", detail=TWICE))
        elif given not in had:
            place = known.get(one.place)
            if place is None or set(held).isdisjoint(place.reach):
                faults.append(Fault(pointer=f"{pointer}/place", detail=BEYOND))
            if one.until is not None and one.until < clock.today():
                faults.append(Fault(pointer=f"{pointer}/until", detail=OVER))
        found.append(given)
    return found
