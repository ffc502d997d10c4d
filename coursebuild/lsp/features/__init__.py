"""What an editor may ask of a lesson: each module has the answers to one kind of question."""
