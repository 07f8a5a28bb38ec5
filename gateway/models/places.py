"""Our own copy of areas, lineage and organisations (địa bàn, dòng kế thừa, cơ quan), from the directory's feed."""

from datetime import date

from sqlalchemy import ARRAY, LargeBinary, Text, text
from sqlmodel import Field

from gateway.models.schema import Base


class PlaceRow(Base, table=True):
    """Something a role may be given on: an area by its id, or an organisation by its code.

    `parent` is what the directory names above it: an area by its id, an organisation by its internal id (`uid`).
    `serves` is the area an organisation works for. `reach` are the ids on which a right over it may be held.
    """

    __tablename__ = "places"

    id: str = Field(primary_key=True, sa_type=Text)
    kind: str = Field(sa_type=Text)
    uid: str | None = Field(default=None, sa_type=Text)
    name: str = Field(sa_type=Text)
    parent: str | None = Field(default=None, sa_type=Text)
    serves: str | None = Field(default=None, sa_type=Text)
    valid_to: date | None = None
    reach: list[str] = Field(sa_type=ARRAY(Text), sa_column_kwargs={"server_default": text("'{}'")})
    folded: str = Field(sa_type=Text)
    sort_key: bytes = Field(sa_type=LargeBinary)


class LineageRow(Base, table=True):
    """One step from an area to what it became."""

    __tablename__ = "lineages"

    predecessor_id: str = Field(primary_key=True, sa_type=Text)
    successor_id: str = Field(primary_key=True, sa_type=Text)
