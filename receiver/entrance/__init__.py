"""What is let in: sound requests, in their time, by names and on paths that are ours."""
