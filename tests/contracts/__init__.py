"""The public promises: documents equal the running apps, and answers keep to the documents."""
