"""Learning platforms: what they say to us, and what we say to them."""
