"""The parts of a release: where it is from, its archive, its manifest, its signature, its folder."""
