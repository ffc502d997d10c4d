"""What students need besides the text of lessons: images, templates, references and coursebuild.toml."""
