"""What a page says about its lesson, for machines."""

from coursebuild.pages.about.resource import learning_resource

__all__ = ["learning_resource"]
