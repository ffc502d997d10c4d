"""Commands that build, show and check lessons."""
