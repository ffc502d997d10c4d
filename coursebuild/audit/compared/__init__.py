"""What `withheld.py` compares texts by: their phrases, and whether short ones are similar."""
