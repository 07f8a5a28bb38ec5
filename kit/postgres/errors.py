"""What can go wrong with the database server, worded in Vietnamese for the person who started it."""


class ClusterError(Exception):
    """The server cannot do what was asked; the message says why and what to do."""


class NoPostgres(ClusterError):
    """No PostgreSQL of a sufficient version was found on this machine."""


class DataDirectoryBusy(ClusterError):
    """Another launcher holds the lock of this data directory."""


class OtherVersion(ClusterError):
    """The data were written by another major version than the binaries at hand."""


class OldServer(ClusterError):
    """The external server is older than the SQL of the product needs."""


class CannotStart(ClusterError):
    """initdb or the server gave up; the message ends with what they said."""
