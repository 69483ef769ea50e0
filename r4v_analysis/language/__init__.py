"""English and Spanish: messages, numbers and dates as readers write them."""
