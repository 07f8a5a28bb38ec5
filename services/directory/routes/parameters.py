"""The query and path parameters that several routes share."""

from typing import Annotated

from fastapi import Path, Query

from kit.shapes import Day, Text

AreaPath = Annotated[Text, Path(max_length=64, title="Mã định danh địa bàn", examples=["T15-2025"])]
AreaQuery = Annotated[Text | None, Query(max_length=64, title="Mã định danh địa bàn")]
SearchQuery = Annotated[Text | None, Query(max_length=100, title="Từ cần tìm, không cần dấu")]
ValidOnQuery = Annotated[Day | None, Query(title="Ngày hiệu lực", description="Mặc định là hôm nay")]
