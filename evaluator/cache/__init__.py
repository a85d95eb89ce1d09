"""The model's answers, kept on disk: bounded in size, shared by processes, and never a reason to fail."""

from evaluator.cache.answers import MEGABYTE, AnswerCache, CacheInfo, default_directory, open_cache

__all__ = ["MEGABYTE", "AnswerCache", "CacheInfo", "default_directory", "open_cache"]
