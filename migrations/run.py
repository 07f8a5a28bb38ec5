"""The one body of every service's env.py: its schema only, its own version table, one transaction per migration."""

from alembic import context
from sqlalchemy import MetaData, text


def run(metadata: MetaData) -> None:
    """Migrate the schema of `metadata` over the connection that the command handed in.

    The connection's search_path is `public`: were the schema on it, reflection would call its tables schemaless and
    autogenerate would want to create every one of them again.
    """
    schema = metadata.schema
    connection = context.config.attributes["connection"]
    connection.execute(text("select pg_advisory_lock(hashtext(:name))"), {"name": f"lantoa migrate {schema}"})
    connection.commit()

    def only_ours(name: str | None, kind: str, parents: object) -> bool:
        return kind != "schema" or name == schema

    context.configure(
        connection=connection,
        target_metadata=metadata,
        version_table_schema=schema,
        include_schemas=True,
        include_name=only_ours,
        transaction_per_migration=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
