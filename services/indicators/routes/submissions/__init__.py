"""Submissions (hồ sơ số liệu kỳ): who owes what, each by itself, its steps, and many at once."""

from services.indicators.routes.submissions import many, obligations, sheets, steps

ROUTERS = [obligations.router, many.router, sheets.router, steps.router]

__all__ = ["ROUTERS"]
