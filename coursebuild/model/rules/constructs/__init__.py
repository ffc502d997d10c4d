"""Rules about what lessons are made of beside their text."""
