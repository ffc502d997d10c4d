"""Rules of the machine, and of commands other than those that read lessons."""
