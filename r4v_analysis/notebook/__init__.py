"""What a notebook and a prompt get: `report` and `show`, parameters, explore."""
