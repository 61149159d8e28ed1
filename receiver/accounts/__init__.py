"""One file a provider: where its account says which URL it calls, and how that is read and set."""
