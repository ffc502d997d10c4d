"""Rules about answers that students would see: words that announce one, and other tools' notation."""
