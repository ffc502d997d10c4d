"""One document: prepare it, print its pages, and compare its files with what they should be."""
