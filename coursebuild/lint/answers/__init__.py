"""Rules about answers that students would see: words that announce one, other tools, filled answers."""
