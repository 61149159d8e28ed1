"""The adapters: one file a provider, found because it is in this folder."""
