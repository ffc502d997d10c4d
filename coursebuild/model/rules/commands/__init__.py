"""Rules of commands other than those that read lessons."""
