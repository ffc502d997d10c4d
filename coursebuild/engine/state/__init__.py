"""What is up to date, what a build would do, and what the lessons have; nothing here builds."""
