"""A request as rows: head, query, body, its signature, and what was sent on of it."""
