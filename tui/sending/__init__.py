"""Requests that are posted: again, edited, as samples, or sent on."""
