"""One file a provider: its lifecycle, made of the samples beside its adapter."""
