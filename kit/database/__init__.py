"""A service's own database: its tables' base, its reads over a pool, its writes in one transaction per request."""

from kit.database.asking import NOBODY, SYSTEM, asked_by
from kit.database.origin import Origin, origin_of
from kit.database.pool import OUTAGES, Database, Reader, ReaderDep
from kit.database.tables import service_base
from kit.database.transaction import SessionDep, TransactionRoute
from kit.database.unit import Unit, in_unit

__all__ = [
    "NOBODY",
    "OUTAGES",
    "SYSTEM",
    "Database",
    "Origin",
    "Reader",
    "ReaderDep",
    "SessionDep",
    "TransactionRoute",
    "Unit",
    "asked_by",
    "in_unit",
    "origin_of",
    "service_base",
]
