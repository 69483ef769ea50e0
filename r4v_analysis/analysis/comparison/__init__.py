"""Two printed numbers side by side: when they compare, what changed, what became known later."""
