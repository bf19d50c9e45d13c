"""A planned training, given (R3.7, R5.2): opened from an item of the plan, published, registered for, held."""
