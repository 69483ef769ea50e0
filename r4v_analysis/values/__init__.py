"""What a printed number is: value, bounds, qualifier, numeral, period. Knows no table and no page."""
