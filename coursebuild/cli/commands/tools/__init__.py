"""Commands for the machine, the editor and the shell."""
