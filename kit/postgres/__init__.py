"""The embedded PostgreSQL server of an installation, and the provisioning of any server with roles and schemas."""
