"""What a provider is told: what the rules and the user's own app say, late or not at all."""
