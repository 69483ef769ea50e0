"""What is wrong with a data folder, all of it in one run: shape, schema, the rules of the domain."""
