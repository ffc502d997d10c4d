"""Rules about exercises: their corrections, their amounts, and answers that they give away."""
