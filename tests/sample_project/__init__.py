"""A project that tests its app with callboard."""
