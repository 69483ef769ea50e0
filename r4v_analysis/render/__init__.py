"""Reports times notebooks as pages: what is stale, who makes it, what is on record."""
