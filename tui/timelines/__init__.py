"""The course of an entity: what happened, when, and what is due."""
