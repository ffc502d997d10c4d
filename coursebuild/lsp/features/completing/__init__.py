"""What is offered in attributes, in code and in the text."""
