"""Every address × every visitor × their own unit and another one: the answer the matrix promises."""
