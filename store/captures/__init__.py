"""A request as it came: what its body says, how soon it was answered, and what people say of it."""
