"""What Alembic runs: the migrations, over the connection that `upgrade` gives."""

from alembic import context

from app.store.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"], target_metadata=METADATA, transaction_per_migration=False
)
context.run_migrations()
