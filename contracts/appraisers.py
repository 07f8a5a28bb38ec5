"""Appraisers (người thẩm định): the accounts that may be named to a panel, as the gateway knows them."""

from pydantic import Field

from kit.shapes import Schema, Text


class Appraiser(Schema):
    """Somebody who may appraise an area."""

    account: Text = Field(title="Mã tài khoản")
    name: Text = Field(title="Họ tên")
    email: Text = Field(title="Thư điện tử")
    place_name: Text | None = Field(title="Nơi công tác")
