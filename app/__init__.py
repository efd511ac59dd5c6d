"""The page: levers, charts and what they say about the model's results."""
