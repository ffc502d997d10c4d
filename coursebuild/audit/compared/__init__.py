"""What `withheld.py` compares texts by: their phrases, and for short ones runs and similar texts."""
