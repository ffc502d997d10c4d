"""The attributes of elements in pandoc's tree."""
