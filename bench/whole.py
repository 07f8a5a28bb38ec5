"""Run as a program: the whole product on a database that is migrated and loaded, as every later start finds it."""

from commands.running import serve
from kit.logs import configure
from kit.settings import Settings


def main() -> None:
    """Serve the database of LANTOA_DATABASE_URL until interrupted."""
    settings = Settings()
    assert settings.database_url is not None
    configure(settings.log_level)
    serve(settings, settings.database_url.get_secret_value())


if __name__ == "__main__":
    main()
